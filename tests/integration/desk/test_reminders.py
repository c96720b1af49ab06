"""`hinghoi notify` against a real mail server: the same mail every day, whatever came."""

from __future__ import annotations

import ipaddress
import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from sqlalchemy import Engine, event, select, update

from tests.support.desk_people import Person, keep, member, new_desk
from tests.support.server import free_port
from webapp.cli import main
from webapp.config import ConfigError, Settings
from webapp.desk.reminding.reminders import is_address
from webapp.desk.roles import Role
from webapp.models import Moderator, Reminder, db
from webapp.web.transaction import transaction

SENDER = "reminder@hinghoi.example"
SOMSRI = "s.2519@mail.example"
TELLING = re.compile(rb"^(Date|Message-ID): [^\r\n]*\r?\n", re.MULTILINE)


class Post:
    """What a mail server of nobody's took, and whom it does not know."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.unknown: set[str] = set()
        self.greeted = ""
        self.encrypted: list[bool] = []

    async def handle_RCPT(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        self.greeted = str(session.host_name)
        if address in self.unknown:
            return "550 nobody of this name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append(envelope)
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def bodies(self) -> list[bytes]:
        return [bytes(envelope.original_content or b"") for envelope in self.taken]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def mail(post: Post) -> Iterator[str]:
    controller = Controller(post, "127.0.0.1", free_port())
    controller.start()
    yield f"smtp://127.0.0.1:{controller.port}"
    controller.stop()


def notify(app: Flask, url: str) -> Result:
    db.session.remove()
    data = app.extensions["hinghoi.settings"].data_dir
    env = {"DATA_DIR": str(data), "SMTP_URL": url, "MAIL_FROM": SENDER}
    return CliRunner().invoke(main, ["notify"], env=env)


@pytest.fixture
def somsri(app: Flask) -> Person:
    person = member(app, new_desk("nan"), "somsri")
    assert person.post("reminder", address=SOMSRI).status_code == 204
    return person


@pytest.mark.usefixtures("somsri")
def test_no_news_and_fifty_make_the_same_mail(app: Flask, post: Post, mail: str) -> None:
    ended = notify(app, mail)
    told = "1 of 1 reminders were handed to the mail server.\n"
    assert (ended.exit_code, ended.output) == (0, told)
    for number in range(50):
        keep(["nan"], data=b"news %d" % number)
    assert notify(app, mail).output == told
    quiet, busy = post.bodies()
    assert TELLING.sub(b"", quiet) == TELLING.sub(b"", busy)
    assert len(quiet) == len(busy)
    # The day, at its first second, and chance: neither knows of anything that came.
    assert re.search(rb"^Date: [^\r\n]* 00:00:00 \+0000\r?$", busy, re.MULTILINE)
    assert post.greeted == "hinghoi.example"


@pytest.mark.usefixtures("somsri")
def test_it_says_nothing_and_leads_nowhere(app: Flask, post: Post, mail: str) -> None:
    notify(app, mail)
    message = message_from_bytes(post.bodies()[0], policy=policy.default)
    body = message.get_body()
    assert body is not None
    text = f"{message['Subject']}\n{body.get_content()}"
    for telling in ("nan", "โต๊ะ nan", "somsri", "http", "/desk", "127.0.0.1"):
        assert telling not in text
    assert not re.search(r"\d", text)
    assert message["To"] == SOMSRI


def test_it_looks_at_nothing_that_came(app: Flask, somsri: Person, mail: str) -> None:
    """Only who wants to be reminded is asked of the database."""
    told = somsri.get("reminder").json or {}
    assert (told["address"], told["sends"]) == (SOMSRI, False)
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert notify(app, mail).exit_code == 0
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    tables = {name for one in seen for name in re.findall(r"(?:FROM|JOIN) \"?(\w+)", one)}
    assert tables == {"reminder", "push_subscription", "moderator"}


def test_nobody_is_reminded_who_does_not_want_it(
    app: Flask, somsri: Person, post: Post, mail: str
) -> None:
    somsri.post("reminder", address="")
    assert "0 of 0" in notify(app, mail).output
    somsri.post("reminder", address=SOMSRI)
    with transaction():
        db.session.execute(update(Moderator).values(role=Role.AUDITOR.value))
    assert "0 of 0" in notify(app, mail).output
    assert post.taken == []


def test_an_address_that_is_refused_keeps_nobody_else_from_theirs(
    app: Flask, somsri: Person, post: Post, mail: str
) -> None:
    other = member(app, new_desk("phrae"), "malee")
    other.post("reminder", address="malee@mail.example")
    post.unknown = {SOMSRI}
    ended = notify(app, mail)
    assert (ended.exit_code, len(post.taken)) == (3, 1)
    assert "1 of 2" in ended.output
    assert "@" not in ended.output


def test_the_database_does_not_tell_addresses(app: Flask, somsri: Person) -> None:
    del somsri
    file = app.extensions["hinghoi.settings"].data_dir / "hinghoi.sqlite"
    db.session.remove()
    found = b"".join(one.read_bytes() for one in file.parent.glob("hinghoi.sqlite*"))
    assert SOMSRI.encode() not in found
    short, long = "a@b.example", f"{'a' * 64}@{'b' * 60}.example"
    sizes = set()
    for address in (short, long):
        person = member(app, new_desk(f"d{len(address)}"), f"n{len(address)}")
        assert person.post("reminder", address=address).status_code == 204
        sizes.add(len(db.session.scalars(select(Reminder.address)).all()[-1]))
    assert len(sizes) == 1


@pytest.mark.parametrize(
    "address",
    [
        "x",
        "@y.example",
        "x@y",
        "x y@z.example",
        "x@z.example\r\nBcc: a@b.example",
        "<x@z.example>",
        "x@z.example,a@b.example",
        '"x"@z.example',
        "ก@z.example",
        f"{'a' * 250}@z.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert not is_address(address)


def test_a_refusal_keeps_the_address_that_was(somsri: Person) -> None:
    answer = somsri.post("reminder", address="x@z.example\nBcc: a@b.example")
    assert (answer.status_code, (answer.json or {})["code"]) == (400, "form_invalid")
    assert (somsri.get("reminder").json or {})["address"] == SOMSRI


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("http://x", SENDER),
        ("smtp://", SENDER),
        ("smtp://mail.example", ""),
        ("smtp://a:b@c:x", SENDER),
    ],
)
def test_wrong_settings_are_told_at_the_start(url: str, sender: str) -> None:
    with pytest.raises(ConfigError):
        Settings.from_env({"SMTP_URL": url, "MAIL_FROM": sender})


def certificate(folder: Path) -> Path:
    """For 127.0.0.1, signed by itself; key and certificate in a file."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    built = built.public_key(key.public_key()).serial_number(x509.random_serial_number())
    built = built.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    built = built.add_extension(here, critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = built.sign(key, SHA256()).public_bytes(Encoding.PEM)
    file = folder / "mail.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(plain + signed)
    return file


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
@pytest.mark.usefixtures("somsri")
def test_mail_goes_over_tls_to_the_right_server_only(
    app: Flask, post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    file = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    tls: dict[str, Any] = {"ssl_context" if scheme == "smtps" else "tls_context": context}
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    controller = Controller(post, "127.0.0.1", free_port(), **tls)
    controller.start()
    try:
        url = f"{scheme}://127.0.0.1:{controller.port}"
        assert notify(app, url).exit_code == 0
        assert len(post.taken) == 1
        monkeypatch.delenv("SSL_CERT_FILE")
        ended = notify(app, url)
    finally:
        controller.stop()
    assert (ended.exit_code, len(post.taken)) == (3, 1)
    assert "SSLCertVerificationError" in ended.output
