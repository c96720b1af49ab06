"""Deletes cases whose time is over, with their packets: by the desk's own rules, never in doubt.

docs/formats/cards.md §7. Left alone are cases that are held, that got a packet lately, whose packet
is just being sent once more, and all cases of a desk where packets wait to be looked at: one of
those could be the evidence that changes everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, exists, select

from webapp.desk.casework import cards, cursor
from webapp.desk.casework.lifecycle import ENDED
from webapp.desk.log import audit
from webapp.desk.service import active_key
from webapp.errors import CaseState
from webapp.models import (
    Case,
    CasePacket,
    Packet,
    PacketDesk,
    PacketRead,
    Retention,
    Upload,
    db,
    storage_use,
    today,
)
from webapp.storage import BlobStore

LEAST_DAYS = 30


def set_rule(*, slug: str, state: str, days: int) -> None:
    """Delete the desk's cases in this state `days` after their last change; 0: never. Flushes.

    Raises DeskUnknown, and CaseState for a state that is not an end.
    """
    active_key(slug)
    if state not in ENDED:
        raise CaseState(state=state)
    mine = (Retention.desk_id == slug, Retention.state == state)
    db.session.execute(delete(Retention).where(*mine))
    if days:
        db.session.add(Retention(desk_id=slug, state=state, days=days))
    db.session.flush()
    audit.record("retention", desk_id=slug, detail=f"{state} {days}")


def rules_of(*, slug: str) -> Sequence[Retention]:
    """The desk's rules, by state; raises DeskUnknown."""
    active_key(slug)
    chosen = select(Retention).where(Retention.desk_id == slug).order_by(Retention.state)
    return db.session.scalars(chosen).all()


def due(*, most: int = 200) -> list[tuple[str, str]]:
    """Desk and id of cases whose time is over, as far as can be told without a lock."""
    found: list[tuple[str, str]] = []
    for rule in db.session.scalars(select(Retention).order_by(Retention.desk_id)).all():
        if _is_anything_waiting(rule.desk_id):
            continue
        chosen = (
            select(Case.desk_id, Case.id)
            .where(Case.desk_id == rule.desk_id, Case.state == rule.state)
            .where(Case.gone.is_(False), Case.hold.is_(False), Case.changed < _before(rule))
            .limit(most)
        )
        found += [(desk_id, case_id) for desk_id, case_id in db.session.execute(chosen)]
    return found


def purge(*, blobs: BlobStore, desk_id: str, case_id: str) -> bool:
    """Delete one case, if it is still due now that nobody can change it; whether it was. Flushes.

    Bytes go before the commit: after it, a phone could send the same packet again and be promised
    bytes that are about to go. A crash in between leaves rows, and the next run ends what it began.
    """
    held = cursor.hold(desk_id=desk_id)
    case = db.session.get(Case, (desk_id, case_id), populate_existing=True)
    packets = _packets(desk_id, case_id)
    if case is None or not _is_due(case, packets):
        return False
    held.seq += 1
    case.gone, case.assignee, case.version, case.seq = True, None, case.version + 1, held.seq
    case.changed = today()
    cards.drop_cards(desk_id=desk_id, case_id=case_id)
    for packet in packets:
        _let_go(blobs, desk_id, packet)
    audit.record("case_purged", desk_id=desk_id, case_id=case_id, detail=case.state)
    return True


def _is_due(case: Case, packets: Sequence[Packet]) -> bool:
    rule = db.session.get(Retention, (case.desk_id, case.state))
    if rule is None or case.gone or case.hold or case.changed >= _before(rule):
        return False
    ids = [packet.id for packet in packets]
    fresh = exists().where(
        PacketDesk.desk_id == case.desk_id,
        PacketDesk.packet_id.in_(ids),
        PacketDesk.day >= _before(rule),
    )
    coming = exists().where(Upload.sha256.in_([packet.sha256 for packet in packets]))
    if db.session.scalar(select(fresh | coming)):
        return False
    return not _is_anything_waiting(case.desk_id)


def _before(rule: Retention) -> date:
    return today() - timedelta(days=rule.days)


def _is_anything_waiting(desk_id: str) -> bool:
    """Whether a packet that came before today is in no case."""
    cased = exists().where(
        CasePacket.desk_id == PacketDesk.desk_id, CasePacket.packet_id == PacketDesk.packet_id
    )
    waiting = exists().where(PacketDesk.desk_id == desk_id, PacketDesk.day < today(), ~cased)
    return cursor.waiting(desk_id=desk_id) > 0 and bool(db.session.scalar(select(waiting)))


def _packets(desk_id: str, case_id: str) -> Sequence[Packet]:
    chosen = (
        select(Packet)
        .join(CasePacket, CasePacket.packet_id == Packet.id)
        .where(CasePacket.desk_id == desk_id, CasePacket.case_id == case_id)
    )
    return db.session.scalars(chosen).all()


def _let_go(blobs: BlobStore, desk_id: str, packet: Packet) -> None:
    """Take the packet from this desk; the last desk that had it takes the bytes along."""
    for table in (CasePacket, PacketRead, PacketDesk):
        mine = (table.packet_id == packet.id, table.desk_id == desk_id)
        db.session.execute(delete(table).where(*mine))
    freed = {desk_id: -packet.length}
    if not db.session.scalar(select(exists().where(PacketDesk.packet_id == packet.id))):
        blobs.shred(packet.sha256)
        db.session.delete(packet)
        freed[storage_use.ALL] = -packet.length
    db.session.flush()
    storage_use.charge_scopes(db.session(), freed)
