"""The chain of events: whatever is changed in it shows, and where."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest

from webapp.desk.audit import START, digest, first_break
from webapp.models import Event


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
