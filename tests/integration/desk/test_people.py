"""Inviting, changing roles and asking for a second factor, by an administrator in a browser."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.support.desk_people import Person, desks, invited, member, new_desk
from webapp.crypto.base64 import decode_url, encode_url
from webapp.desk.keyring import keys
from webapp.desk.roles import Role
from webapp.desk.service import CreatedDesk
from webapp.models import Event, Invitation, WrappedKey, db


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One for all tests here; each has a desk of its own."""
    with desks(tmp_path_factory.mktemp("people")) as app:
        yield app


@pytest.fixture
def slug() -> str:
    return f"nan-{secrets.token_hex(4)}"


@pytest.fixture
def desk(slug: str) -> CreatedDesk:
    return new_desk(slug)


@pytest.fixture
def somsri(app: Flask, desk: CreatedDesk, slug: str) -> Person:
    return member(app, desk, f"administrator-{slug}")


def invitation(person: Person, role: str = "moderator") -> tuple[bytes, dict[str, str]]:
    """A secret, and what the page of `person` posts about it."""
    secret = secrets.token_bytes(32)
    derived = keys.from_invitation(secret)
    fields = {"role": role, "token_hash": encode_url(hashlib.sha256(derived.token).digest())}
    if role in ("administrator", "moderator"):
        account = person.get("keys").json or {}
        newest = account["files"][-1]
        file = decode_url(newest["file"])
        desk_key = keys.unwrap_desk_key(file, person.identity, newest["recipient"])
        wrapped = keys.wrap_desk_key(desk_key, derived.identity.recipient())
        fields |= {"key": newest["fingerprint"], "file": encode_url(wrapped)}
    return secret, fields


def code_of(answer: object) -> str:
    return str((getattr(answer, "json", None) or {}).get("code"))


@pytest.mark.parametrize("role", Role)
def test_who_is_invited_joins(app: Flask, somsri: Person, role: Role) -> None:
    secret, fields = invitation(somsri, role)
    kept = somsri.post("people/invite", **fields).json or {}
    assert kept["role"] == role
    listed = (somsri.get("people").json or {})["invitations"]
    assert listed == [kept]
    newcomer = Person(app.test_client())
    assert newcomer.join(secret, f"new-{secret.hex()[:8]}").status_code == 200
    account = newcomer.get("keys").json or {}
    assert (account["role"], len(account["files"])) == (role, "file" in fields)
    assert (somsri.get("people").json or {})["invitations"] == []
    me = (somsri.get("keys").json or {})["id"]
    noted = select(Event.detail).where(Event.kind == "invited", Event.moderator_id == me)
    assert db.session.scalars(noted).all() == [role]


def test_the_server_is_never_told_the_secret(somsri: Person) -> None:
    secret, fields = invitation(somsri)
    derived = keys.from_invitation(secret)
    hidden = (secret, derived.token, derived.identity.export().encode())
    assert not [one for one in hidden for value in fields.values() if encode_url(one) in value]


def test_roles_and_keys_go_together(somsri: Person) -> None:
    _, fields = invitation(somsri)
    without = {name: value for name, value in fields.items() if name != "file"}
    assert code_of(somsri.post("people/invite", **without)) == "form_invalid"
    assert code_of(somsri.post("people/invite", **{**fields, "role": "auditor"})) == "form_invalid"
    assert code_of(somsri.post("people/invite", **{**fields, "role": "king"})) == "form_invalid"
    assert code_of(somsri.post("people/invite", **{**fields, "key": "0" * 32})) == "card_key"
    assert somsri.post("people/invite", **fields).status_code == 200
    assert code_of(somsri.post("people/invite", **fields)) == "form_invalid", "the same twice"


def test_an_invitation_can_be_taken_back(app: Flask, somsri: Person) -> None:
    secret, fields = invitation(somsri)
    kept = (somsri.post("people/invite", **fields).json or {})["id"]
    foreign = member(app, new_desk(f"phrae-{kept[:8]}"), f"malee-{kept[:8]}")
    assert code_of(foreign.post(f"invitations/{kept}/cancel")) == "invitation_unknown"
    assert somsri.post(f"invitations/{kept}/cancel").status_code == 204
    derived = keys.from_invitation(secret)
    answer = Person(app.test_client()).post("invitation", token=encode_url(derived.token))
    assert code_of(answer) == "invitation_unknown"
    assert db.session.get(Invitation, kept) is None
    left = select(func.count()).where(WrappedKey.holder_id == kept)
    assert db.session.scalar(left) == 0


def test_roles_are_given_within_the_desk(
    app: Flask, desk: CreatedDesk, slug: str, somsri: Person
) -> None:
    person = invited(app, desk, slug, Role.MODERATOR)
    whom = (person.get("keys").json or {})["id"]
    foreign = member(app, new_desk(f"phrae-{slug}"[:39]), f"malee-{slug}")
    assert code_of(foreign.post(f"people/{whom}/role", role="auditor")) == "moderator_unknown"
    assert somsri.post(f"people/{whom}/role", role="auditor").status_code == 204
    assert person.get("keys").status_code == 401, "signed out"
    person.sign_in(f"moderator-{slug}")
    account = person.get("keys").json or {}
    assert (account["role"], account["files"]) == ("auditor", [])
    assert code_of(somsri.post(f"people/{whom}/role", role="moderator")) == "desk_key_refused"
    me = (somsri.get("keys").json or {})["id"]
    given = select(Event.detail).where(Event.kind == "role_given", Event.moderator_id == me)
    assert db.session.scalars(given).all() == [whom]


def test_a_desk_keeps_an_administrator(
    app: Flask, desk: CreatedDesk, slug: str, somsri: Person
) -> None:
    me = (somsri.get("keys").json or {})["id"]
    refused = somsri.post(f"people/{me}/role", role="moderator")
    assert (refused.status_code, code_of(refused)) == (409, "last_administrator")
    person = invited(app, desk, slug, Role.MODERATOR)
    whom = (person.get("keys").json or {})["id"]
    assert somsri.post(f"people/{whom}/role", role="administrator").status_code == 204
    assert somsri.post(f"people/{me}/role", role="moderator").status_code == 204


def test_a_desk_that_asks_leads_to_the_account(
    app: Flask, desk: CreatedDesk, slug: str, somsri: Person
) -> None:
    person = invited(app, desk, slug, Role.MODERATOR)
    assert (person.get("keys").json or {})["bare"] is False
    assert somsri.post("people/second-factor", demanded="yes").status_code == 204
    assert code_of(person.get("packets")) == "second_factor_required"
    assert (person.get("keys").json or {})["bare"] is True
    assert person.post("codes/offer").status_code == 200
    # Also for who asked for it, until they have one themselves.
    assert code_of(somsri.post("people/second-factor", demanded="no")) == "second_factor_required"


def test_who_has_a_factor_is_told_to_administrators_alone(
    app: Flask, desk: CreatedDesk, slug: str, somsri: Person
) -> None:
    person = invited(app, desk, slug, Role.MODERATOR)
    told = somsri.get("people").json or {}
    assert [one["second"] for one in told["people"]] == [False, False]
    assert told["demanded"] is False
    other = person.get("people").json or {}
    assert list(other) == ["people"]
    assert set(other["people"][0]) == {"id", "name", "role"}
