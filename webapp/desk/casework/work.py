"""The work of one transaction at a desk: looked up together, written together.

A bulk of 500 changes holds the desk, and on SQLite every other writer, until it is done. So what it
needs is fetched in a few queries before, and its rows go in a few statements at the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from webapp.desk.casework import cards, cursor
from webapp.desk.casework.cards import Posted, Sealed
from webapp.desk.log import audit
from webapp.desk.service import active_key
from webapp.errors import PacketTaken, PacketUnknown
from webapp.models import Case, CasePacket, PacketDesk, db, today


@dataclass(frozen=True, kw_only=True)
class CameFrom:
    """What a browser found in a packet: which desk says that it handed it over.

    `confirmed`: whether that desk signed it, as far as the browser could tell.
    """

    desk: str
    digest: bytes
    confirmed: bool

    @property
    def kind(self) -> str:
        """The kind of its line in the log."""
        return "handed_in" if self.confirmed else "handed_doubtful"


@dataclass(frozen=True)
class Actor:
    """Who does it, and for which desk."""

    desk_id: str
    moderator_id: str


class Work:
    """Changes by one moderator, while nobody else can change anything of the desk."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._cursor = cursor.hold(desk_id=actor.desk_id)
        self._cases: dict[str, Case] = {}
        self._sent: set[str] = set()
        self._taken: dict[str, str] = {}
        self._posted: list[Posted] = []
        self._put: list[CasePacket] = []

    @cached_property
    def key(self) -> str:
        """The fingerprint of the key under which cards are sealed now."""
        return active_key(self.actor.desk_id).fingerprint

    @cached_property
    def _pen(self) -> audit.Pen:
        return audit.Pen()

    def look_up(self, case_ids: Iterable[str], packet_ids: Iterable[str]) -> None:
        """Fetch cases and packets that are going to be spoken of."""
        desk_id, ids, packets = self.actor.desk_id, list(case_ids), list(packet_ids)
        chosen = select(Case).where(Case.desk_id == desk_id, Case.id.in_(ids))
        self._cases |= {case.id: case for case in db.session.scalars(chosen)}
        if not packets:
            return
        sent = select(PacketDesk.packet_id).where(
            PacketDesk.desk_id == desk_id, PacketDesk.packet_id.in_(packets)
        )
        self._sent |= set(db.session.scalars(sent))
        taken = select(CasePacket.packet_id, CasePacket.case_id).where(
            CasePacket.desk_id == desk_id, CasePacket.packet_id.in_(packets)
        )
        self._taken |= {row.packet_id: row.case_id for row in db.session.execute(taken)}

    def case(self, case_id: str) -> Case | None:
        """A case that was looked up, or opened in this work."""
        return self._cases.get(case_id)

    def check_packets(self, packets: Iterable[str]) -> None:
        """Raises PacketUnknown, or PacketTaken for one that is in a case already."""
        for packet_id in packets:
            if packet_id not in self._sent:
                raise PacketUnknown
            if packet_id in self._taken:
                raise PacketTaken(case=self._taken[packet_id])

    def advance(self, case: Case, card: Sealed | None) -> None:
        """Count a change, of the desk and of the case; a checked card is kept under its number."""
        self._cursor.seq += 1
        case.version += 1
        case.seq, case.changed = self._cursor.seq, today()
        self._cases[case.id] = case
        if card is not None:
            case.card = case.seq
            self._posted.append(Posted(case.desk_id, case.id, case.seq, card))

    def put_in(self, case: Case, packets: Iterable[str], came: CameFrom | None = None) -> None:
        """Put checked packets into the case, each with a line in the log, and whence they came."""
        for packet_id in packets:
            self._taken[packet_id] = case.id
            row = CasePacket(desk_id=case.desk_id, packet_id=packet_id, case_id=case.id)
            self._put.append(row)
            self.note(case, "case_packet", packet_id=packet_id)
            if came:
                self.note(case, came.kind, came.desk, packet_id=packet_id, digest=came.digest)

    def note(
        self,
        case: Case,
        kind: str,
        detail: str | None = None,
        *,
        packet_id: str | None = None,
        card: Sealed | None = None,
        digest: bytes | None = None,
    ) -> None:
        """One line in the log; `digest` is of what came instead of a card."""
        self._pen.note(
            kind,
            desk_id=self.actor.desk_id,
            moderator_id=self.actor.moderator_id,
            packet_id=packet_id,
            case_id=case.id,
            detail=detail,
            card=hashlib.sha256(card.file).digest() if card else digest,
        )

    def finish(self) -> None:
        """Flush all of it."""
        db.session.add_all(self._cases.values())
        db.session.flush()
        cards.add_cards(self._posted)
        db.session.add_all(self._put)
        self._pen.put_down()


@contextmanager
def at_desk(actor: Actor) -> Iterator[Work]:
    """Work inside a transaction; written when the block ends."""
    work = Work(actor)
    with db.session.no_autoflush:
        yield work
    work.finish()
