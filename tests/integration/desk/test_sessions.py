"""Signing in, staying in and being signed out."""

from __future__ import annotations

import hashlib
import time
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.support.desk_people import Person, colleague, member, new_desk
from webapp import create_app
from webapp.config import Settings
from webapp.crypto.base64 import encode_url
from webapp.desk.access import passwords, throttle
from webapp.models import DeskSession, Moderator, db, today
from webapp.web.transaction import transaction

NOBODY = {"code": "sign_in_required", "status": 401}


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def is_in(person: Person) -> bool:
    answer = person.get("keys")
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


def change(**values: int) -> None:
    with transaction():
        db.session.execute(update(DeskSession).values(**values))


def test_the_secret_opens_and_any_other_does_not(app: Flask, somsri: Person) -> None:
    other = Person(app.test_client(), secret=somsri.secret)
    wrong = other.sign_in("somsri", secret=bytes(32))
    assert (wrong.status_code, wrong.json and wrong.json["code"]) == (401, "sign_in_refused")
    assert not is_in(other)
    assert other.sign_in(" SomSri ").status_code == 200
    assert is_in(other)


def test_an_unknown_name_is_refused_like_a_wrong_secret(app: Flask, somsri: Person) -> None:
    person = Person(app.test_client())
    known, unknown = person.sign_in("somsri"), person.sign_in("nobody")
    assert known.json == unknown.json
    assert known.status_code == unknown.status_code == 401


def test_names_that_do_not_exist_have_steady_salts_like_any_other(
    app: Flask, somsri: Person
) -> None:
    person = Person(app.test_client())

    def salt(name: str) -> object:
        answer = person.post("salt", name=name)
        assert answer.status_code == 200
        return answer.json

    real, invented = salt("somsri"), salt("nobody")
    assert invented == salt("nobody") == salt("NoBody")
    assert invented != salt("nobody2") != real
    assert len(str(real)) == len(str(invented))


def test_a_missing_moderator_costs_an_argon2_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    real = passwords._hasher.verify

    class Counting:
        hash = passwords._hasher.hash

        def verify(self, stored: str, secret: bytes) -> bool:
            asked.append(stored)
            return bool(real(stored, secret))

    monkeypatch.setattr(passwords, "_hasher", Counting())
    Person(app.test_client()).sign_in("nobody")
    assert [stored.split("$")[1:4] for stored in asked] == [["argon2id", "v=19", "m=19456,t=2,p=1"]]


def test_only_hashes_are_stored(app: Flask, somsri: Person) -> None:
    stored = db.session.scalars(select(Moderator.authentication)).one()
    assert stored.startswith("$argon2id$")
    assert encode_url(somsri.secret) not in stored
    cookie = somsri.client.get_cookie("hinghoi", path="/desk")
    assert cookie
    with somsri.client.session_transaction(path="/desk") as session:
        token = session["signed_in"]
    assert (
        db.session.scalars(select(DeskSession.token_hash)).one()
        == hashlib.sha256(token.encode()).digest()
    )


def test_a_session_ends_when_idle_or_old(app: Flask, somsri: Person) -> None:
    now = int(time.time())
    assert is_in(somsri)
    change(idle_until=now - 1)
    assert not is_in(somsri)
    change(idle_until=now + 600, ends=now - 1)
    assert not is_in(somsri)
    change(ends=now + 600)
    assert is_in(somsri)


def test_use_starts_the_idle_time_again_but_not_the_last_hour(app: Flask, somsri: Person) -> None:
    now = int(time.time())
    change(idle_until=now + 5, ends=now + 900)
    assert is_in(somsri)
    idle_until, ends = db.session.execute(select(DeskSession.idle_until, DeskSession.ends)).one()
    assert (idle_until >= now + 1800, ends) == (True, now + 900)


def test_signing_out_ends_the_session_and_only_this_one(app: Flask, somsri: Person) -> None:
    elsewhere = Person(app.test_client(), secret=somsri.secret)
    elsewhere.sign_in("somsri")
    cookie = somsri.client.get_cookie("hinghoi", path="/desk")
    assert cookie
    assert somsri.post("sign-out").status_code == 200
    assert not is_in(somsri)
    # The old cookie is worth nothing: the session is gone on the server.
    somsri.client.set_cookie("hinghoi", cookie.value, path="/desk")
    assert not is_in(somsri)
    assert is_in(elsewhere)


def test_signing_out_everywhere_ends_them_all(app: Flask, somsri: Person) -> None:
    elsewhere = Person(app.test_client(), secret=somsri.secret)
    elsewhere.sign_in("somsri")
    assert somsri.post("sign-out", everywhere="1").status_code == 200
    assert not is_in(somsri)
    assert not is_in(elsewhere)


def test_a_post_needs_the_token_of_its_own_session(app: Flask, somsri: Person) -> None:
    stranger = Person(app.test_client())
    stranger.open_page()
    for token in ("", "forged", stranger.csrf):
        somsri_with = Person(somsri.client, csrf=token or "-")
        answer = somsri_with.post("sign-out")
        assert (answer.status_code, answer.json and answer.json["code"]) == (400, "csrf_invalid")
    assert is_in(somsri)


def test_a_session_does_not_outlive_the_sign_in_before_it(app: Flask, somsri: Person) -> None:
    before = somsri.csrf
    somsri.sign_in("somsri")
    assert somsri.csrf != before
    stale = Person(somsri.client, csrf=before)
    assert stale.post("sign-out").status_code == 400


def test_multipart_posts_are_not_read(app: Flask, somsri: Person) -> None:
    answer = somsri.ask(
        "POST",
        "/desk/api/sign-out",
        data={"everywhere": "1"},
        content_type="multipart/form-data",
    )
    assert answer.json
    assert answer.json["code"] == "form_invalid"


@pytest.mark.parametrize(
    ("origin", "name", "secure"),
    [("http://127.0.0.1:8000", "hinghoi", False), ("https://x.example", "__Secure-hinghoi", True)],
)
def test_the_cookie_is_for_the_desk_alone(
    tmp_path: object, origin: str, name: str, secure: bool
) -> None:
    app = create_app(Settings.from_env({"DATA_DIR": f"{tmp_path}/data", "PUBLIC_URL": origin}))
    answer = app.test_client().get("/desk", base_url=origin)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    parts = {part.strip() for part in cookie.split(";")}
    assert cookie.startswith(f"{name}=")
    assert {"HttpOnly", "Path=/desk", "SameSite=Strict"} <= parts
    assert ("Secure" in parts) == secure
    assert not any(part.startswith(("Expires", "Domain")) for part in parts)
    assert answer.headers["Cache-Control"] == "no-store"


def test_guessing_is_slowed_but_not_for_those_who_were_here_before(
    app: Flask, somsri: Person
) -> None:
    limiter = throttle.limiter
    limiter.reset()
    guesser = Person(app.test_client())
    answers = [guesser.sign_in("somsri").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    # A thief who drops the cookie each time runs into the wider limit …
    statuses = [Person(app.test_client()).sign_in("somsri").status_code for _ in range(26)]
    assert statuses == [401] * 25 + [429]
    newcomer = Person(app.test_client(), secret=somsri.secret)
    held = newcomer.sign_in("somsri")
    assert held.status_code == 429
    assert held.headers["Retry-After"] == "60"
    # … while the moderator's own browser gets in, and other names are not touched.
    assert somsri.sign_in("somsri").status_code == 200
    assert Person(app.test_client()).sign_in("somchai").status_code == 401
    limiter.reset()


def listed(person: Person) -> list[dict[str, Any]]:
    told: dict[str, list[dict[str, Any]]] = person.get("sessions").json or {}
    return told["sessions"]


def test_a_moderator_sees_where_they_are_signed_in(app: Flask, somsri: Person) -> None:
    elsewhere = colleague(app, somsri, "somsri")
    other = member(app, new_desk("phrae"), "somchai")
    mine = listed(somsri)
    assert sorted(one["here"] for one in mine) == [False, True]
    assert {one["started"] for one in mine} == {today().isoformat()}
    assert {one["id"] for one in listed(elsewhere)} == {one["id"] for one in mine}
    assert not {one["id"] for one in listed(other)} & {one["id"] for one in mine}
    hashes = {one.hex() for one in db.session.scalars(select(DeskSession.token_hash))}
    assert not hashes & {str(one["id"]) for one in mine}


def test_one_browser_is_signed_out_from_another(app: Flask, somsri: Person) -> None:
    elsewhere = colleague(app, somsri, "somsri")
    (lost,) = (one["id"] for one in listed(somsri) if not one["here"])
    stranger = member(app, new_desk("phrae"), "somchai")
    answer = stranger.post(f"sessions/{lost}/end")
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "session_unknown")
    assert is_in(elsewhere)
    assert somsri.post(f"sessions/{lost}/end").status_code == 204
    assert not is_in(elsewhere)
    assert is_in(somsri)
    assert somsri.post(f"sessions/{lost}/end").status_code == 404


def test_a_flood_of_guesses_takes_no_place_from_known_browsers(
    app: Flask, somsri: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PLACE_SECONDS", 0.01)
    stranger = Person(app.test_client(), secret=somsri.secret)
    with ExitStack() as flood:
        for _ in range(throttle.PLACES):
            flood.enter_context(throttle.places.strangers)
        answer = stranger.sign_in("somsri")
        assert (answer.status_code, (answer.json or {})["code"]) == (503, "busy")
        assert answer.headers["Retry-After"] == "5"
        assert somsri.sign_in("somsri").status_code == 200
    assert stranger.sign_in("somsri").status_code == 200
