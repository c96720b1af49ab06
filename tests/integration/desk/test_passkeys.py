"""Passkeys against the server, with an authenticator in software that can be told to lie."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from secrets import token_hex

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests.support.authenticator import ORIGIN, PRESENT, Authenticator, broken
from tests.support.desk_people import Person, desks, member, new_desk
from webapp.crypto.base64 import decode_url, encode_url
from webapp.desk.access import challenges, passkeys
from webapp.desk.access.challenges import Purpose
from webapp.desk.access.passkeys import Made
from webapp.desk.access.relying_party import RelyingParty
from webapp.errors import PasskeyRefused
from webapp.models import DeskSession, Event, SpentChallenge, db
from webapp.web.transaction import transaction

SALT, IDENTITY = encode_url(b"s" * 32), encode_url(b"i" * 105)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One for all tests here; each has a desk of its own."""
    with desks(tmp_path_factory.mktemp("passkeys")) as app:
        yield app


@pytest.fixture
def somsri(app: Flask) -> Person:
    return joined(app)


def joined(app: Flask) -> Person:
    """Somebody at a desk of their own, signed in."""
    person = member(app, new_desk(f"nan-{token_hex(4)}"), f"somsri-{token_hex(4)}")
    person.origin = ORIGIN
    return person


def at(app: Flask, origin: str = ORIGIN) -> Person:
    """Somebody else's browser."""
    return Person(app.test_client(), origin=origin)


def enrol(person: Person, key: Authenticator, **more: str) -> str:
    challenge = (person.post("passkeys/new").json or {})["challenge"]
    answer = person.post("passkeys", label="โทรศัพท์", **key.make(challenge), **more)
    assert answer.status_code == 200, answer.text
    return str((answer.json or {})["id"])


def sign_in(person: Person, key: Authenticator) -> tuple[int, str]:
    challenge = (person.post("sign-in/challenge").json or {})["challenge"]
    return told(person, key.sign(challenge))


def told(person: Person, answer: dict[str, str]) -> tuple[int, str]:
    got = person.post("sign-in/passkey", **answer)
    person.csrf = (got.json or {}).get("csrf", person.csrf)
    return got.status_code, (got.json or {}).get("code", "")


REFUSED = (401, "passkey_refused")


def test_a_passkey_signs_in_and_brings_what_it_unwraps(app: Flask, somsri: Person) -> None:
    key = Authenticator()
    enrol(somsri, key, salt=SALT, identity=IDENTITY)
    other = at(app)
    challenge = (other.post("sign-in/challenge").json or {})["challenge"]
    got = other.post("sign-in/passkey", **key.sign(challenge))
    expected = {"credential": encode_url(key.credential), "salt": SALT, "identity": IDENTITY}
    assert (got.json or {})["passkey"] == expected
    account = other.get("keys").json or {}
    assert (account["name"], account["unlocking"]) == (somsri.name, [expected])
    kinds = set(db.session.scalars(select(Event.kind)))
    assert "factor_added" in kinds


def test_one_that_cannot_unlock_only_signs_in(app: Flask, somsri: Person) -> None:
    key = Authenticator()
    enrol(somsri, key)
    other = at(app)
    assert sign_in(other, key) == (200, "")
    assert (other.get("keys").json or {})["unlocking"] == []


def test_a_salt_needs_an_identity(somsri: Person) -> None:
    challenge = (somsri.post("passkeys/new").json or {})["challenge"]
    made = Authenticator().make(challenge)
    assert somsri.post("passkeys", label="x", salt=SALT, **made).status_code == 400


LIES: dict[str, Callable[[Authenticator], None]] = {
    "another origin": lambda key: setattr(key, "origin", "http://localhost:8001"),
    "https for http": lambda key: setattr(key, "origin", "https://localhost:8000"),
    "another host": lambda key: setattr(key, "rp", "evil.example"),
    "nobody verified": lambda key: setattr(key, "flags", PRESENT),
    "nobody there": lambda key: setattr(key, "flags", 0),
}


@pytest.mark.parametrize("lie", LIES)
def test_lies_are_refused_when_adding(somsri: Person, lie: str) -> None:
    key = Authenticator()
    LIES[lie](key)
    challenge = (somsri.post("passkeys/new").json or {})["challenge"]
    got = somsri.post("passkeys", label="x", **key.make(challenge))
    assert (got.status_code, (got.json or {})["code"]) == REFUSED
    assert (somsri.get("factors").json or {})["passkeys"] == []


@pytest.mark.parametrize("lie", LIES)
def test_lies_are_refused_when_signing_in(app: Flask, somsri: Person, lie: str) -> None:
    key = Authenticator()
    enrol(somsri, key)
    LIES[lie](key)
    assert sign_in(at(app), key) == REFUSED


@pytest.mark.parametrize("name", ["client_data", "authenticator_data", "signature", "credential"])
def test_a_turned_bit_is_refused(app: Flask, somsri: Person, name: str) -> None:
    key, other = Authenticator(), at(app)
    enrol(somsri, key)
    challenge = (other.post("sign-in/challenge").json or {})["challenge"]
    assert told(other, broken(key.sign(challenge), name)) == REFUSED


def test_a_counter_must_grow(app: Flask, somsri: Person) -> None:
    key = Authenticator()
    enrol(somsri, key)
    key.counter = 5
    assert sign_in(at(app), key) == (200, "")
    for before in (5, 2):
        key.counter = before
        assert sign_in(at(app), key) == REFUSED


def test_one_that_does_not_count_is_let_in(app: Flask, somsri: Person) -> None:
    key = Authenticator(counts=False)
    enrol(somsri, key)
    assert [sign_in(at(app), key) for _ in range(2)] == [(200, "")] * 2


def test_an_answer_is_good_once_and_in_its_own_browser(app: Flask, somsri: Person) -> None:
    key, other = Authenticator(counts=False), at(app)
    enrol(somsri, key)
    other.open_page()
    with other.client.session_transaction(path="/desk", base_url=ORIGIN) as session:
        before = dict(session)
    csrf = other.csrf
    challenge = (other.post("sign-in/challenge").json or {})["challenge"]
    answer = key.sign(challenge)
    assert told(at(app), answer) == REFUSED
    assert told(other, answer) == (200, "")
    # The very cookie and token of before: only the server knows that it was used.
    with other.client.session_transaction(path="/desk", base_url=ORIGIN) as session:
        session.clear()
        session.update(before)
    other.csrf = csrf
    assert told(other, answer) == REFUSED


def test_challenges_run_out(app: Flask, somsri: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    key, other = Authenticator(), at(app)
    enrol(somsri, key)
    challenge = (other.post("sign-in/challenge").json or {})["challenge"]
    later = int(time.time()) + challenges.SECONDS + 1
    monkeypatch.setattr(challenges, "_now", lambda: later)
    assert told(other, key.sign(challenge)) == REFUSED
    assert sign_in(other, key) == (200, "")
    assert len(db.session.scalars(select(SpentChallenge)).all()) == 1, "old ones are swept out"


def test_a_challenge_is_for_one_thing(app: Flask, somsri: Person) -> None:
    key, other = Authenticator(), at(app)
    enrol(somsri, key)
    adding = (somsri.post("passkeys/new").json or {})["challenge"]
    assert told(somsri, key.sign(adding)) == REFUSED
    assert told(other, key.sign(encode_url(bytes(56)))) == REFUSED
    assert told(other, key.sign("")) == REFUSED


def test_the_second_factor_must_be_of_who_showed_the_passphrase(app: Flask, somsri: Person) -> None:
    mine, theirs = Authenticator(), Authenticator()
    enrol(somsri, mine)
    malee = joined(app)
    enrol(malee, theirs)
    browser = Person(app.test_client(), secret=somsri.secret, origin=ORIGIN)
    second = (browser.sign_in(somsri.name).json or {})["second"]
    assert (second["codes"], second["recovery"]) == (False, False)
    assert second["passkey"]["credentials"] == [encode_url(mine.credential)]
    assert browser.get("keys").status_code == 401
    challenge = second["passkey"]["challenge"]
    assert told(browser, theirs.sign(challenge)) == REFUSED
    assert browser.get("keys").status_code == 401
    assert told(browser, mine.sign(challenge)) == (200, "")
    assert (browser.get("keys").json or {})["name"] == somsri.name


def test_who_gives_up_half_way_can_begin_with_a_passkey(app: Flask, somsri: Person) -> None:
    key = Authenticator()
    enrol(somsri, key)
    browser = Person(app.test_client(), secret=somsri.secret, origin=ORIGIN)
    assert "second" in (browser.sign_in(somsri.name).json or {})
    assert sign_in(browser, key) == (200, "")


def test_adding_one_twice(somsri: Person) -> None:
    key = Authenticator()
    enrol(somsri, key)
    new = somsri.post("passkeys/new").json or {}
    assert new["known"] == [encode_url(key.credential)]
    got = somsri.post("passkeys", label="x", **key.make(new["challenge"]))
    assert (got.json or {})["code"] == "passkey_known"


def test_naming_and_removing_ones_own(app: Flask, somsri: Person) -> None:
    passkey = enrol(somsri, Authenticator())
    malee = joined(app)
    for path in ("name", "remove"):
        got = malee.post(f"passkeys/{passkey}/{path}", label="ของมาลี")
        assert (got.json or {})["code"] == "passkey_unknown"
    assert somsri.post(f"passkeys/{passkey}/name", label=" กุญแจ ").status_code == 204
    listed = (somsri.get("factors").json or {})["passkeys"]
    assert [(one["name"], one["unlocks"], one["rp"]) for one in listed] == [
        ("กุญแจ", False, "localhost")
    ]
    assert somsri.post(f"passkeys/{passkey}/remove").status_code == 204
    assert (somsri.get("factors").json or {})["passkeys"] == []
    other = Person(app.test_client(), secret=somsri.secret)
    assert "second" not in (other.sign_in(somsri.name).json or {})


def test_changes_need_a_fresh_proof(somsri: Person) -> None:
    passkey = enrol(somsri, Authenticator())
    with transaction():
        db.session.execute(update(DeskSession).values(proved_until=int(time.time()) - 1))
    for path in ("passkeys/new", "passkeys", f"passkeys/{passkey}/remove", "codes/offer",
                 "codes/on", "codes/off", "recovery-codes"):  # fmt: skip
        got = somsri.post(path)
        assert (got.status_code, (got.json or {})["code"]) == (403, "proof_required"), path
    wrong = somsri.post("proof", authentication=encode_url(bytes(32)))
    assert (wrong.status_code, (wrong.json or {})["code"]) == (403, "passphrase_refused")
    assert somsri.post("passkeys/new").status_code == 403
    assert somsri.post("proof", authentication=encode_url(somsri.secret)).status_code == 204
    assert somsri.post("passkeys/new").status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:8000", "http://localhost:9", "http://x.example"]
)
def test_elsewhere_there_are_no_passkeys(app: Flask, somsri: Person, origin: str) -> None:
    somsri.origin = "http://localhost"
    other = Person(app.test_client(), secret=somsri.secret, origin=origin)
    assert 'name="rp-id" content=""' in other.open_page().text
    got = other.post("sign-in/challenge")
    assert (got.status_code, (got.json or {})["code"]) == (409, "passkey_unavailable")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    client=st.one_of(
        st.binary(min_size=64, max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda one: (
                st.lists(one, max_size=3)
                | st.dictionaries(st.sampled_from(["type", "challenge", "origin"]), one)
            ),
        ).map(lambda value: repr(value).ljust(64).encode()),
    ),
    cut=st.integers(0, 400),
    noise=st.binary(max_size=80),
)
def test_hostile_bytes_are_refused_and_nothing_else(
    app: Flask, client: bytes, cut: int, noise: bytes
) -> None:
    """Whatever an authenticator or a script sends: a refusal, never a crash, never a passkey."""
    with app.test_request_context("/desk", base_url=ORIGIN):
        challenge = challenges.make(Purpose.ADD, "m")
        good = Authenticator().make(encode_url(challenge))
        with pytest.raises(PasskeyRefused):
            add(client, decode_url(good["attestation"]), challenge)
        whole = decode_url(good["attestation"])
        spoiled = whole[:cut] + noise + whole[cut + len(noise) :]
        # Some bits mean nothing here, such as the authenticator's model: those may be anything.
        with suppress(PasskeyRefused):
            add(decode_url(good["client_data"]), spoiled, challenge)


def add(client_data: bytes, attestation: bytes, challenge: bytes) -> None:
    passkeys._challenge(client_data)
    facts = {"client_data": client_data, "attestation": attestation, "name": "x"}
    made = Made(**facts, salt=None, identity=None)  # type: ignore[arg-type]
    passkeys._verify_new(made, challenge, RelyingParty("localhost", ORIGIN))
