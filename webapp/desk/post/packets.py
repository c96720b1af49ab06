"""A desk's packets: listed newest first, opened under the log's eye, marked as read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, select, tuple_

from webapp.desk.casework import cursor
from webapp.desk.log import audit
from webapp.models import CasePacket, Packet, PacketDesk, PacketRead, db

PAGE = 50
UNCARDED_PAGE = 500


@dataclass(frozen=True)
class Row:
    """One line of the list. `size` in bytes of ciphertext."""

    id: str
    size: int
    day: date
    read: bool


@dataclass(frozen=True)
class Cursor:
    """The last row that was seen; within a day, packets are in the order of their random ids."""

    day: date
    id: str

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """From `YYYY-MM-DD.<id>`; ValueError for anything else."""
        day, _, packet_id = text.partition(".")
        if len(packet_id) != 32 or not set(packet_id) <= set("0123456789abcdef"):
            raise ValueError("not a cursor")
        return cls(date.fromisoformat(day), packet_id)

    def __str__(self) -> str:
        return f"{self.day.isoformat()}.{self.id}"


def list_packets(*, desk_id: str, after: Cursor | None) -> tuple[list[Row], Cursor | None]:
    """Up to PAGE packets of the desk, newest first, and where the next page begins."""
    return _page(_listing(desk_id, after), PAGE)


def list_uncarded(*, desk_id: str, after: Cursor | None) -> tuple[list[Row], Cursor | None]:
    """The same of packets that are in no case, up to UNCARDED_PAGE."""
    waiting = cursor.waiting(desk_id=desk_id)
    cased = exists().where(
        CasePacket.desk_id == desk_id, CasePacket.packet_id == PacketDesk.packet_id
    )
    # When all that wait were found, the walk need not go on through years of packets in cases.
    found = _listing(desk_id, after).where(~cased)
    return _page(found, UNCARDED_PAGE, waiting)


def _listing(desk_id: str, after: Cursor | None) -> Select[str, int, date, str]:
    chosen = (
        select(Packet.id, Packet.length, PacketDesk.day, PacketRead.packet_id)
        .join(PacketDesk, PacketDesk.packet_id == Packet.id)
        .outerjoin(
            PacketRead,
            (PacketRead.packet_id == Packet.id) & (PacketRead.desk_id == PacketDesk.desk_id),
        )
        .where(PacketDesk.desk_id == desk_id)
        .order_by(PacketDesk.day.desc(), PacketDesk.packet_id.desc())
    )
    if after is not None:
        place = tuple_(PacketDesk.day, PacketDesk.packet_id)
        chosen = chosen.where(place < (after.day, after.id))
    return chosen


def _page(
    chosen: Select[str, int, date, str], size: int, most: int | None = None
) -> tuple[list[Row], Cursor | None]:
    limit = size + 1 if most is None else min(size + 1, most)
    found = [
        Row(id_, length, day, bool(read))
        for id_, length, day, read in db.session.execute(chosen.limit(limit))
    ]
    rows = found[:size]
    more = len(found) > size
    return rows, Cursor(rows[-1].day, rows[-1].id) if more else None


def is_addressed(*, packet_id: str, desk_id: str) -> bool:
    """Whether the packet was sent to this desk."""
    return db.session.get(PacketDesk, (packet_id, desk_id)) is not None


def open_packet(*, packet_id: str, desk_id: str, moderator_id: str) -> tuple[Row, str]:
    """The packet's line and its SHA-256 in hex, with the opening written to the log."""
    audit.record("opened", desk_id=desk_id, moderator_id=moderator_id, packet_id=packet_id)
    (row,), _ = _page(_listing(desk_id, None).where(Packet.id == packet_id), 1)
    return row, db.session.get_one(Packet, packet_id).sha256


def mark_read(*, packet_id: str, desk_id: str) -> None:
    """Mark the packet as read by this desk; a second time changes nothing."""
    if db.session.get(PacketRead, (packet_id, desk_id)) is None:
        db.session.add(PacketRead(packet_id=packet_id, desk_id=desk_id))
        db.session.flush()
