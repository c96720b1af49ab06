"""The end of the log, signed: so that rows cannot be cut off it, or the chain be made anew.

A chain alone shows what was changed inside it. Whoever can write to the database could hash it all
again, or drop the newest rows. Each day's last row is therefore signed with the receipt key, which
is not in the database. A thief of the whole server has that key too: against them helps only a head
that was written down elsewhere (`hinghoi audit head`, and what a desk's auditor sees).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from webapp.crypto.base64 import decode_url, encode_url
from webapp.models import Event, LogHead, db
from webapp.web.context import secrets

_LINE = re.compile(
    r"hinghoi-log-head-v1\.(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"\.(?P<hash>[0-9a-f]{64})\.(?P<signature>[A-Za-z0-9_-]{86})"
)


class Broken(Exception):
    """The event `number` is not the one that was written, or is not there."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"event {number} {why}")
        self.number = number


@dataclass(frozen=True)
class Head:
    """That the log ended in the event with this hash. `day`: `YYYY-MM-DD`.

    `number` is that event's, where it is known; it is not signed, because desks see heads, and how
    much the others do is none of their business.
    """

    day: str
    hash: bytes
    signature: bytes
    number: int | None = None

    @classmethod
    def parse(cls, line: str) -> Head:
        """From the line that `str` gives; ValueError for anything else."""
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError("not a head of the log")
        return cls(found["day"], bytes.fromhex(found["hash"]), decode_url(found["signature"]))

    def __str__(self) -> str:
        return f"{self.statement}.{encode_url(self.signature)}"

    @property
    def statement(self) -> str:
        return f"hinghoi-log-head-v1.{self.day}.{self.hash.hex()}"

    def is_sound(self) -> bool:
        """Whether this server signed it."""
        key = Ed25519PublicKey.from_public_bytes(secrets().receipt_public)
        try:
            key.verify(self.signature, self.statement.encode("ascii"))
        except InvalidSignature:
            return False
        return True


def head_of(event: Event) -> Head:
    """The signed head of a log that ends with this event."""
    bare = Head(event.day.isoformat(), event.hash, b"", event.number)
    return replace(bare, signature=secrets().receipt_key.sign(bare.statement.encode("ascii")))


def sign(event: Event) -> None:
    """Keep the head of a day that is over. Flushes."""
    if db.session.get(LogHead, event.day) is not None:
        return  # the server's clock went back and came again
    signature = head_of(event).signature
    db.session.add(
        LogHead(day=event.day, number=event.number, hash=event.hash, signature=signature)
    )
    db.session.flush()


def kept() -> list[Head]:
    """All heads that were kept, the oldest first."""
    rows = db.session.scalars(select(LogHead).order_by(LogHead.day))
    return [Head(row.day.isoformat(), row.hash, row.signature, row.number) for row in rows]


def confirmed(events: Iterable[Event], heads: Iterable[Head]) -> Iterator[Event]:
    """The events, each after it was compared with the heads that speak of it; raises Broken.

    Once heads are kept, each day that has ended must have one.
    """
    open_ones = list(heads)
    by_number = {head.number: head for head in open_ones if head.number is not None}
    days = {head.day for head in by_number.values()}
    began = min(days, default="9999")
    seen: set[bytes] = set()
    last = None
    for event in events:
        if last is not None and began <= last.day.isoformat() < event.day.isoformat():
            _check_day(last, days)
        if event.number in by_number:
            _compare(event, by_number[event.number])
        seen.add(event.hash)
        yield event
        last = event
    following = last.number + 1 if last else 1
    for head in open_ones:
        if not head.is_sound() or head.hash not in seen:
            raise Broken(following, f"is missing, or the head of {head.day} is not of this log")


def _check_day(last: Event, days: set[str]) -> None:
    if last.day.isoformat() not in days:
        raise Broken(last.number, "ended a day, and the signed head of that day is missing")


def _compare(event: Event, head: Head) -> None:
    if not head.is_sound():
        raise Broken(event.number, "has a head that this server did not sign")
    if (event.day.isoformat(), event.hash) != (head.day, head.hash):
        raise Broken(event.number, f"is not the one that the head of {head.day} signed")
