"""A passkey where the passphrase is asked for again: for one change, and not for long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from secrets import token_hex

import pytest
from flask import Flask
from sqlalchemy import update

from tests.support.authenticator import ORIGIN, Authenticator
from tests.support.desk_people import Person, desks, member, new_desk
from webapp.crypto.base64 import encode_url
from webapp.desk.access import again
from webapp.models import DeskSession, db
from webapp.web.transaction import transaction

IDENTITY = encode_url(b"i" * 105)
REFUSED = (401, "passkey_refused")
UNPROVED = (403, "proof_required")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One for all tests here; each has a desk of its own."""
    with desks(tmp_path_factory.mktemp("touch")) as app:
        yield app


def joined(app: Flask) -> Person:
    """Somebody at a desk of their own, signed in."""
    person = member(app, new_desk(f"nan-{token_hex(4)}"), f"somsri-{token_hex(4)}")
    person.origin = ORIGIN
    return person


@pytest.fixture
def somsri(app: Flask) -> Person:
    return joined(app)


@pytest.fixture
def key(somsri: Person) -> Authenticator:
    """Hers, and the server knows it."""
    key = Authenticator()
    challenge = (somsri.post("passkeys/new").json or {})["challenge"]
    assert somsri.post("passkeys", label="โทรศัพท์", **key.make(challenge)).status_code == 200
    return key


def told(person: Person, path: str, **fields: str) -> tuple[int, str]:
    got = person.post(path, **fields)
    return got.status_code, (got.json or {}).get("code", "")


def touch(person: Person, key: Authenticator) -> tuple[int, str]:
    challenge = (person.post("proof/challenge").json or {})["challenge"]
    return told(person, "proof/passkey", **key.sign(challenge))


def sheet(person: Person) -> tuple[int, str]:
    """Make a sheet without the passphrase."""
    return told(person, "sheet", sheet=encode_url(bytes(32)), identity=IDENTITY)


def test_a_touch_stands_for_the_passphrase_once(somsri: Person, key: Authenticator) -> None:
    assert sheet(somsri) == UNPROVED, "the session is proved: that is not enough"
    with transaction():
        db.session.execute(update(DeskSession).values(proved_until=int(time.time()) - 1))
    assert touch(somsri, key) == (204, "")
    assert somsri.post("passkeys/new").status_code == 200
    assert sheet(somsri) == (204, "")
    assert sheet(somsri) == UNPROVED


def test_a_touch_does_not_last(
    somsri: Person, key: Authenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert touch(somsri, key) == (204, "")
    later = int(time.time()) + again.SECONDS + 1
    monkeypatch.setattr(again, "_now", lambda: later)
    assert sheet(somsri) == UNPROVED


def test_only_ones_own_passkey_and_what_was_signed_for_this_counts(
    app: Flask, somsri: Person, key: Authenticator
) -> None:
    other = joined(app)
    assert touch(other, key) == REFUSED
    challenge = (somsri.post("sign-in/challenge").json or {})["challenge"]
    assert told(somsri, "proof/passkey", **key.sign(challenge)) == REFUSED
    assert sheet(somsri) == sheet(other) == UNPROVED


def test_a_wrong_passphrase_is_not_helped_by_a_touch(somsri: Person, key: Authenticator) -> None:
    assert touch(somsri, key) == (204, "")
    wrong = {"sheet": encode_url(bytes(32)), "identity": IDENTITY}
    got = told(somsri, "sheet", authentication=encode_url(bytes(32)), **wrong)
    assert got == (403, "passphrase_refused")
