"""From the key ceremony to a signed-in moderator, and all the ways that must not lead there."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.desk_people import Person, member, new_desk
from webapp.crypto import age
from webapp.crypto.base64 import decode_url, encode_url
from webapp.crypto.recipients import HybridIdentity, ScryptRecipient
from webapp.desk.keyring import keys
from webapp.desk.log import audit
from webapp.desk.service import active_key, create_desk, invite
from webapp.errors import DeskExists, DeskKeyRefused, DeskUnknown, KeyInvalid
from webapp.models import Event, Invitation, Moderator, WrappedKey, db, today
from webapp.web.transaction import transaction


def test_a_moderator_joins_and_can_open_the_desk_key(app: Flask) -> None:
    desk = new_desk("nan")
    person = member(app, desk, "Somsri")
    account = person.get("keys").json or {}
    assert account["name"] == "somsri"
    assert account["desk"] == {"id": "nan", "name": {"th": "โต๊ะ nan", "en": "Desk nan"}}
    (wrapped,) = account["files"]
    assert wrapped["recipient"] == desk.recipient
    opened = keys.unwrap_desk_key(decode_url(wrapped["file"]), person.identity, desk.recipient)
    assert str(opened.recipient()) == desk.recipient


def test_an_invitation_works_once(app: Flask) -> None:
    desk = new_desk("nan")
    first, second = Person(app.test_client()), Person(app.test_client())
    assert desk.invitation_secret
    fields = second.joining(desk.invitation_secret, "second")
    first.join(desk.invitation_secret, "first")
    answer = second.post("join", **fields)
    assert (answer.status_code, answer.json and answer.json["code"]) == (404, "invitation_unknown")
    assert db.session.scalars(select(Invitation)).all() == []
    held = db.session.scalars(select(WrappedKey.holder).order_by(WrappedKey.holder)).all()
    assert held == ["moderator", "recovery"]


def test_an_invitation_ends_after_its_last_day(app: Flask) -> None:
    desk = new_desk("nan")
    assert desk.invitation_secret
    token = encode_url(keys.from_invitation(desk.invitation_secret).token)
    for days, status in ((0, 200), (-1, 404)):
        with transaction():
            db.session.scalars(select(Invitation)).one().expires = today() + timedelta(days=days)
        assert Person(app.test_client()).post("invitation", token=token).status_code == status


def test_the_server_keeps_nothing_that_uses_an_invitation(app: Flask) -> None:
    desk = new_desk("nan")
    assert desk.invitation_secret
    derived = keys.from_invitation(desk.invitation_secret)
    stored = db.session.scalars(select(Invitation)).one().token_hash
    assert stored not in (derived.token, desk.invitation_secret)
    answer = Person(app.test_client()).post("invitation", token=encode_url(stored))
    assert answer.status_code == 404


def test_a_taken_name_leaves_the_invitation_open(app: Flask) -> None:
    desk = new_desk("nan")
    member(app, desk, "somsri")
    with transaction():
        secret = invite(slug="nan", identity=HybridIdentity.parse(desk.recovery_identity or ""))
    late = Person(app.test_client())
    answer = late.join(secret, "SOMSRI")
    assert (answer.status_code, answer.json and answer.json["code"]) == (409, "name_taken")
    assert late.join(secret, "somchai").status_code == 200


def test_secrets_of_a_new_desk_are_not_in_its_repr(app: Flask) -> None:
    desk = new_desk("nan")
    assert "AGE-SECRET" not in repr(desk)
    assert repr(desk.invitation_secret) not in repr(desk)


def test_every_holder_of_a_key_can_invite(app: Flask) -> None:
    desk = new_desk("nan")
    recovery = HybridIdentity.parse(desk.recovery_identity or "")
    recovered = keys.unwrap_desk_key(
        db.session.scalars(select(WrappedKey.file).where(WrappedKey.holder == "recovery")).one(),
        recovery,
        desk.recipient,
    )
    for identity in (recovery, recovered):
        with transaction():
            secret = invite(slug="nan", identity=identity)
        assert Person(app.test_client()).join(secret, secret.hex()[:20]).status_code == 200
    with pytest.raises(DeskKeyRefused):
        invite(slug="nan", identity=HybridIdentity.generate())
    with pytest.raises(DeskUnknown):
        invite(slug="phrae", identity=recovery)


def test_a_desk_of_an_offline_key_has_no_secrets_here(app: Flask) -> None:
    offline = HybridIdentity.generate()
    with transaction():
        desk = create_desk(
            slug="nan", name_th="น่าน", name_en="Nan", recipient=str(offline.recipient())
        )
    assert (desk.recovery_identity, desk.invitation_secret) == (None, None)
    assert db.session.scalars(select(WrappedKey)).all() == []
    with transaction():
        secret = invite(slug="nan", identity=offline)
    assert Person(app.test_client()).join(secret, "somsri").status_code == 200


def test_two_desks_share_neither_id_nor_key(app: Flask) -> None:
    desk = new_desk("nan")
    with pytest.raises(DeskExists), transaction():
        create_desk(slug="nan", name_th="x", name_en="x")
    with pytest.raises(DeskExists), transaction():
        create_desk(slug="phrae", name_th="x", name_en="x", recipient=desk.recipient)
    with pytest.raises(KeyInvalid), transaction():
        create_desk(slug="phrae", name_th="x", name_en="x", recipient="age1nothybrid")
    assert active_key("nan").recipient == desk.recipient


def test_what_happened_is_in_the_log(app: Flask) -> None:
    member(app, new_desk("nan"), "somsri")
    moderator = db.session.scalars(select(Moderator)).one()
    told = [
        (event.kind, event.desk_id, event.moderator_id)
        for event in db.session.scalars(select(Event).order_by(Event.number))
    ]
    assert told == [
        ("created", "nan", None),
        ("invited", "nan", None),
        ("joined", "nan", moderator.id),
    ]
    assert audit.check() is None


def test_a_wrapped_desk_key_must_be_to_one_hybrid_recipient(app: Flask) -> None:
    desk = new_desk("nan")
    assert desk.invitation_secret
    person = Person(app.test_client())
    fields = person.joining(desk.invitation_secret, "somsri")
    mine, other = person.identity.recipient(), HybridIdentity.generate().recipient()
    files = {
        "not an age file": secrets.token_bytes(2000),
        "to a passphrase": age.encrypt(bytes(1500), [ScryptRecipient("weak", log_n=2)]),
        "to somebody else as well": age.encrypt(b"x", [mine, other]),
    }
    for file in files.values():
        answer = person.post("join", **{**fields, "file": encode_url(file)})
        assert (answer.status_code, answer.json and answer.json["field"]) == (400, "file")
    assert person.post("join", **fields).status_code == 200
