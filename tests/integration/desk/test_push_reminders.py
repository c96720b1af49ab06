"""Reminders in browsers, against a real push service: whose they are, and that they say nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import httpx
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests.support.application import application
from tests.support.desk_people import Person, invited, keep, member, new_desk
from tests.support.push_service import PushService, push_service
from webapp.cli import main
from webapp.config import PUSH_SERVICES, ConfigError, Settings
from webapp.crypto.base64 import decode_url, encode_url
from webapp.crypto.web_push import public_point
from webapp.desk.reminding.subscriptions import MOST, MOST_BROWSERS, is_endpoint
from webapp.desk.roles import Role
from webapp.models import DeskSession, Moderator, PushSubscription, db
from webapp.web.transaction import transaction

SERVICES = PUSH_SERVICES.split()
GOOGLE = "https://fcm.googleapis.com/fcm/send/dGhpcw:APA91b"
KNOWN = [
    GOOGLE,
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAAA-_x",
    "https://web.push.apple.com/QGk",
    "https://wns2-sg2p.notify.windows.com/w/?token=BQYAAAB%2bx%3d",
]


@pytest.fixture(scope="module")
def everywhere() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture
def service(everywhere: PushService) -> PushService:
    everywhere.taken.clear()
    everywhere.instead.clear()
    return everywhere


@pytest.fixture
def app(tmp_path_factory: pytest.TempPathFactory, service: PushService) -> Iterator[Flask]:
    data = tmp_path_factory.mktemp("push") / "data"
    env = {"DATA_DIR": str(data), "PUSH_SERVICES": f"{service.url} {PUSH_SERVICES}"}
    with application(env) as app:
        yield app


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


@dataclass
class Browser:
    """What a browser keeps of its subscription, and what it can read."""

    endpoint: str
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def __post_init__(self) -> None:
        self.key = generate_private_key(SECP256R1())

    @property
    def fields(self) -> dict[str, str]:
        point = encode_url(public_point(self.key))
        return {"endpoint": self.endpoint, "point": point, "auth": encode_url(self.auth)}

    def read(self, body: bytes) -> bytes:
        """RFC 8291 §3.4 from the browser's side."""
        salt, theirs, sealed = body[:16], body[21:86], body[86:]
        shared = self.key.exchange(
            ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), theirs)
        )
        about = b"WebPush: info\0" + public_point(self.key) + theirs
        mixed = HKDF(SHA256(), 32, self.auth, about).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(mixed)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(mixed)
        return AESGCM(key).decrypt(nonce, sealed, None).removesuffix(b"\x02")


def turn_on(person: Person, service: PushService) -> Browser:
    key = decode_url((person.get("reminder").json or {})["push"]["key"])
    browser = Browser(service.subscribed(key))
    assert person.post("push", **browser.fields).status_code == 204
    return browser


def browsers(person: Person) -> int:
    return int((person.get("reminder").json or {})["push"]["browsers"])


def notify(app: Flask, service: PushService, **env: str) -> Result:
    db.session.remove()
    data = app.extensions["hinghoi.settings"].data_dir
    here = {"DATA_DIR": str(data), "PUSH_SERVICES": service.url, "LOG_LEVEL": "DEBUG", **env}
    return CliRunner().invoke(main, ["notify"], env=here)


def test_no_news_and_fifty_make_the_same_message(
    app: Flask, somsri: Person, service: PushService
) -> None:
    browser = turn_on(somsri, service)
    told = "1 of 1 reminders were handed to push services.\n"
    assert notify(app, service, PUBLIC_URL="https://h.example").output == told
    for number in range(50):
        keep(["nan"], data=b"news %d" % number)
    assert notify(app, service, PUBLIC_URL="https://h.example").output == told
    quiet, busy = service.taken
    assert [browser.read(one.body) for one in (quiet, busy)] == [b"look", b"look"]
    assert len(quiet.body) == len(busy.body)
    for one in (quiet, busy):
        assert one.claims.pop("exp")
        assert one.claims == {"aud": service.url, "sub": "https://h.example"}
    lengths = [{name: len(text) for name, text in one.headers.items()} for one in (quiet, busy)]
    assert lengths[0] == lengths[1]
    same = [{**one.headers, "Authorization": ""} for one in (quiet, busy)]
    assert same[0] == same[1]
    assert set(same[0]) == {
        *("Host", "Accept", "Accept-Encoding", "Connection", "User-Agent", "Content-Length"),
        *("Authorization", "Content-Encoding", "Content-Type", "TTL"),
    }


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    app: Flask, somsri: Person, service: PushService, status: int
) -> None:
    browser = turn_on(somsri, service)
    turn_on(somsri, service)
    service.instead[browser.endpoint.removeprefix(service.url)] = status
    ended = notify(app, service)
    assert (ended.exit_code, len(service.taken), browsers(somsri)) == (0, 1, 1)
    assert "1 of 2" in ended.output


@pytest.mark.parametrize("status", [307, 429, 500])
def test_what_fails_is_said_without_an_address_and_kept(
    app: Flask, somsri: Person, service: PushService, status: int
) -> None:
    browser = turn_on(somsri, service)
    service.instead[browser.endpoint.removeprefix(service.url)] = status
    ended = notify(app, service)
    assert (ended.exit_code, browsers(somsri)) == (3, 1)
    # A redirection leads nowhere.
    assert service.taken == []
    assert "127.0.0.1" not in ended.output
    assert "wpush" not in ended.output


def test_neither_mail_nor_a_service_that_is_away_keeps_others_waiting(
    app: Flask, somsri: Person, service: PushService
) -> None:
    turn_on(somsri, service)
    nobody = "http://127.0.0.1:1"
    here = app.extensions["hinghoi.settings"]
    app.extensions["hinghoi.settings"] = replace(here, push_services=(nobody,))
    assert somsri.post("push", **Browser(f"{nobody}/x").fields).status_code == 204
    services = f"{service.url} {nobody}"
    mail = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "h@h.example"}
    somsri.post("reminder", address="s@mail.example")
    ended = notify(app, service, PUSH_SERVICES=services, **mail)
    assert (ended.exit_code, len(service.taken)) == (3, 1)
    assert "the mail server: ConnectionRefusedError; push services did not" in ended.output


def test_services_that_are_struck_off_the_setting_are_not_called(
    app: Flask, somsri: Person, service: PushService
) -> None:
    turn_on(somsri, service)
    assert notify(app, service, PUSH_SERVICES="fcm.googleapis.com").output == ""
    assert notify(app, service, PUSH_SERVICES="none").exit_code == 2
    assert service.taken == []


def second_browser(app: Flask, person: Person) -> Person:
    """The same person, signed in somewhere else."""
    elsewhere = Person(app.test_client(), person.secret)
    elsewhere.sign_in(person.name)
    return elsewhere


def test_signing_out_ends_it_in_that_browser_alone(
    app: Flask, somsri: Person, service: PushService
) -> None:
    turn_on(somsri, service)
    elsewhere = second_browser(app, somsri)
    left = turn_on(elsewhere, service)
    somsri.csrf = (somsri.post("sign-out").json or {})["csrf"]
    assert browsers(elsewhere) == 1
    notify(app, service)
    assert [service.url + one.path for one in service.taken] == [left.endpoint]
    somsri.sign_in("somsri")
    turn_on(somsri, service)
    elsewhere.post("sign-out", everywhere="1")
    assert db.session.scalars(select(PushSubscription)).all() == []


def test_signing_out_a_lost_device_from_another_ends_it_there(
    app: Flask, somsri: Person, service: PushService
) -> None:
    turn_on(somsri, service)
    elsewhere = second_browser(app, somsri)
    (lost,) = (
        one["id"] for one in (elsewhere.get("sessions").json or {})["sessions"] if not one["here"]
    )
    assert elsewhere.post(f"sessions/{lost}/end").status_code == 204
    assert browsers(elsewhere) == 0


def test_it_outlives_a_session_that_ran_out_and_belongs_to_the_next(
    somsri: Person, service: PushService
) -> None:
    browser = turn_on(somsri, service)
    with transaction():
        db.session.execute(update(DeskSession).values(idle_until=0))
    somsri.csrf = ""
    somsri.sign_in("somsri")
    assert browsers(somsri) == 1
    assert somsri.post("push/keep", endpoint=browser.endpoint).json == {"on": True}
    somsri.post("sign-out")
    assert db.session.scalars(select(PushSubscription)).all() == []


def test_it_is_ones_own(app: Flask, somsri: Person, service: PushService) -> None:
    browser = turn_on(somsri, service)
    malee = invited(app, new_desk("phrae"), "phrae", Role.ADMINISTRATOR)
    assert malee.post("push/keep", endpoint=browser.endpoint).json == {"on": False}
    malee.post("push/off", endpoint=browser.endpoint)
    malee.post("push/off")
    assert (browsers(somsri), browsers(malee)) == (1, 0)
    # Who turns it on in a browser that another one used is reminded there alone.
    assert malee.post("push", **browser.fields).status_code == 204
    assert (browsers(somsri), browsers(malee)) == (0, 1)
    malee.post("push/off", endpoint=browser.endpoint)
    assert browsers(malee) == 0


def test_who_reads_no_reports_any_more_is_not_reminded(
    app: Flask, somsri: Person, service: PushService
) -> None:
    turn_on(somsri, service)
    with transaction():
        db.session.execute(update(Moderator).values(role=Role.AUDITOR.value))
    assert notify(app, service).output == ""


def test_the_database_tells_no_address_and_no_length(
    app: Flask, somsri: Person, service: PushService
) -> None:
    browser = turn_on(somsri, service)
    for path in ("x", "y" * 900):
        assert somsri.post("push", **Browser(f"{GOOGLE}{path}").fields).status_code == 204
    rows = db.session.scalars(select(PushSubscription)).all()
    assert len({len(row.receiver) for row in rows}) == 1
    db.session.remove()
    folder = app.extensions["hinghoi.settings"].data_dir
    found = b"".join(one.read_bytes() for one in folder.glob("hinghoi.sqlite*"))
    for telling in (browser.endpoint.encode(), b"googleapis", browser.auth, b"wpush"):
        assert telling not in found


def test_there_is_an_end_to_browsers(somsri: Person, service: PushService) -> None:
    for _ in range(MOST_BROWSERS):
        last = turn_on(somsri, service)
    refused = somsri.post("push", **Browser(GOOGLE).fields)
    assert (refused.status_code, (refused.json or {})["code"]) == (409, "push_full")
    # One that is there already may come again.
    assert somsri.post("push", **last.fields).status_code == 204
    assert browsers(somsri) == MOST_BROWSERS


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"endpoint": "https://192.168.1.1/x"}, "push_service_unknown"),
        ({"endpoint": "http://127.0.0.1:22/"}, "push_service_unknown"),
        ({"endpoint": GOOGLE + "x" * MOST}, "form_invalid"),
        ({"point": encode_url(b"\4" + bytes(64))}, "form_invalid"),
        ({"point": encode_url(bytes(65))}, "form_invalid"),
        ({"auth": encode_url(bytes(15))}, "form_invalid"),
    ],
)
def test_what_is_no_subscription_is_refused(
    somsri: Person, change: dict[str, str], code: str
) -> None:
    answer = somsri.post("push", **{**Browser(GOOGLE).fields, **change})
    assert (answer.json or {})["code"] == code
    assert browsers(somsri) == 0


@pytest.mark.parametrize("endpoint", KNOWN)
def test_addresses_of_known_services_are_taken(endpoint: str) -> None:
    assert is_endpoint(endpoint, SERVICES)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "fcm.googleapis.com",
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com:8443/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com@evil.example/x",
        "https://evil.example\\@fcm.googleapis.com/x",
        "https://evil.example#@fcm.googleapis.com/x",
        "https://evil.example?.push.apple.com/x",
        "https://push.apple.com/x",
        "https://.push.apple.com/x",
        "https://evil.example/.push.apple.com/x",
        "https://evilpush.apple.com/x",
        "https://a..push.apple.com/x",
        "https://FCM.googleapis.com/x",
        "https://fcm.googleapis.com\u3002/x",
        "https://fcm.googleapis.com/x y",
        "https://fcm.googleapis.com/x\r\nHost: evil.example",
        "https://fcm.googleapis.com/x\n",
        "https://fcm.googleapis.com/ก",
        "https://[::1]/x",
        "file:///etc/passwd",
        GOOGLE + "x" * MOST,
    ],
)
def test_no_other_address_is(endpoint: str) -> None:
    assert not is_endpoint(endpoint, SERVICES)


AWKWARD = ["https://", "//", "@", "/", "\\", "#", "?", ":", ":443", ".", "..", "\n", "%", "\0", "ก"]
JUNK = st.lists(st.sampled_from([*AWKWARD, "evil.example", "xn--", "A", "-"]), max_size=3)


@given(st.sampled_from(KNOWN), st.integers(0, 60), st.integers(0, 8), JUNK.map("".join))
def test_whatever_is_taken_leads_to_a_known_service(
    known: str, place: int, without: int, junk: str
) -> None:
    """As the library that will go there reads it, and no other."""
    text = known[:place] + junk + known[place + without :]
    if is_endpoint(text, SERVICES):
        url = httpx.URL(text)
        assert (url.scheme, url.port, url.userinfo, url.fragment) == ("https", None, b"", "")
        ends = [one.removeprefix("*") for one in SERVICES]
        assert any(url.host == one or (one[0] == "." and url.host.endswith(one)) for one in ends)
        assert str(url) == text


@pytest.mark.parametrize(
    "services",
    ["https://fcm.googleapis.com", "http://10.0.0.1:80", "*", "*.*", "localhost", "a.example/x"],
)
def test_wrong_settings_are_told_at_the_start(services: str) -> None:
    with pytest.raises(ConfigError, match="PUSH_SERVICES"):
        Settings.from_env({"PUSH_SERVICES": services})
