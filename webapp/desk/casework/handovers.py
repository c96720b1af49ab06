"""That a case is handed to another desk, and that a packet came from one: lines in the log.

The packets themselves go through intake, as anybody's do: here is no way from desk to desk, and the
digests in the two logs cannot be joined by whoever lacks the sealed statement
(docs/formats/handover.md §4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.desk.casework import cases
from webapp.desk.log import audit
from webapp.errors import CaseUnknown, DeskUnknown, PacketUnknown
from webapp.models import CasePacket, Desk, Event, db


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """A packet that is about to go to another desk; `digest`: 32 bytes, of its statement."""

    packet: str
    digest: bytes


def note_handover(
    *, desk_id: str, moderator_id: str, case_id: str, to: str, packets: Sequence[HandedOver]
) -> None:
    """Note which packets of the case go to desk `to`, once each; flushes.

    Raises CaseUnknown, DeskUnknown and PacketUnknown.
    """
    if not cases.is_ours(case_id=case_id, desk_id=desk_id):
        raise CaseUnknown
    if to == desk_id or db.session.get(Desk, to) is None:
        raise DeskUnknown
    mine = (CasePacket.desk_id == desk_id, CasePacket.case_id == case_id)
    held = set(db.session.scalars(select(CasePacket.packet_id).where(*mine)))
    if not held.issuperset(one.packet for one in packets):
        raise PacketUnknown
    pen = audit.Pen()
    noted = _noted(desk_id, case_id)
    for one in packets:
        if (one.packet, one.digest) not in noted:
            pen.note(
                "case_handed",
                desk_id=desk_id,
                moderator_id=moderator_id,
                packet_id=one.packet,
                case_id=case_id,
                detail=to,
                card=one.digest,
            )
    pen.put_down()


def _noted(desk_id: str, case_id: str) -> set[tuple[str | None, bytes | None]]:
    """What stands in the log: somebody who lost an answer asks again."""
    chosen = select(Event.packet_id, Event.card).where(
        Event.desk_id == desk_id, Event.case_id == case_id, Event.kind == "case_handed"
    )
    return {(row.packet_id, row.card) for row in db.session.execute(chosen)}
