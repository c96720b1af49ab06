"""Codes of an app and recovery codes as the second half of signing in."""

from __future__ import annotations

import time
from base64 import b32decode
from collections.abc import Iterator
from secrets import token_hex

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyotp import TOTP
from sqlalchemy import select

from tests.support.desk_people import Person, desks, member, new_desk
from webapp.crypto.base64 import decode_url, encode_url
from webapp.desk.access import code_generators, factors, half_way, recovery_codes
from webapp.desk.access.factors import Member
from webapp.desk.team import people
from webapp.errors import ModeratorUnknown, SecondFactorRefused
from webapp.models import CodeGenerator, Event, Moderator, RecoveryCode, db
from webapp.web.transaction import transaction

REFUSED = (401, "second_factor_refused")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One for all tests here; each has a desk of its own."""
    with desks(tmp_path_factory.mktemp("codes")) as app:
        yield app


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk(f"nan-{token_hex(4)}"), f"somsri-{token_hex(4)}")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


class Clock:
    """Time as the codes see it, in steps of half a minute."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = int(time.time()) // 30 * 30
        monkeypatch.setattr(code_generators, "_now", lambda: self.now)

    def code(self, secret: str, steps: int = 0) -> str:
        return TOTP(secret).at(self.now + 30 * steps)


def turn_on(person: Person, clock: Clock) -> str:
    offer = person.post("codes/offer").json or {}
    on = person.post("codes/on", token=offer["token"], code=clock.code(offer["secret"]))
    assert on.status_code == 204, on.text
    return str(offer["secret"])


def half(app: Flask, person: Person) -> Person:
    """A browser in which the passphrase was shown."""
    browser = Person(app.test_client(), secret=person.secret)
    answer = browser.sign_in(person.name)
    assert (answer.status_code, "second" in (answer.json or {})) == (200, True)
    return browser


def show(browser: Person, code: str) -> tuple[int, str]:
    got = browser.post("sign-in/code", code=code)
    browser.csrf = (got.json or {}).get("csrf", browser.csrf)
    return got.status_code, (got.json or {}).get("code", "")


def test_a_code_is_asked_for_and_lets_in(app: Flask, somsri: Person, clock: Clock) -> None:
    secret = turn_on(somsri, clock)
    browser = half(app, somsri)
    assert browser.get("keys").status_code == 401
    clock.now += 30
    assert show(browser, clock.code(secret)) == (200, "")
    assert browser.get("keys").status_code == 200


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_a_step(
    app: Flask, somsri: Person, clock: Clock, steps: int, fits: bool
) -> None:
    secret = turn_on(somsri, clock)
    clock.now += 300
    assert (show(half(app, somsri), clock.code(secret, steps))[0] == 200) is fits


def test_no_code_is_taken_twice_nor_an_older_one(app: Flask, somsri: Person, clock: Clock) -> None:
    secret = turn_on(somsri, clock)
    assert show(half(app, somsri), clock.code(secret)) == REFUSED, "it turned the app on"
    clock.now += 90
    assert show(half(app, somsri), clock.code(secret)) == (200, "")
    for steps in (0, -1):
        assert show(half(app, somsri), clock.code(secret, steps)) == REFUSED
    assert show(half(app, somsri), clock.code(secret, 1)) == (200, "")


def test_a_secret_counts_once_a_code_of_it_was_shown(
    app: Flask, somsri: Person, clock: Clock
) -> None:
    offer = somsri.post("codes/offer").json or {}
    assert offer["secret"] in offer["uri"]
    wrong = somsri.post("codes/on", token=offer["token"], code="000000")
    other = somsri.post("codes/on", token=encode_url(bytes(56)), code=clock.code(offer["secret"]))
    assert [wrong.status_code, other.status_code] == [401, 401]
    assert somsri.get("factors").json == {"codes": False, "passkeys": [], "recovery": 0, "rp": None}
    malee = member(app, new_desk(f"phrae-{token_hex(4)}"), f"malee-{token_hex(4)}")
    foreign = malee.post("codes/on", token=offer["token"], code=clock.code(offer["secret"]))
    assert foreign.status_code == 401
    clock.now += code_generators.OFFER_SECONDS + 1
    late = somsri.post("codes/on", token=offer["token"], code=clock.code(offer["secret"]))
    assert late.status_code == 401


def test_what_is_stored_holds_no_secret(somsri: Person, clock: Clock) -> None:
    secret = turn_on(somsri, clock)
    (state,) = db.session.scalars(
        select(CodeGenerator.state).join(Moderator).where(Moderator.name == somsri.name)
    )
    assert b32decode(secret) not in state
    codes = (somsri.post("recovery-codes").json or {})["codes"]
    hashes = db.session.scalars(select(RecoveryCode.hash)).all()
    assert not [code for code in codes for one in hashes if code.replace("-", "").encode() in one]


def test_a_recovery_code_stands_in_once(app: Flask, somsri: Person, clock: Clock) -> None:
    assert somsri.post("recovery-codes").status_code == 401, "there is nothing to stand in for"
    turn_on(somsri, clock)
    codes = (somsri.post("recovery-codes").json or {})["codes"]
    assert len(set(codes)) == recovery_codes.COUNT
    assert show(half(app, somsri), codes[0].upper().replace("-", " ")) == (200, "")
    assert show(half(app, somsri), codes[0]) == REFUSED
    assert (somsri.get("factors").json or {})["recovery"] == recovery_codes.COUNT - 1
    somsri.post("recovery-codes")
    assert show(half(app, somsri), codes[1]) == REFUSED, "a new set voids the old one"
    kinds = [one.kind for one in events(somsri)]
    assert {"factor_added", "recovery_made", "recovery_used"} <= set(kinds)
    assert "second_refused" not in kinds, "nobody fills the log by what cannot be guessed"
    show(half(app, somsri), "000000")
    assert "second_refused" in [one.kind for one in events(somsri)]


def events(person: Person) -> list[Event]:
    mine = select(Event).join(Moderator, Moderator.id == Event.moderator_id)
    return list(db.session.scalars(mine.where(Moderator.name == person.name)))


def test_without_a_factor_there_are_no_recovery_codes(
    app: Flask, somsri: Person, clock: Clock
) -> None:
    turn_on(somsri, clock)
    somsri.post("recovery-codes")
    assert somsri.post("codes/off").status_code == 204
    assert (somsri.get("factors").json or {})["recovery"] == 0
    browser = Person(app.test_client(), secret=somsri.secret)
    assert "second" not in (browser.sign_in(somsri.name).json or {})
    assert browser.get("keys").status_code == 200


def test_a_code_without_the_passphrase_is_nothing(
    app: Flask, somsri: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = turn_on(somsri, clock)
    stranger = Person(app.test_client())
    assert show(stranger, clock.code(secret, 1)) == (401, "second_factor_expired")
    browser = half(app, somsri)
    later = int(time.time()) + half_way.SECONDS + 1
    monkeypatch.setattr(half_way, "_now", lambda: later)
    assert show(browser, clock.code(secret, 1)) == (401, "second_factor_expired")


def test_guessing_is_slow_and_does_not_shut_the_owner_out(
    app: Flask, somsri: Person, clock: Clock
) -> None:
    secret = turn_on(somsri, clock)
    codes = (somsri.post("recovery-codes").json or {})["codes"]
    thieves = [half(app, somsri) for _ in range(2)]
    most = 10
    tries = [show(thieves[turn % 2], f"{turn:06}") for turn in range(most + 2)]
    assert set(tries[:most]) == {REFUSED}
    assert tries[most:] == [(429, "too_many_tries")] * 2
    got = thieves[0].post("sign-in/code", code="123456")
    assert got.headers["Retry-After"] == "3600"
    clock.now += 60
    # A browser that they have signed in with before counts for itself.
    somsri.post("sign-out")
    somsri.csrf = ""
    assert (somsri.sign_in(somsri.name).json or {})["second"]["codes"]
    assert show(somsri, clock.code(secret)) == (200, "")
    # What cannot be guessed is not counted.
    assert show(thieves[1], codes[3]) == (200, "")


def test_a_thief_with_the_passphrase_is_not_a_known_browser(
    app: Flask, somsri: Person, clock: Clock
) -> None:
    turn_on(somsri, clock)
    browser = half(app, somsri)
    assert browser.client.get_cookie("hinghoi-device", path="/desk/api/sign-in") is None


def test_the_operator_helps_who_lost_everything(somsri: Person, clock: Clock) -> None:
    turn_on(somsri, clock)
    slug = (somsri.get("keys").json or {})["desk"]["id"]
    with pytest.raises(ModeratorUnknown), transaction():
        people.forget_factors(slug="elsewhere", name=somsri.name)
    with transaction():
        people.forget_factors(slug=slug, name=somsri.name.upper())
    assert (somsri.get("factors").json or {})["codes"] is False


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=70) | st.from_regex(r"[0-9]{6}", fullmatch=True), st.binary(max_size=90))
def test_whatever_is_typed_is_refused(app: Flask, text: str, token: bytes) -> None:
    with pytest.raises(SecondFactorRefused):
        factors.use_code(member=Member("m", "nan"), code=text)
    with pytest.raises(SecondFactorRefused):
        code_generators.turn_on(moderator_id="m", token=token, code=text)


def test_the_secret_has_the_length_of_the_standard(somsri: Person) -> None:
    offer = somsri.post("codes/offer").json or {}
    assert len(offer["secret"]) == 32, "160 bits, as RFC 4226 §4 recommends"
    assert len(decode_url(offer["token"])) == 56
