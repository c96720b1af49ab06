"""The chain of events: whatever is changed in it shows, and where."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from webapp.desk.log.audit import START, desk_digest, digest, first_break
from webapp.models import Event

ROOT = Path(__file__).resolve().parents[3]
VECTORS = ROOT / "tests" / "vectors"
# A kind is the first string that is recorded, or the second argument of a note about a case.
WRITTEN = re.compile(r'(?:record|note)\(\s*(?:"(\w+)"|\w+,\s*"(\w+)")')


def chain(length: int = 4) -> list[Event]:
    events: list[Event] = []
    for number in range(1, length + 1):
        event = Event(
            number=number,
            day=date(2026, 11, 20),
            kind="opened",
            desk_id="nan",
            moderator_id="a" * 32,
            packet_id=f"{number:032x}",
            previous=events[-1].hash if events else START,
        )
        event.hash = digest(event)
        events.append(event)
    return events


def test_a_whole_chain_has_no_break() -> None:
    assert first_break(chain()) is None
    assert first_break([]) is None


def test_the_hash_is_over_the_canonical_json() -> None:
    (event,) = chain(1)
    canonical = (
        '{"day":"2026-11-20","desk":"nan","kind":"opened","moderator":"' + "a" * 32 + '",'
        '"number":1,"packet":"' + f"{1:032x}" + '"}'
    )
    assert event.hash == hashlib.sha256(bytes(32) + canonical.encode()).digest()


def test_the_chain_of_a_desk_is_the_one_that_browsers_follow() -> None:
    """The vectors are checked on the other side by tests/client/desk_log."""
    vectors = json.loads((VECTORS / "desk_log.json").read_text("utf-8"))
    previous = START
    for told in vectors["events"]:
        event = Event(
            number=1000,
            desk_number=told["number"],
            day=date.fromisoformat(told["day"]),
            kind=told["kind"],
            desk_id=vectors["desk"],
            moderator_id=told["moderator"],
            packet_id=told["packet"],
            case_id=told["case"],
            detail=told["detail"],
            card=bytes.fromhex(told["card"]) if told["card"] else None,
        )
        previous = desk_digest(event, previous)
        assert previous.hex() == told["hash"]


def test_every_kind_of_event_has_its_words() -> None:
    """In the browser's list and in both catalogues: an auditor must not have to guess."""
    source = "\n".join(file.read_text("utf-8") for file in (ROOT / "webapp").rglob("*.py"))
    written = {kind or case for kind, case in WRITTEN.findall(source)} | {"joined", "case_held"}
    assert {"created", "opened", "case_state", "restored"} <= written
    shown = (ROOT / "client/pages/desk/log/event_words.ts").read_text("utf-8")
    listed = set(re.findall(r'"(\w+)"', shown.partition("KINDS = [")[2].partition("]")[0]))
    assert written <= listed
    for language in ("th", "en"):
        words = json.loads((ROOT / f"webapp/locales/{language}.json").read_text("utf-8"))
        assert {f"desk.log.kind.{kind}" for kind in listed} <= set(words)


@pytest.mark.parametrize(
    "change",
    [
        lambda event: setattr(event, "day", date(2026, 11, 21)),
        lambda event: setattr(event, "kind", "joined"),
        lambda event: setattr(event, "desk_id", "phrae"),
        lambda event: setattr(event, "moderator_id", None),
        lambda event: setattr(event, "packet_id", "0" * 32),
        lambda event: setattr(event, "previous", bytes(32)),
        lambda event: setattr(event, "hash", bytes(32)),
    ],
)
def test_a_changed_row_shows(change: Callable[[Event], None]) -> None:
    events = chain()
    change(events[2])
    assert first_break(events) == 3


def test_a_row_that_was_changed_and_hashed_anew_breaks_the_next() -> None:
    events = chain()
    events[1].kind = "joined"
    events[1].hash = digest(events[1])
    assert first_break(events) == 3


def test_missing_and_swapped_rows_show() -> None:
    events = chain()
    assert first_break(events[1:]) == 1
    assert first_break([events[0], *events[2:]]) == 2
    assert first_break([events[0], events[2], events[1], events[3]]) == 2
