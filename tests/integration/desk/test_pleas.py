"""Who lost passphrase and sheet is let back in by others of the desk, or by the recovery key."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.support.desk_keys import account, held, id_of, is_vouched, mark_of, vouch_for_oneself
from tests.support.desk_people import Person, invited, member, new_desk
from webapp.crypto.base64 import encode_url
from webapp.crypto.fingerprint import member_mark
from webapp.crypto.key_check import check_bytes, key_words
from webapp.crypto.recipients import HybridIdentity, HybridRecipient
from webapp.crypto.vouch import Holder, member_signing_text, plea_statement, sign_vouch, signed_by
from webapp.desk.keyring import keys
from webapp.desk.log import audit
from webapp.desk.roles import Role
from webapp.desk.service import CreatedDesk, invite
from webapp.desk.team import pleas
from webapp.errors import DeskKeyRefused, PleaUnknown
from webapp.models import Plea, RecoverySheet, WrappedKey, db, today
from webapp.web.transaction import transaction


@dataclass
class Team:
    """Somsri, Anong and Prasit, and Malee who has lost everything."""

    desk: CreatedDesk
    others: list[Person]
    malee: Person
    app: Flask
    back: Person = field(init=False)

    def __post_init__(self) -> None:
        self.back = Person(self.app.test_client())


@pytest.fixture
def team(app: Flask) -> Team:
    desk = new_desk("nan")
    people = [
        member(app, desk, "somsri"),
        *(joined(app, desk, name) for name in ("anong", "prasit")),
    ]
    malee = joined(app, desk, "malee")
    for one in (*people, malee):
        vouch_for_oneself(one)
    return Team(desk, people, malee, app)


def joined(app: Flask, desk: CreatedDesk, name: str) -> Person:
    with transaction():
        secret = invite(slug="nan", identity=recovery_of(desk), role=Role.MODERATOR)
    person = Person(app.test_client())
    assert person.join(secret, name).status_code == 200
    return person


def recovery_of(desk: CreatedDesk) -> HybridIdentity:
    return HybridIdentity.parse(desk.recovery_identity or "")


def plead(person: Person, name: str = "malee") -> TestResponse:
    """As the page does at "I have no sheet": a new identity and a new passphrase."""
    return person.post(
        "plea",
        name=name,
        salt=encode_url(secrets.token_bytes(16)),
        authentication=encode_url(person.secret),
        recipient=str(person.identity.recipient()),
        signing=member_signing_text(person.identity),
        identity=encode_url(secrets.token_bytes(105)),
    )


def heard(person: Person) -> list[dict[str, Any]]:
    return list((person.get("pleas").json or {})["pleas"])


def holder_of(plea: dict[str, Any]) -> Holder:
    told = {name: plea[name] for name in ("name", "recipient", "signing")}
    return Holder(kind="moderator", **told)


def handed_back(person: Person, plea: dict[str, Any]) -> dict[str, Any]:
    held_keys, recipient = held(person), HybridRecipient.parse(plea["recipient"])
    files = [
        {"key": mark_of(one), "file": encode_url(keys.wrap_desk_key(one, recipient))}
        for one in held_keys
    ]
    newest = held_keys[-1]
    vouch = sign_vouch(newest, "nan", mark_of(newest), holder_of(plea))
    return {"key": mark_of(newest), "files": files, "vouch": vouch}


def confirm(
    person: Person, plea: dict[str, Any], *, by: HybridIdentity | None = None, back: bool = True
) -> TestResponse:
    """Give a word, and with `back` the desk's keys, whether or not it is time."""
    word = signed_by(by or person.identity, plea_statement("nan", holder_of(plea)))
    body = {
        "authentication": encode_url(person.secret),
        "word": word,
        "back": handed_back(person, plea) if back else None,
    }
    return person.post_json(f"pleas/{plea['id']}/confirm", body)


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, (answer.json or {}).get("code", "")


def test_two_of_the_others_let_somebody_back_in(team: Team) -> None:
    somsri, anong, _ = team.others
    team.malee.post(
        "sheet",
        authentication=encode_url(team.malee.secret),
        sheet=encode_url(secrets.token_bytes(32)),
        identity=encode_url(secrets.token_bytes(105)),
    )
    assert plead(team.back).status_code == 204
    (plea,) = heard(somsri)
    assert (plea["name"], plea["words"]) == ("malee", [])
    assert (confirm(somsri, plea).json or {})["restored"] is False
    assert (
        Person(team.app.test_client(), secret=team.back.secret).sign_in("malee").status_code == 401
    )
    (plea,) = heard(anong)
    assert [one["moderator"] for one in plea["words"]] == [id_of(somsri)]
    assert (confirm(anong, plea).json or {})["restored"] is True

    assert team.back.sign_in("malee").status_code == 200
    assert [mark_of(key) for key in held(team.back)] == [mark_of(key) for key in held(somsri)]
    assert team.malee.get("keys").status_code == 401, "whoever has the lost laptop is out"
    assert (
        Person(team.app.test_client(), secret=team.malee.secret).sign_in("malee").status_code == 401
    )
    told = (somsri.get("holders").json or {})["holders"]
    assert all(is_vouched(somsri, "nan", one) for one in told)
    assert heard(somsri) == []
    assert db.session.scalars(select(RecoverySheet)).all() == []
    kinds = [(event.kind, event.detail) for event in audit.events()][-4:]
    whose = id_of(team.back)
    assert kinds == [
        ("plea", None), ("plea_confirmed", whose), ("plea_confirmed", whose),
        ("restored", "members"),
    ]  # fmt: skip
    assert audit.check() is None


def test_one_person_is_never_enough_even_twice(team: Team) -> None:
    somsri = team.others[0]
    plead(team.back)
    (plea,) = heard(somsri)
    for _ in range(3):
        assert (confirm(somsri, plea).json or {})["restored"] is False
    assert team.back.sign_in("malee").status_code == 401


def test_a_desk_may_want_three(team: Team) -> None:
    with transaction():
        pleas.set_quorum(slug="nan", quorum=3)
    plead(team.back)
    (plea,) = heard(team.others[0])
    done = [(confirm(one, plea).json or {})["restored"] for one in team.others]
    assert done == [False, False, True]


def test_words_that_do_not_hold_do_not_count(team: Team) -> None:
    somsri, anong, _ = team.others
    plead(team.back)
    (plea,) = heard(somsri)
    assert code(confirm(somsri, plea, by=HybridIdentity.generate())) == (422, "desk_key_refused")
    assert code(confirm(somsri, plea, by=anong.identity)) == (422, "desk_key_refused")
    other = {**plea, "recipient": str(HybridIdentity.generate().recipient())}
    assert code(confirm(somsri, other)) == (422, "desk_key_refused")
    assert heard(somsri)[0]["words"] == []


def test_the_word_of_somebody_who_was_given_no_key_does_not_count(team: Team) -> None:
    somsri, anong, _ = team.others
    plead(team.back)
    (plea,) = heard(somsri)
    confirm(somsri, plea)
    with transaction():
        mine = select(WrappedKey).where(WrappedKey.holder_id == id_of(anong))
        db.session.scalars(mine).one().vouch = None
    assert code(confirm(anong, plea)) == (422, "desk_key_refused")


def test_nobody_lets_themselves_in(team: Team) -> None:
    plead(team.back)
    (plea,) = heard(team.others[0])
    assert heard(team.malee) == []
    assert code(confirm(team.malee, plea)) == (400, "form_invalid")


def test_a_plea_of_another_desk_does_not_exist(team: Team) -> None:
    plead(team.back)
    (plea,) = heard(team.others[0])
    stranger = member(team.app, new_desk("phrae"), "boonmee")
    vouch_for_oneself(stranger)
    assert heard(stranger) == []
    assert code(confirm(stranger, plea)) == (404, "plea_unknown")
    assert code(stranger.post(f"pleas/{plea['id']}/refuse")) == (404, "plea_unknown")


def test_a_false_plea_is_thrown_away(team: Team) -> None:
    plead(team.back)
    somsri = team.others[0]
    (plea,) = heard(somsri)
    assert somsri.post(f"pleas/{plea['id']}/refuse").status_code == 204
    assert heard(somsri) == []
    assert code(confirm(somsri, plea)) == (404, "plea_unknown")
    assert [event.kind for event in audit.events()][-1] == "plea_refused"


def test_a_plea_tells_nobody_which_names_exist(team: Team) -> None:
    answers = [plead(Person(team.app.test_client()), name) for name in ("malee", "nobody-here")]
    assert {(one.status_code, one.data) for one in answers} == {(204, b"")}
    assert len(heard(team.others[0])) == 1


def test_a_flood_of_pleas_pushes_out_none_that_has_a_word(team: Team) -> None:
    somsri = team.others[0]
    plead(team.back)
    (plea,) = heard(somsri)
    confirm(somsri, plea)
    for _ in range(pleas.MOST + 5):
        assert plead(Person(team.app.test_client())).status_code == 204
    found = heard(somsri)
    assert len(found) == pleas.MOST
    assert plea["id"] in [one["id"] for one in found]


def test_a_plea_runs_out(team: Team) -> None:
    plead(team.back)
    with transaction():
        db.session.scalars(select(Plea)).one().day = today() - timedelta(days=pleas.DAYS + 1)
    assert heard(team.others[0]) == []


def test_the_recovery_key_lets_somebody_back_in_alone(team: Team) -> None:
    plead(team.back)
    mark = member_mark(str(team.back.identity.recipient()), member_signing_text(team.back.identity))
    words = key_words(check_bytes(mark), "th")
    paper = recovery_of(team.desk)
    with pytest.raises(PleaUnknown), transaction():
        pleas.restore_by_key(slug="nan", name="malee", words=words[::-1], identity=paper)
    with pytest.raises(DeskKeyRefused), transaction():
        pleas.restore_by_key(
            slug="nan", name="malee", words=words, identity=HybridIdentity.generate()
        )
    with transaction():
        pleas.restore_by_key(slug="nan", name="Malee", words=words, identity=recovery_of(team.desk))
    assert team.back.sign_in("malee").status_code == 200
    assert [mark_of(key) for key in held(team.back)] == [mark_of(held(team.others[0])[-1])]
    assert account(team.back)["files"][0]["vouched"] is True


def test_who_reads_no_reports_gets_no_key_back(team: Team) -> None:
    auditor = invited(team.app, team.desk, "nan", Role.AUDITOR)
    plead(team.back, "auditor-nan")
    somsri, anong, _ = team.others
    (plea,) = heard(somsri)
    confirm(somsri, plea)
    assert (confirm(anong, plea).json or {})["restored"] is True
    assert auditor.get("keys").status_code == 401
    assert team.back.sign_in("auditor-nan").status_code == 200
    assert account(team.back)["files"] == []
