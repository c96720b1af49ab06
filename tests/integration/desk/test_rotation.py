"""A desk gets a new key: phones can follow, moderators hold both, unused invitations are void."""

from __future__ import annotations

import json
import re
import secrets

import pytest
from flask import Flask
from sqlalchemy import select

from tests.integration.desk.test_commands import Terminal, terminal  # noqa: F401
from tests.support.desk_people import Person, member, new_desk
from webapp.crypto.base64 import decode_url
from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.rotation import sign_rotation, signing_text
from webapp.desk.keyring import keys
from webapp.desk.keyring.rotation import NextKey, Rotated, install, rotate
from webapp.desk.log import audit
from webapp.desk.service import CreatedDesk, active_key, create_desk, invite
from webapp.errors import DeskExists, DeskKeyRefused, DeskKeyUnsigned
from webapp.models import DeskKey, Invitation, WrappedKey, db, today
from webapp.web.transaction import transaction


def recovery_of(desk: CreatedDesk) -> HybridIdentity:
    assert desk.recovery_identity
    return HybridIdentity.parse(desk.recovery_identity)


def rotated(slug: str, identity: HybridIdentity, **options: bool) -> Rotated:
    with transaction():
        return rotate(slug=slug, identity=identity, **options)


def test_the_list_tells_the_new_key_and_what_leads_to_it(app: Flask) -> None:
    desk = new_desk("nan")
    new_desk("phrae")
    marks = [active_key("nan").fingerprint]
    for _ in range(2):
        rotated("nan", recovery_of(desk))
        marks.append(active_key("nan").fingerprint)
    with app.test_client() as client:
        nan, phrae = json.loads(client.get("/api/desks").text)["desks"]
    assert [one["id"] for one in (nan, phrae)] == ["nan", "phrae"]
    assert phrae["chain"] == []
    chain = [fingerprint(one["recipient"], one["signing"]) for one in nan["chain"]]
    assert [*chain, nan["fingerprint"]] == marks
    assert set(nan["chain"][0]) == {"recipient", "signing", "day", "signature"}


def test_moderators_and_the_recovery_key_hold_the_old_key_and_the_new(app: Flask) -> None:
    desk = new_desk("nan")
    somsri = member(app, desk, "somsri")
    rotated("nan", recovery_of(desk))
    told = somsri.get("keys").json or {}
    for file in told["files"]:
        keys.unwrap_desk_key(decode_url(file["file"]), somsri.identity, file["recipient"])
    found = {file["recipient"] for file in told["files"]}
    assert found == {desk.recipient, active_key("nan").recipient}
    again = rotated("nan", recovery_of(desk))
    assert (again.recovery, again.moderators) == (None, 1)
    assert audit.check() is None
    assert [one.kind for one in audit.events()][-2:] == ["rotated", "rotated"]


def test_an_invitation_that_nobody_used_is_void(app: Flask) -> None:
    desk = new_desk("nan")
    rotated("nan", recovery_of(desk))
    late = Person(app.test_client())
    token = keys.from_invitation(desk.invitation_secret or b"").token
    assert late.post("invitation", token=token.hex()).status_code in (400, 404)
    assert db.session.scalars(select(Invitation)).all() == []
    holders = db.session.scalars(select(WrappedKey.holder)).all()
    assert set(holders) == {"recovery"}
    with transaction():
        secret = invite(slug="nan", identity=recovery_of(desk))
    assert Person(app.test_client()).join(secret, "mali").status_code == 200


def test_with_the_desk_key_alone_there_is_a_new_recovery_key_for_both(app: Flask) -> None:
    desk = new_desk("nan")
    old = active_key("nan")
    chosen = select(WrappedKey.file).where(WrappedKey.holder == "recovery")
    file = db.session.scalars(chosen).one()
    secret = keys.unwrap_desk_key(file, recovery_of(desk), desk.recipient)
    done = rotated("nan", secret)
    assert done.recovery
    paper = HybridIdentity.parse(done.recovery)
    for key in (old, active_key("nan")):
        files = db.session.scalars(select(WrappedKey.file).where(WrappedKey.desk_key_id == key.id))
        assert any(opens(one, paper, key) for one in files)


def opens(file: bytes, holder: HybridIdentity, key: DeskKey) -> bool:
    try:
        keys.unwrap_desk_key(file, holder, key.recipient)
    except DeskKeyRefused:
        return False
    return True


def test_a_key_whose_seed_nobody_here_saw_never_rotates_silently(app: Flask) -> None:
    offline = HybridIdentity.generate()
    with transaction():
        create_desk(slug="nan", name_th="น่าน", name_en="Nan", recipient=str(offline.recipient()))
    assert active_key("nan").signing is None
    with pytest.raises(DeskKeyUnsigned):
        rotated("nan", offline)
    done = rotated("nan", offline, unsigned=True)
    assert done.recovery
    with app.test_client() as client:
        (nan,) = json.loads(client.get("/api/desks").text)["desks"]
    assert nan["signing"]
    assert nan["chain"] == []


def next_key(slug: str, by: HybridIdentity, new: HybridIdentity) -> NextKey:
    signing, recipient = signing_text(new), str(new.recipient())
    mark = fingerprint(recipient, signing)
    signature = sign_rotation(by, slug, active_key(slug).fingerprint, mark, today())
    return NextKey(recipient=recipient, signing=signing, signature=signature, day=today(), files=[])


def test_only_the_old_key_puts_another_in_its_place(app: Flask) -> None:
    desk = new_desk("nan")
    stranger = HybridIdentity.generate()
    with pytest.raises(DeskKeyRefused):
        install(slug="nan", key=next_key("nan", stranger, HybridIdentity.generate()))
    db.session.rollback()
    with pytest.raises(DeskKeyRefused):
        rotated("nan", stranger)
    assert active_key("nan").recipient == desk.recipient
    with transaction():
        other = create_desk(slug="x", name_th="x", name_en="x", recipient=str(stranger.recipient()))
    with pytest.raises(DeskExists):
        install(slug="nan", key=next_key("nan", stranger, stranger))
    assert other.recipient != active_key("nan").recipient


def test_the_command(terminal: Terminal) -> None:  # noqa: F811
    made = terminal.run("desk", "create", "น่าน", "--id", "nan").stdout
    recovery = re.search(r"AGE-SECRET-KEY-PQ-1\w+", made)
    assert recovery
    done = terminal.run("desk", "rotate", "nan", "--identity", "-", stdin=recovery[0])
    assert done.returncode == 0, done.stderr
    mark = re.search(r"Fingerprint: +([0-9a-f]{32})\n", done.stdout)
    assert mark
    assert terminal.run("desk", "list").stdout.split("\t")[1] == mark[1]
    assert "AGE-SECRET" not in done.stdout + done.stderr
    stranger = HybridIdentity(secrets.token_bytes(32)).export()
    refused = terminal.run("desk", "rotate", "nan", "--identity", "-", stdin=stranger)
    assert (refused.returncode, "desk_key_refused" in refused.stderr) == (4, True)
    offline = HybridIdentity.generate()
    told = ("--recipient", str(offline.recipient()))
    terminal.run("desk", "create", "แพร่", "--id", "phrae", *told)
    loud = ("desk", "rotate", "phrae", "--identity", "-")
    refused = terminal.run(*loud, stdin=offline.export())
    assert (refused.returncode, "desk_key_unsigned" in refused.stderr) == (1, True)
    assert terminal.run(*loud, "--unsigned", stdin=offline.export()).returncode == 0
