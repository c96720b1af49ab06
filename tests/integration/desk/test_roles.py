"""Roles: who gets the desk's key at all, and what becomes of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.desk_people import Person, invited, member, new_desk
from webapp.crypto.base64 import encode_url
from webapp.crypto.recipients import HybridIdentity
from webapp.desk.keyring import keys
from webapp.desk.keyring.rotation import rotate
from webapp.desk.roles import Role
from webapp.desk.service import CreatedDesk, invite
from webapp.desk.team import people
from webapp.errors import DeskKeyRefused, ModeratorUnknown
from webapp.models import Moderator, WrappedKey, db
from webapp.web.transaction import transaction

READERS = (Role.ADMINISTRATOR, Role.MODERATOR)
OTHERS = (Role.COORDINATOR, Role.AUDITOR)


def wrapped_to(name: str) -> int:
    db.session.rollback()
    chosen = select(WrappedKey).join(Moderator, Moderator.id == WrappedKey.holder_id)
    return len(db.session.scalars(chosen.where(Moderator.name == name)).all())


def role_of(person: Person) -> str:
    return str((person.get("keys").json or {})["role"])


@pytest.fixture
def desk(app: Flask) -> CreatedDesk:
    return new_desk("nan")


def test_the_first_of_a_desk_is_its_administrator(app: Flask, desk: CreatedDesk) -> None:
    assert role_of(member(app, desk, "somsri")) == "administrator"


@pytest.mark.parametrize("role", Role)
def test_an_invitation_says_what_one_will_be(app: Flask, desk: CreatedDesk, role: Role) -> None:
    person = invited(app, desk, "nan", role)
    assert role_of(person) == role
    assert wrapped_to(f"{role}-nan") == (1 if role in READERS else 0)


@pytest.mark.parametrize("role", OTHERS)
def test_who_reads_no_reports_is_invited_without_a_key(
    app: Flask, desk: CreatedDesk, role: Role
) -> None:
    with transaction():
        secret = invite(slug="nan", identity=None, role=role)
    token = encode_url(keys.from_invitation(secret).token)
    carried = Person(app.test_client()).post("invitation", token=token).json or {}
    assert (carried["file"], carried["recipient"], carried["role"]) == (None, None, role)
    with pytest.raises(DeskKeyRefused):
        invite(slug="nan", identity=None, role=Role.MODERATOR)


def test_a_key_comes_with_the_role_and_only_with_it(app: Flask, desk: CreatedDesk) -> None:
    somsri = Person(app.test_client())
    fields = somsri.joining(desk.invitation_secret or b"", "somsri")
    file = fields.pop("file")
    answer = somsri.post("join", **fields)
    assert (answer.status_code, answer.json and answer.json["field"]) == (400, "file")
    with transaction():
        secret = invite(slug="nan", identity=None, role=Role.AUDITOR)
    auditor = Person(app.test_client())
    answer = auditor.post("join", **auditor.joining(secret, "auditor"), file=file)
    assert (answer.status_code, answer.json and answer.json["field"]) == (400, "file")


def test_a_new_key_goes_to_those_who_read(app: Flask, desk: CreatedDesk) -> None:
    for role in Role:
        invited(app, desk, "nan", role)
    with transaction():
        rotate(slug="nan", identity=HybridIdentity.parse(desk.recovery_identity or ""))
    held = {role: wrapped_to(f"{role}-nan") for role in Role}
    assert held == {role: 2 if role in READERS else 0 for role in Role}


def test_a_lesser_role_takes_the_key_away(app: Flask, desk: CreatedDesk) -> None:
    person = invited(app, desk, "nan", Role.MODERATOR)
    with transaction():
        people.change_role(slug="nan", name="Moderator-Nan", role=Role.AUDITOR)
    assert wrapped_to("moderator-nan") == 0
    assert person.get("keys").status_code == 401
    person.sign_in("moderator-nan")
    assert person.get("packets").status_code == 403
    with pytest.raises(DeskKeyRefused), transaction():
        people.change_role(slug="nan", name="moderator-nan", role=Role.MODERATOR)


def test_roles_are_changed_within_a_desk(app: Flask, desk: CreatedDesk) -> None:
    person = invited(app, desk, "nan", Role.MODERATOR)
    new_desk("phrae")
    with pytest.raises(ModeratorUnknown), transaction():
        people.change_role(slug="phrae", name="moderator-nan", role=Role.ADMINISTRATOR)
    with transaction():
        people.change_role(slug="nan", name="moderator-nan", role=Role.ADMINISTRATOR)
    person.sign_in("moderator-nan")
    assert role_of(person) == "administrator"
    assert person.get("packets").status_code == 200
