"""`hinghoi audit`: whatever is done to the log behind our back, the first victim is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from tests.support.desk_people import new_desk
from webapp.cli import main
from webapp.desk.log import audit, desk_log, heads
from webapp.models import Event, LogHead, db
from webapp.web.transaction import transaction

FIRST = date(2026, 11, 1)
Tampering = Callable[[sqlite3.Connection], None]


@pytest.fixture
def log(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Three days of two events each; the heads of the first two are kept."""
    for age in range(3):
        day = FIRST + timedelta(days=age)
        monkeypatch.setattr(audit, "today", lambda day=day: day)
        with transaction():
            for _ in range(2):
                audit.record("opened", desk_id="nan", moderator_id="a" * 32, packet_id="b" * 32)
    db.session.remove()
    return app


def tamper(app: Flask, *statements: str) -> None:
    with closing(sqlite3.connect(_file(app))) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def _file(app: Flask) -> Path:
    found: Path = app.extensions["hinghoi.settings"].data_dir / "hinghoi.sqlite"
    return found


def hinghoi(app: Flask, *arguments: str) -> Result:
    db.session.remove()
    data = app.extensions["hinghoi.settings"].data_dir
    return CliRunner().invoke(main, ["audit", *arguments], env={"DATA_DIR": str(data)})


def rehash(app: Flask, change: Callable[[list[Event]], list[Event]]) -> None:
    """What somebody does who knows how the chain is made, but has no key."""
    with app.app_context(), transaction():
        events = list(db.session.scalars(select(Event).order_by(Event.number)))
        for event in events:
            db.session.delete(event)
        db.session.flush()
        previous, number = audit.START, 1
        for event in change(events):
            kept = {column.name: getattr(event, column.name) for column in Event.__table__.columns}
            new = Event(**{**kept, "number": number, "previous": previous})
            new.hash = audit.digest(new)
            db.session.add(new)
            previous, number = new.hash, number + 1


def test_a_whole_log(log: Flask) -> None:
    ended = hinghoi(log, "verify")
    assert (ended.exit_code, ended.output) == (0, "The log is whole: 6 entries.\n")
    assert len(db.session.scalars(select(LogHead)).all()) == 2


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (["UPDATE event SET kind = 'joined' WHERE number = 3"], 3),
        (["UPDATE event SET day = '2026-11-09' WHERE number = 5"], 5),
        (["UPDATE event SET case_id = 'x' WHERE number = 2"], 2),
        (["UPDATE event SET card = x'00' WHERE number = 2"], 2),
        (["DELETE FROM event WHERE number = 4"], 4),
        (["DELETE FROM event WHERE number = 1"], 1),
        (["DELETE FROM event WHERE number > 3"], 4),
        (["DELETE FROM event"], 1),
        (
            [
                "UPDATE event SET number = 99 WHERE number = 2",
                "UPDATE event SET number = 2 WHERE number = 3",
                "UPDATE event SET number = 3 WHERE number = 99",
            ],
            2,
        ),
        (["UPDATE event SET desk_hash = x'00' WHERE number = 2"], 2),
        (["UPDATE event SET desk_number = 9 WHERE number = 3"], 3),
        (["UPDATE log_head SET hash = x'00' WHERE number = 4"], 4),
        (["UPDATE log_head SET signature = zeroblob(64) WHERE number = 2"], 2),
        (["DELETE FROM log_head WHERE number = 4"], 4),
    ],
)
def test_the_first_broken_entry_is_named(log: Flask, statements: list[str], first: int) -> None:
    tamper(log, *statements)
    ended = hinghoi(log, "verify")
    assert ended.exit_code == 1
    assert f"event {first} " in ended.output


def test_a_chain_that_was_made_anew_is_not_the_one_that_was_signed(log: Flask) -> None:
    rehash(log, lambda events: [*events[:2], *events[3:]])
    assert "event 4 " in hinghoi(log, "verify").output


def test_a_head_that_was_kept_elsewhere_shows_what_the_server_cannot(log: Flask) -> None:
    line = hinghoi(log, "head").output.strip()
    assert hinghoi(log, "verify", "--head", line).exit_code == 0
    # The last day is not signed yet, and a thief of all keys can sign what they like.
    tamper(log, "DELETE FROM event WHERE number = 6")
    assert hinghoi(log, "verify").exit_code == 0
    ended = hinghoi(log, "verify", "--head", line)
    assert (ended.exit_code, "event 6 " in ended.output) == (1, True)


def test_a_head_of_another_server_is_refused(log: Flask) -> None:
    line = hinghoi(log, "head").output.strip()
    forged = heads.Head.parse(line)
    stranger = replace(forged, signature=bytes(64))
    assert hinghoi(log, "verify", "--head", str(stranger)).exit_code == 1
    assert hinghoi(log, "verify", "--head", line + "x").exit_code == 2


def test_each_desk_has_a_chain_of_its_own(app: Flask) -> None:
    for desk in ("nan", "phrae", "nan", "nan"):
        with transaction():
            audit.record("wrote", desk_id=desk, moderator_id="a" * 32)
    previous = audit.START
    events = desk_log.log_of(desk_id="nan", before=None)[::-1]
    for number, event in enumerate(events, 1):
        previous = audit.desk_digest(event, previous)
        assert (event.desk_number, event.desk_hash) == (number, previous)
    head = desk_log.head_of("nan") or ""
    assert head.startswith(f"hinghoi-desk-log-head-v1.nan.3.{event.day}.{previous.hex()}.")
    assert (desk_log.head_of("phrae") or "").split(".")[2] == "1"
    assert [event.desk_number for event in desk_log.log_of(desk_id="nan", before=3)] == [2, 1]
    assert audit.verify() == 4


def test_an_empty_log(app: Flask) -> None:
    assert hinghoi(app, "verify").exit_code == 0
    assert hinghoi(app, "head").output == ""


def test_a_clock_that_goes_back_does_not_stop_the_log(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for age in (3, 4, 3, 4, 5):
        monkeypatch.setattr(audit, "today", lambda age=age: FIRST + timedelta(days=age))
        with transaction():
            audit.record("opened", desk_id="nan")
    assert hinghoi(app, "verify").exit_code == 0


def test_the_heads_sign_for_desks_too(app: Flask) -> None:
    new_desk("nan")
    assert audit.verify() == 2
    db.session.remove()
