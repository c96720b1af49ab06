"""Writes and checks the chain of events: a changed, missing or reordered row shows.

Each row's hash is SHA-256 over the previous row's hash and the row's canonical JSON (keys sorted,
no spaces, ASCII). What the chain cannot show is rows cut off its end: see `heads`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Required, TypedDict, Unpack

from sqlalchemy import func, select

from webapp.desk.log import heads
from webapp.desk.log.heads import Broken, Head
from webapp.models import Event, db, today

START = bytes(32)
_CHAIN = 0x48494E48  # an advisory lock of our own; any number, the same on all nodes


class About(TypedDict, total=False):
    """Whom and what an event concerns. `card`: SHA-256 of the sealed card that came."""

    desk_id: Required[str]
    moderator_id: str | None
    packet_id: str | None
    case_id: str | None
    detail: str | None
    card: bytes | None


class Pen:
    """Writes the events of one transaction: as long as it is open nobody else can write any."""

    def __init__(self) -> None:
        _wait_for_my_turn()
        self._last = _last()
        self._events: list[Event] = []
        self._ends: dict[str, tuple[int, bytes]] = {}

    def note(self, kind: str, **about: Unpack[About]) -> Event:
        """One event more at the chain's end."""
        last = self._last
        if last is not None and last.day < today():
            heads.sign(last)
        event = Event(
            number=last.number + 1 if last else 1,
            day=today(),
            kind=kind,
            previous=last.hash if last else START,
            **about,
        )
        event.hash = digest(event)
        self._continue_desk(event)
        self._events.append(event)
        self._last = event
        return event

    def _continue_desk(self, event: Event) -> None:
        """Hang the event on its desk's own chain as well."""
        number, previous = self._ends.get(event.desk_id) or _desk_end(event.desk_id)
        event.desk_number = number + 1
        event.desk_hash = desk_digest(event, previous)
        self._ends[event.desk_id] = event.desk_number, event.desk_hash

    def put_down(self) -> None:
        """Flush what was noted."""
        db.session.add_all(self._events)
        db.session.flush()
        self._events = []


def record(kind: str, **about: Unpack[About]) -> Event:
    """Append one event to the chain; flushes."""
    pen = Pen()
    event = pen.note(kind, **about)
    pen.put_down()
    return event


def digest(event: Event) -> bytes:
    """The 32 bytes that `event.hash` must be."""
    return hashlib.sha256(event.previous + _canonical(event, event.number)).digest()


def desk_digest(event: Event, previous: bytes) -> bytes:
    """The 32 bytes that `event.desk_hash` must be, after the desk's event with `previous`."""
    return hashlib.sha256(previous + _canonical(event, event.desk_number)).digest()


def _canonical(event: Event, number: int) -> bytes:
    facts = {
        "number": number,
        "day": event.day.isoformat(),
        "kind": event.kind,
        "desk": event.desk_id,
        "moderator": event.moderator_id,
        "packet": event.packet_id,
    }
    # Left out where there is nothing, so that rows from before there were cases keep their hash.
    later = {"case": event.case_id, "detail": event.detail, "card": event.card and event.card.hex()}
    facts |= {name: value for name, value in later.items() if value is not None}
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return canonical.encode("ascii")


def first_break(events: Iterable[Event]) -> int | None:
    """The number of the first event that does not fit the chain, or None if all do."""
    try:
        for _ in followed(events):
            pass
    except Broken as broken:
        return broken.number
    return None


def followed(events: Iterable[Event]) -> Iterator[Event]:
    """The events, each after it was found to follow from the one before; raises Broken."""
    previous, number = START, 1
    for event in events:
        if event.number != number:
            raise Broken(number, "is missing")
        if event.previous != previous:
            raise Broken(number, "does not follow from the one before it")
        if event.hash != digest(event):
            raise Broken(number, "was changed")
        yield event
        previous, number = event.hash, number + 1


def events() -> Iterator[Event]:
    """The whole log, from the first event on."""
    return iter(db.session.scalars(select(Event).order_by(Event.number)).yield_per(1000))


def check() -> int | None:
    """`first_break` over the whole log."""
    return first_break(events())


def verify(*more: Head) -> int:
    """Go through the whole log, with the signed heads kept here and `more` kept elsewhere.

    Returns how many events there are; raises Broken with the number of the first that is not right.
    """
    every = [*heads.kept(), *more]
    count = 0
    for _ in heads.confirmed(followed(events()), every):
        count += 1
    check_desks(events())
    return count


def check_desks(events: Iterable[Event]) -> None:
    """Raises Broken for the first event that does not fit its desk's own chain.

    Of `number`, `hash` and `previous` it looks at none: an extract has only the desk's own.
    """
    ends: dict[str, tuple[int, bytes]] = {}
    for event in events:
        number, previous = ends.get(event.desk_id, (0, START))
        if event.desk_number != number + 1 or event.desk_hash != desk_digest(event, previous):
            raise Broken(event.number, "does not follow from the one before it at its desk")
        ends[event.desk_id] = event.desk_number, event.desk_hash


def head() -> Head | None:
    """The log as it ends now, signed; None while it is empty."""
    last = _last()
    return heads.head_of(last) if last else None


def last_hash() -> bytes:
    """The 32 bytes that vouch for the whole log."""
    last = _last()
    return last.hash if last else START


def _wait_for_my_turn() -> None:
    # SQLite lets one transaction write at a time; PostgreSQL must be told to.
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_CHAIN)))


def _desk_end(desk_id: str) -> tuple[int, bytes]:
    last = last_of(desk_id)
    return (last.desk_number, last.desk_hash) if last else (0, START)


def last_of(desk_id: str) -> Event | None:
    """The newest event of a desk."""
    chosen = select(Event).where(Event.desk_id == desk_id).order_by(Event.desk_number.desc())
    return db.session.scalars(chosen.limit(1)).first()


def _last() -> Event | None:
    return db.session.scalars(select(Event).order_by(Event.number.desc()).limit(1)).first()
