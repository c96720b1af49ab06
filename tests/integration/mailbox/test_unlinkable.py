"""A thief has the database: which packet and which mailbox belong together is not in it.

Every row of both engines is looked at as the files hold it: values, where rows lie, and which
were written together.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, inspect, text
from sqlalchemy.exc import OperationalError

from tests.support import hinghoi
from tests.support.application import application
from tests.support.desk_people import Person, keep, member, new_desk, post_letter
from webapp.crypto import letter, receipt_code
from webapp.crypto.receipt_code import MailboxKeys
from webapp.mailbox import post, service
from webapp.models import Base, Case, CasePacket, LetterRound, db, today
from webapp.web.transaction import transaction

ARRIVAL = ("packet", "packet_desk", "packet_read", "upload")
LETTERS = ("mailbox", "correspondence", "desk_copy", "letter")
PEOPLE = 12


@pytest.fixture(scope="module")
def mailboxes() -> list[MailboxKeys]:
    return [receipt_code.open_mailbox(receipt_code.new_code()) for _ in range(PEOPLE)]


@pytest.fixture(params=["sqlite", "postgresql"])
def app(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    env = {"DATA_DIR": str(tmp_path / "data"), "LETTER_BATCH_HOURS": "6"}
    if request.param == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgres")
    # For the command line as well.
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    with application(env) as app:
        yield app


@pytest.fixture
def day(app: Flask, mailboxes: list[MailboxKeys]) -> Flask:
    """The worst of days: each packet that comes is answered before the next one comes."""
    somsri = member(app, new_desk("nan"), "somsri")
    for mailbox in random.sample(mailboxes, PEOPLE):
        packet_id = keep(["nan"], today())
        assert somsri.post(f"packets/{packet_id}/read").status_code < 300
        in_a_case(packet_id)
        answer(somsri, mailbox)
        with transaction():
            service.note_look(mailbox.id)
    return app


def in_a_case(packet_id: str) -> None:
    """What hangs on a packet must not be lost when its row is written anew."""
    facts = {"assignee": None, "opened": today(), "changed": today(), "version": 1, "card": 0}
    with transaction() as session:
        seq = session.query(Case).count()
        own = {"id": secrets.token_hex(16), "desk_id": "nan", "state": "received", "seq": seq}
        session.add(Case(**own, **facts, hold=False, gone=False))
        session.flush()
        session.add(CasePacket(desk_id="nan", packet_id=packet_id, case_id=own["id"]))


def answer(somsri: Person, mailbox: MailboxKeys) -> None:
    told = letter.Letter(mailbox.id, "nan", 1, "th", "2026-11-21", "สวัสดี", None, None)
    sealed = letter.seal_letter(told, [], mailbox.identity.recipient())
    assert post_letter(somsri, mailbox.id, sealed * 2, "1").status_code == 201


def values(tables: tuple[str, ...]) -> set[object]:
    """Everything that stands in any column of these tables."""
    found = MetaData()
    found.reflect(db.engine, only=tables)
    rows = [row for name in tables for row in db.session.execute(found.tables[name].select())]
    return {value for row in rows for value in row}


@pytest.mark.usefixtures("day")
def test_no_value_leads_from_packets_to_mailboxes() -> None:
    shared = values(ARRIVAL) & values(LETTERS)
    assert [value for value in shared if isinstance(value, str | bytes)] == ["nan"]


@pytest.mark.usefixtures("day")
def test_nothing_finer_than_a_day_is_kept() -> None:
    for name in (*ARRIVAL, *LETTERS, "event", "letter_round"):
        kinds = {str(column["type"]) for column in inspect(db.engine).get_columns(name)}
        assert not [kind for kind in kinds if "TIME" in kind.upper()], name
    if db.engine.dialect.name == "postgresql":
        # Its default, with which no commit keeps the time at which it was made.
        assert db.session.execute(text("SHOW track_commit_timestamp")).scalar() == "off"


@pytest.mark.usefixtures("day")
def test_no_row_lies_where_it_came_and_none_came_alone(tmp_path: Path) -> None:
    if db.engine.dialect.name == "postgresql":
        together = {name: len({each[0] for each in physical(name)}) for name in LETTERS}
        assert together == dict.fromkeys(LETTERS, PEOPLE), "what this test looks for is not there"
    go_out()
    before = everything()
    assert hinghoi.run("db", "expire", env={}).returncode == 0
    if db.engine.dialect.name == "sqlite":
        log = tmp_path / "data" / "hinghoi.sqlite-wal"
        assert log.stat().st_size == 0, "the log remembers in which order pages were written"
    assert everything() == before
    for name in (*ARRIVAL[:3], *LETTERS):
        rows = physical(name)
        assert len(rows) == PEOPLE, name
        assert len({transaction for transaction, _ in rows}) == 1, f"{name}: written one by one"
        assert [key for _, key in rows] == sorted(key for _, key in rows), f"{name}: order"


def everything() -> dict[str, list[str]]:
    """All rows of all tables, in no order; nothing stays open behind it."""
    tables = Base.metadata.sorted_tables
    rows = {one.name: sorted(map(str, db.session.execute(one.select()))) for one in tables}
    db.session.rollback()
    return rows


def go_out() -> None:
    """A round begins, and somebody looks."""
    with transaction():
        db.session.merge(LetterRound(id=1, number=1))
    post.look(receipt_code.open_mailbox(receipt_code.new_code()).id)


def physical(name: str) -> list[tuple[str, str]]:
    """The rows as they lie in the file: in which transaction they came, and their first key."""
    db.session.rollback()
    table: Table = Base.metadata.tables[name]
    key = next(iter(table.primary_key)).name
    if db.engine.dialect.name == "sqlite":
        with pytest.raises(OperationalError):
            db.session.execute(text(f"SELECT rowid FROM {name}"))  # noqa: S608
        as_they_lie = text(f"SELECT * FROM {name} NOT INDEXED")  # noqa: S608
        rows = db.session.execute(as_they_lie).mappings()
        return [("", row[key]) for row in rows]
    found = f"SELECT xmin::text, {key} FROM {name} ORDER BY ctid"  # noqa: S608
    return [(row[0], row[1]) for row in db.session.execute(text(found))]


def test_only_what_is_due_is_written_anew(app: Flask, mailboxes: list[MailboxKeys]) -> None:
    """Letters of the round that is going on wait, and every reader finds all that was there."""
    somsri = member(app, new_desk("nan"), "somsri")
    answer(somsri, mailboxes[0])
    before = values(LETTERS)
    go_out()
    answer(somsri, mailboxes[1])
    assert [len(post.look(mailbox.id)) for mailbox in mailboxes[:2]] == [1, 0]
    assert {value for value in before if isinstance(value, str)} <= values(LETTERS)
