"""A recovery sheet lets somebody in who lost the passphrase, and nobody else."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.desk_people import Person, colleague, member, new_desk
from webapp.crypto.base64 import encode_url
from webapp.desk.log import audit
from webapp.models import RecoverySheet, db


@dataclass
class Paper:
    """What a browser derives from the code on a sheet, and the identity wrapped under it."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    identity: bytes = field(default_factory=lambda: secrets.token_bytes(105))


def print_sheet(person: Person, paper: Paper, passphrase: bytes | None = None) -> TestResponse:
    shown = encode_url(person.secret if passphrase is None else passphrase)
    told = {"sheet": encode_url(paper.secret), "identity": encode_url(paper.identity)}
    return person.post("sheet", authentication=shown, **told)


def open_sheet(person: Person, name: str, paper: Paper) -> TestResponse:
    return person.post("sheet/open", name=name, sheet=encode_url(paper.secret))


def restore(person: Person, name: str, paper: Paper) -> TestResponse:
    """Set `person.secret` as the new passphrase's."""
    return person.post(
        "sheet/restore",
        name=name,
        sheet=encode_url(paper.secret),
        salt=encode_url(secrets.token_bytes(16)),
        authentication=encode_url(person.secret),
        identity=encode_url(secrets.token_bytes(105)),
    )


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, (answer.json or {}).get("code", "")


def test_a_sheet_opens_the_desk_on_a_new_machine(app: Flask) -> None:
    somsri, paper = member(app, new_desk("nan"), "somsri"), Paper()
    assert (somsri.get("keys").json or {})["sheet"] is None
    assert print_sheet(somsri, paper).status_code == 204
    made = (somsri.get("keys").json or {})["sheet"]
    assert made["proven"] is False
    assert somsri.post("sheet/proven").status_code == 204
    assert (somsri.get("keys").json or {})["sheet"] == {**made, "proven": True}

    laptop = Person(app.test_client())
    opened = open_sheet(laptop, "SOMSRI", paper).json or {}
    assert opened["recipient"] == str(somsri.identity.recipient())
    assert opened["identity"] == encode_url(paper.identity)
    assert laptop.get("keys").status_code == 401, "a sheet alone is no session"
    assert restore(laptop, "somsri", paper).status_code == 204
    assert somsri.get("keys").status_code == 401, "the lost laptop is signed out"
    assert laptop.sign_in("somsri").status_code == 200
    assert Person(app.test_client(), secret=somsri.secret).sign_in("somsri").status_code == 401
    assert (laptop.get("keys").json or {})["recipient"] == str(somsri.identity.recipient())
    told = [(event.kind, event.detail) for event in audit.events()][-2:]
    assert told == [("sheet_made", None), ("restored", "sheet")]
    assert audit.check() is None


def test_a_newer_sheet_makes_the_older_worthless(app: Flask) -> None:
    somsri, old, new = member(app, new_desk("nan"), "somsri"), Paper(), Paper()
    for paper in (old, new):
        assert print_sheet(somsri, paper).status_code == 204
    finder = Person(app.test_client())
    assert code(open_sheet(finder, "somsri", old)) == (401, "sheet_refused")
    assert code(restore(finder, "somsri", old)) == (401, "sheet_refused")
    assert somsri.get("keys").status_code == 200
    assert open_sheet(finder, "somsri", new).status_code == 200


def test_who_finds_a_sheet_needs_the_name(app: Flask) -> None:
    desk, paper = new_desk("nan"), Paper()
    print_sheet(member(app, desk, "somsri"), paper)
    finder = Person(app.test_client())
    for name in ("malee", "somchai"):
        assert code(open_sheet(finder, name, paper)) == (401, "sheet_refused")


def test_an_unlocked_screen_is_not_enough_to_print_one(app: Flask) -> None:
    somsri = member(app, new_desk("nan"), "somsri")
    for _ in range(5):
        guessed = print_sheet(somsri, Paper(), secrets.token_bytes(32))
        assert code(guessed) == (403, "passphrase_refused")
    assert code(print_sheet(somsri, Paper())) == (429, "too_many_tries")
    other = colleague(app, somsri, "somsri")
    assert code(print_sheet(other, Paper())) == (429, "too_many_tries"), "in whichever browser"
    assert db.session.query(RecoverySheet).count() == 0
    assert code(somsri.post("sheet/proven")) == (409, "sheet_unknown")


def test_guessing_at_sheets_is_slowed(app: Flask) -> None:
    print_sheet(member(app, new_desk("nan"), "somsri"), Paper())
    thief = Person(app.test_client())
    answers = [code(open_sheet(thief, "somsri", Paper())) for _ in range(6)]
    assert answers == [(401, "sheet_refused")] * 5 + [(429, "too_many_tries")]
