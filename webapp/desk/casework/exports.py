"""That something of a desk is taken out: noted in the log, and for cases the log's own words.

The server does not see what is taken out. It notes that it happened, and hands out what its log
says of the cases, so that whoever gets them can tell how they were handled.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from webapp.crypto.extract import sign_extract
from webapp.crypto.receipts import sign_receipt
from webapp.desk.log import audit, heads
from webapp.errors import CaseUnknown
from webapp.models import Case, CasePacket, Event, Packet, db
from webapp.web.context import secrets

MOST_CASES = 100
FORMS = ("bundle", "dossier")


@dataclass(frozen=True)
class Extract:
    """What the log says of some cases. `custody`: JSON in ASCII; `signature`: over its digest."""

    custody: str
    signature: str


def note_cases(*, desk_id: str, moderator_id: str, form: str, case_ids: Sequence[str]) -> Extract:
    """Note for each case that it was taken out in this form; flushes.

    Raises CaseUnknown when one of them is not the desk's, or was deleted.
    """
    cases = _cases(desk_id, case_ids)
    pen = audit.Pen()
    noted = [
        pen.note(
            "case_exported",
            desk_id=desk_id,
            moderator_id=moderator_id,
            case_id=case.id,
            detail=form,
        )
        for case in cases
    ]
    pen.put_down()
    last = noted[-1]
    facts = _custody(desk_id, cases, last)
    custody = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    signature = sign_extract(secrets().receipt_key, custody.encode("ascii"), last.day)
    return Extract(custody, signature)


def note_table(*, desk_id: str, moderator_id: str, rows: int) -> None:
    """Note that a table with so many lines was taken out; flushes."""
    audit.record("table_exported", desk_id=desk_id, moderator_id=moderator_id, detail=str(rows))


def _cases(desk_id: str, case_ids: Sequence[str]) -> list[Case]:
    """In the order in which they were asked for."""
    mine = select(Case).where(Case.desk_id == desk_id, Case.id.in_(case_ids), ~Case.gone)
    found = {case.id: case for case in db.session.scalars(mine)}
    if len(found) != len(case_ids):
        raise CaseUnknown
    return [found[case_id] for case_id in case_ids]


def _custody(desk_id: str, cases: Sequence[Case], last: Event) -> dict[str, object]:
    """`last`: the log's last entry, which is about the last of these cases."""
    case_ids = [case.id for case in cases]
    return {
        "version": 1,
        "desk": desk_id,
        "day": last.day.isoformat(),
        "head": str(heads.head_of(last)),
        "cases": [
            {
                "case": case.id,
                "state": case.state,
                "opened": case.opened.isoformat(),
                "version": case.version,
            }
            for case in cases
        ],
        "packets": _packets(desk_id, case_ids),
        "events": [_event(event) for event in _events(desk_id, case_ids)],
    }


def _packets(desk_id: str, case_ids: Sequence[str]) -> list[dict[str, object]]:
    """The cases' packets, each with the receipt that its phone was given."""
    chosen = (
        select(Packet, CasePacket.case_id)
        .join(CasePacket, CasePacket.packet_id == Packet.id)
        .where(CasePacket.desk_id == desk_id, CasePacket.case_id.in_(case_ids))
        .order_by(Packet.day, Packet.id)
    )
    key = secrets().receipt_key
    return [
        {
            "case": case_id,
            "packet": packet.id,
            "bytes": packet.length,
            "receipt": sign_receipt(key, packet.id, packet.sha256, packet.day),
        }
        for packet, case_id in db.session.execute(chosen)
    ]


def _events(desk_id: str, case_ids: Sequence[str]) -> Sequence[Event]:
    """Whatever the log says of these cases or of their packets, the oldest first."""
    packets = select(CasePacket.packet_id).where(
        CasePacket.desk_id == desk_id, CasePacket.case_id.in_(case_ids)
    )
    concerns: ColumnElement[bool] = or_(
        Event.case_id.in_(case_ids),
        Event.packet_id.in_(packets),
        and_(Event.kind == "case_merged", Event.detail.in_(case_ids)),
    )
    chosen = select(Event).where(Event.desk_id == desk_id, concerns).order_by(Event.number)
    return db.session.scalars(chosen).all()


def _event(event: Event) -> dict[str, object]:
    """Without its number, which would tell how much else is done here, and elsewhere."""
    return {
        "day": event.day.isoformat(),
        "kind": event.kind,
        "moderator": event.moderator_id,
        "case": event.case_id,
        "packet": event.packet_id,
        "detail": event.detail,
        "card": event.card.hex() if event.card else None,
        "hash": event.hash.hex(),
        # In the chain of the desk alone, which its own auditors can follow.
        "desk_hash": event.desk_hash.hex(),
    }
