"""Somebody is taken off a desk: they open nothing that comes after, the others everything."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.support.desk_cases import new_case, opened
from tests.support.desk_keys import (
    account,
    held,
    id_of,
    is_vouched,
    mark_of,
    next_key,
    vouch_for_oneself,
)
from tests.support.desk_people import Person, invited, keep, member, new_desk
from webapp.crypto import age
from webapp.crypto.base64 import encode_url
from webapp.crypto.errors import AgeError
from webapp.crypto.recipients import HybridIdentity, HybridRecipient
from webapp.crypto.vouch import Holder, sign_vouch
from webapp.desk.keyring import keys
from webapp.desk.log import audit
from webapp.desk.roles import Role
from webapp.desk.service import CreatedDesk, active_key, invite
from webapp.desk.team import removal
from webapp.errors import DeskKeyRefused
from webapp.models import DeskKey, DeskSession, Moderator, RecoverySheet, WrappedKey, db
from webapp.web.transaction import transaction


@pytest.fixture
def desk(app: Flask) -> CreatedDesk:
    return new_desk("nan")


def joined(app: Flask, desk: CreatedDesk, name: str, role: Role = Role.MODERATOR) -> Person:
    """One more who reads reports, whom the desk's key vouches for."""
    with transaction():
        secret = invite(slug="nan", identity=recovery_of(desk), role=role)
    person = Person(app.test_client())
    assert person.join(secret, name).status_code == 200
    vouch_for_oneself(person)
    return person


@pytest.fixture
def team(app: Flask, desk: CreatedDesk) -> tuple[Person, Person, Person]:
    """Somsri, who is administrator, Malee who stays, and Prasit who goes."""
    somsri = member(app, desk, "somsri")
    vouch_for_oneself(somsri)
    return somsri, joined(app, desk, "malee"), joined(app, desk, "prasit")


def recovery_of(desk: CreatedDesk) -> HybridIdentity:
    assert desk.recovery_identity
    return HybridIdentity.parse(desk.recovery_identity)


def sealed_now() -> bytes:
    """What a phone seals that asked for the desk's key just now."""
    return age.encrypt(b"report", [HybridRecipient.parse(active_key("nan").recipient)])


def opens(data: bytes, identities: list[HybridIdentity]) -> bool:
    for identity in identities:
        try:
            age.decrypt(data, [identity])
        except AgeError:
            continue
        return True
    return False


def remove(by: Person, gone: str, body: dict[str, Any]) -> TestResponse:
    return by.post_json(f"people/{gone}/remove", body)


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, (answer.json or {}).get("code", "")


def test_who_is_removed_opens_nothing_that_comes_after(
    app: Flask, desk: CreatedDesk, team: tuple[Person, Person, Person]
) -> None:
    somsri, malee, prasit = team
    on_its_way = sealed_now()
    kept, gone = held(prasit), id_of(prasit)
    prasit.post(
        "sheet",
        authentication=encode_url(prasit.secret),
        sheet=encode_url(secrets.token_bytes(32)),
        identity=encode_url(secrets.token_bytes(105)),
    )
    new = next_key(somsri, gone)
    assert remove(somsri, gone, new.body).status_code == 204

    after = sealed_now()
    assert opens(on_its_way, kept), "what he had the key for he may have kept"
    assert not opens(after, kept)
    assert prasit.get("keys").status_code == 401
    assert Person(app.test_client(), secret=prasit.secret).sign_in("prasit").status_code == 401
    for one in (somsri, malee):
        assert [str(key.recipient()) for key in held(one)][-1] == str(new.secret.recipient())
        assert opens(after, held(one))
        assert opens(on_its_way, held(one))
    for table in (WrappedKey.holder_id, RecoverySheet.moderator_id, DeskSession.moderator_id):
        assert db.session.scalars(select(table).where(table == gone)).all() == []
    paper = recovery_of(desk)
    files = db.session.scalars(select(WrappedKey).where(WrappedKey.holder == "recovery")).all()
    assert len([keys.unwrap_desk_key(one.file, paper, key_of(one)) for one in files]) == 2
    told = [(event.kind, event.detail) for event in audit.events()][-2:]
    assert told == [("rotated", None), ("removed", gone)]
    assert audit.check() is None
    names = [one["name"] for one in (somsri.get("people").json or {})["people"]]
    assert names == ["malee", "somsri"]


def key_of(file: WrappedKey) -> str:
    return db.session.get_one(DeskKey, file.desk_key_id).recipient


def test_the_new_key_vouches_for_those_who_remain(team: tuple[Person, Person, Person]) -> None:
    somsri, malee, prasit = team
    gone = id_of(prasit)
    assert remove(somsri, gone, next_key(somsri, gone).body).status_code == 204
    told = malee.get("holders").json or {}
    assert [one["name"] for one in told["holders"]] == ["malee", "somsri"]
    assert all(is_vouched(malee, "nan", one) for one in told["holders"])
    assert all(one["vouched"] for one in account(malee)["files"])
    assert told["key"] == mark_of(held(malee)[-1])


def test_a_holder_whom_the_server_made_up_is_not_vouched_for(
    app: Flask, desk: CreatedDesk, team: tuple[Person, Person, Person]
) -> None:
    somsri, _, _ = team
    swapped = str(HybridIdentity.generate().recipient())
    with transaction():
        found = db.session.scalars(select(Moderator).where(Moderator.name == "malee")).one()
        found.recipient = swapped
    told = (somsri.get("holders").json or {})["holders"]
    false = {one["name"]: is_vouched(somsri, "nan", one) for one in told}
    assert false == {"malee": False, "prasit": True, "somsri": True}


def test_only_the_desk_key_can_vouch(team: tuple[Person, Person, Person]) -> None:
    somsri, malee, _ = team
    told, stranger = account(malee), HybridIdentity.generate()
    key = mark_of(held(malee)[-1])
    signing = encode_url(secrets.token_bytes(32))
    to = Holder(kind="moderator", name="malee", recipient=told["recipient"], signing=signing)
    words = {
        "by another key": sign_vouch(stranger, "nan", key, to),
        "for another desk": sign_vouch(held(malee)[-1], "phrae", key, to),
        "nothing": encode_url(secrets.token_bytes(64)),
    }
    for vouch in words.values():
        answer = malee.post("vouch", key=key, signing=signing, vouch=vouch)
        assert code(answer) == (422, "desk_key_refused")
    answer = somsri.post("vouch", key="0" * 32, signing=signing, vouch=words["nothing"])
    assert code(answer) == (409, "card_key")


def leave_out(body: dict[str, Any]) -> None:
    body["files"].pop()


def send_elsewhere(body: dict[str, Any]) -> None:
    body["files"][1]["recipient"] = str(HybridIdentity.generate().recipient())


def hand_on_to_the_removed(body: dict[str, Any]) -> None:
    body["files"][1]["id"] = "0" * 32


def forget_the_paper(body: dict[str, Any]) -> None:
    del body["files"][0]


def forget_the_key(body: dict[str, Any]) -> None:
    body["key"] = None


def unsigned(body: dict[str, Any]) -> None:
    body["key"]["signature"] = encode_url(bytes(64))


def long_ago(body: dict[str, Any]) -> None:
    body["key"]["day"] = "2020-01-01"


SPOILT: dict[Callable[[dict[str, Any]], None], tuple[int, str]] = {
    leave_out: (409, "holders_changed"),
    send_elsewhere: (409, "holders_changed"),
    hand_on_to_the_removed: (409, "holders_changed"),
    forget_the_paper: (400, "form_invalid"),
    forget_the_key: (400, "form_invalid"),
    unsigned: (422, "desk_key_refused"),
    long_ago: (400, "form_invalid"),
}


def test_it_is_done_whole_or_not_at_all(team: tuple[Person, Person, Person]) -> None:
    somsri, malee, prasit = team
    gone, before = id_of(prasit), active_key("nan").fingerprint
    for spoil, expected in SPOILT.items():
        body = next_key(somsri, gone).body
        spoil(body)
        assert code(remove(somsri, gone, body)) == expected, spoil.__name__
        assert active_key("nan").fingerprint == before
    assert opens(sealed_now(), held(prasit))
    assert opens(sealed_now(), held(malee))


def test_somebody_of_whom_the_browser_is_not_sure_is_left_out_by_name(
    app: Flask, desk: CreatedDesk, team: tuple[Person, Person, Person]
) -> None:
    somsri, malee, prasit = team
    gone = id_of(prasit)
    body = next_key(somsri, gone, left_out=[id_of(malee)]).body
    assert remove(somsri, gone, body).status_code == 204
    assert not opens(sealed_now(), held(malee))
    assert opens(sealed_now(), held(somsri))


def test_a_new_recovery_key_opens_the_older_keys_as_well(
    team: tuple[Person, Person, Person],
) -> None:
    somsri, _, prasit = team
    gone, paper, old = id_of(prasit), HybridIdentity.generate(), held(somsri)[-1]
    new = next_key(somsri, gone)
    to = Holder(kind="recovery", name="", recipient=str(paper.recipient()), signing="")
    new.body["files"][0] |= {
        "recipient": to.recipient,
        "file": encode_url(keys.wrap_desk_key(new.secret, paper.recipient())),
        "vouch": sign_vouch(new.secret, "nan", mark_of(new.secret), to),
    }
    old_file = encode_url(keys.wrap_desk_key(old, paper.recipient()))
    new.body["recovery"] = [{"key": mark_of(old), "file": old_file}]
    assert remove(somsri, gone, new.body).status_code == 204
    files = db.session.scalars(select(WrappedKey).where(WrappedKey.recipient == to.recipient))
    found = [keys.unwrap_desk_key(one.file, paper, key_of(one)) for one in files]
    assert {mark_of(one) for one in found} == {mark_of(old), mark_of(new.secret)}
    assert (somsri.get("holders").json or {})["recovery"]["recipient"] == to.recipient


def test_nobody_removes_themselves_or_somebody_elsewhere(
    app: Flask, team: tuple[Person, Person, Person]
) -> None:
    somsri, _, prasit = team
    other = member(app, new_desk("phrae"), "anong")
    body = next_key(somsri, id_of(somsri)).body
    assert code(remove(somsri, id_of(somsri), body)) == (400, "form_invalid")
    assert code(remove(somsri, id_of(other), body)) == (404, "moderator_unknown")
    wrong = {**next_key(somsri, id_of(prasit)).body, "authentication": encode_url(bytes(32))}
    assert code(remove(somsri, id_of(prasit), wrong)) == (403, "passphrase_refused")


def test_who_reads_no_reports_goes_without_a_new_key(
    app: Flask, desk: CreatedDesk, team: tuple[Person, Person, Person]
) -> None:
    somsri, before = team[0], active_key("nan").fingerprint
    auditor = invited(app, desk, "nan", Role.AUDITOR)
    body: dict[str, Any] = {"authentication": encode_url(somsri.secret), "left_out": []}
    assert remove(somsri, id_of(auditor), body).status_code == 204
    assert auditor.get("keys").status_code == 401
    assert active_key("nan").fingerprint == before


def test_no_card_under_the_old_key_is_taken_after(team: tuple[Person, Person, Person]) -> None:
    somsri, malee, prasit = team
    opened(malee, keep(["nan"]))
    before, gone = new_case(keep(["nan"])), id_of(prasit)
    assert remove(somsri, gone, next_key(somsri, gone).body).status_code == 204
    assert (malee.get("changes").json or {})["blocks"], "what was there can still be fetched"
    assert code(malee.post_json("cases", before)) == (409, "card_key")
    assert opened(malee, keep(["nan"]))


def test_the_recovery_key_removes_somebody_by_itself(
    desk: CreatedDesk, team: tuple[Person, Person, Person]
) -> None:
    somsri, malee, prasit = team
    kept = held(prasit)
    with pytest.raises(DeskKeyRefused), transaction():
        removal.remove_by_key(slug="nan", name="prasit", identity=HybridIdentity.generate())
    with transaction():
        done = removal.remove_by_key(slug="nan", name="Prasit", identity=recovery_of(desk))
    assert done
    assert (done.moderators, done.recovery) == (2, None)
    assert not opens(sealed_now(), kept)
    assert prasit.get("keys").status_code == 401
    told = (malee.get("holders").json or {})["holders"]
    assert all(is_vouched(malee, "nan", one) for one in told)
    assert opens(sealed_now(), held(somsri))
