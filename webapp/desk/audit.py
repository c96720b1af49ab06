"""Writes and checks the chain of events: a changed, missing or reordered row shows.

Each row's hash is SHA-256 over the previous row's hash and the row's canonical JSON (keys sorted,
no spaces, ASCII). What the chain cannot show is rows cut off its end: compare the last hash with
one that was written down elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from sqlalchemy import func, select

from webapp.models import Event, db, today

START = bytes(32)
_CHAIN = 0x48494E48  # an advisory lock of our own; any number, the same on all nodes


def record(
    kind: str, *, desk_id: str, moderator_id: str | None = None, packet_id: str | None = None
) -> Event:
    """Append one event to the chain; flushes."""
    _wait_for_my_turn()
    last = _last()
    event = Event(
        number=last.number + 1 if last else 1,
        day=today(),
        kind=kind,
        desk_id=desk_id,
        moderator_id=moderator_id,
        packet_id=packet_id,
        previous=last.hash if last else START,
    )
    event.hash = digest(event)
    db.session.add(event)
    db.session.flush()
    return event


def digest(event: Event) -> bytes:
    """The 32 bytes that `event.hash` must be."""
    facts = {
        "number": event.number,
        "day": event.day.isoformat(),
        "kind": event.kind,
        "desk": event.desk_id,
        "moderator": event.moderator_id,
        "packet": event.packet_id,
    }
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(event.previous + canonical.encode()).digest()


def first_break(events: Iterable[Event]) -> int | None:
    """The number of the first event that does not fit the chain, or None if all do."""
    previous, number = START, 1
    for event in events:
        if (event.number, event.previous, event.hash) != (number, previous, digest(event)):
            return number
        previous, number = event.hash, number + 1
    return None


def events() -> Iterator[Event]:
    """The whole log, from the first event on."""
    return iter(db.session.scalars(select(Event).order_by(Event.number)).yield_per(1000))


def check() -> int | None:
    """`first_break` over the whole log."""
    return first_break(events())


def last_hash() -> bytes:
    """The 32 bytes that vouch for the whole log."""
    last = _last()
    return last.hash if last else START


def _wait_for_my_turn() -> None:
    # SQLite lets one transaction write at a time; PostgreSQL must be told to.
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_CHAIN)))


def _last() -> Event | None:
    return db.session.scalars(select(Event).order_by(Event.number.desc()).limit(1)).first()
