"""One desk's log as its auditor's page saved it, checked without the database that it came from.

The file may come from anybody: what does not have the shape of `docs/formats/desk-keys.md` §6 is
refused with ValueError before anything of it is believed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from webapp.crypto.base64 import decode_url
from webapp.desk.log.audit import check_desks
from webapp.desk.log.heads import Broken
from webapp.models import Event

FORM = "hinghoi-desk-log-1"
# More than a busy desk writes in twenty years.
MOST_BYTES = 512 * 1024 * 1024
_HASH = re.compile(r"[0-9a-f]{64}")
_LINE = re.compile(
    r"(?P<statement>hinghoi-desk-log-head-v1\.(?P<desk>[a-z0-9-]{1,40})"
    r"\.(?P<number>[1-9][0-9]{0,11})\.[0-9]{4}-[0-9]{2}-[0-9]{2}\.(?P<hash>[0-9a-f]{64}))"
    r"\.(?P<signature>[A-Za-z0-9_-]{86})"
)


@dataclass(frozen=True)
class DeskHead:
    """That the log of a desk went so far and ended in this hash."""

    desk: str
    number: int
    hash: bytes
    statement: bytes
    signature: bytes

    @classmethod
    def parse(cls, line: str) -> DeskHead:
        """From the line that the page shows; ValueError for anything else."""
        found = _LINE.fullmatch(re.sub(r"\s", "", line))
        if found is None:
            raise ValueError("not a head of a desk's log")
        signature, statement = decode_url(found["signature"]), found["statement"].encode("ascii")
        number, digest = int(found["number"]), bytes.fromhex(found["hash"])
        return cls(found["desk"], number, digest, statement, signature)

    def is_signed_by(self, key: bytes) -> bool:
        """Whether the server with this receipt key (32 bytes) signed it."""
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(self.signature, self.statement)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Extract:
    """The events of a desk, the oldest first, and the head that came with them."""

    desk: str
    events: Sequence[Event]
    head: DeskHead

    @classmethod
    def parse(cls, data: bytes) -> Extract:
        """ValueError for what no page saved."""
        try:
            told: dict[str, Any] = json.loads(data.decode("utf-8"))
            if told["form"] != FORM:
                raise ValueError("of another form")
            desk = _text(told["desk"])
            events = [_event(desk, one) for one in told["events"]]
            return cls(desk, events, DeskHead.parse(_text(told["head"])))
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError("not the log of a desk") from error

    def verify(self, kept: Sequence[DeskHead], key: bytes | None) -> int:
        """How many events there are; raises Broken with the number of the first that is not right.

        `kept`: heads that were written down elsewhere. `key`: the server's receipt key; without it
        nobody's signature is believed or doubted.
        """
        check_desks(self.events)
        if self.head.number != len(self.events):
            raise Broken(len(self.events) + 1, "is missing: the head speaks of another end")
        for head in (self.head, *kept):
            self._compare(head)
            if key is not None and not head.is_signed_by(key):
                raise Broken(head.number, "has a head that this key did not sign")
        return len(self.events)

    def _compare(self, head: DeskHead) -> None:
        if head.desk != self.desk or head.number > len(self.events):
            raise Broken(len(self.events) + 1, "is missing, or the head is of another log")
        if self.events[head.number - 1].desk_hash != head.hash:
            raise Broken(head.number, "is not the one that the head speaks of")


def _event(desk: str, told: dict[str, Any]) -> Event:
    number = told["number"]
    if type(number) is not int or number < 1:
        raise ValueError("not the number of an event")
    card = _optional(told["card"])
    return Event(
        number=number,
        desk_number=number,
        day=date.fromisoformat(_text(told["day"])),
        kind=_text(told["kind"]),
        desk_id=desk,
        moderator_id=_optional(told["moderator"]),
        packet_id=_optional(told["packet"]),
        case_id=_optional(told["case"]),
        detail=_optional(told["detail"]),
        card=None if card is None else _digest(card),
        desk_hash=_digest(_text(told["hash"])),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)


def _digest(text: str) -> bytes:
    if not _HASH.fullmatch(text):
        raise ValueError("not a SHA-256")
    return bytes.fromhex(text)
