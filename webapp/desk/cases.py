"""A desk's cases: opened, changed and merged, each time whole, with a line in the log.

Everything is checked before anything is written, so that in a bulk of changes one that is refused
leaves nothing behind. Flushes; its caller commits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update

from webapp.desk import audit, cards, cursor, lifecycle, roles
from webapp.desk.cards import Sealed
from webapp.errors import (
    AssigneeUnknown,
    CaseConflict,
    CaseState,
    CaseUnknown,
    PacketTaken,
    PacketUnknown,
)
from webapp.models import CardFile, Case, CaseCursor, CasePacket, Moderator, PacketDesk, db, today


@dataclass(frozen=True)
class Actor:
    """Who does it, and for which desk."""

    desk_id: str
    moderator_id: str


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """A case as a browser opens it."""

    id: str
    packets: tuple[str, ...]
    card: Sealed
    state: str = lifecycle.FIRST
    assignee: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseChange:
    """What is to change in the case that was known as `version`; `card` comes with what it tells.

    `assigns`: whether `assignee` (None: nobody) is part of the change.
    """

    id: str
    version: int
    state: str | None = None
    assigns: bool = False
    assignee: str | None = None
    packets: tuple[str, ...] = ()
    card: Sealed | None = None


def open_case(actor: Actor, new: NewCase) -> Case:
    """Open a case; the same request again changes nothing.

    Raises CaseConflict, CaseState, PacketUnknown, PacketTaken, AssigneeUnknown, CardMalformed
    and CardKey.
    """
    held = cursor.hold(desk_id=actor.desk_id)
    known = db.session.get(Case, (actor.desk_id, new.id))
    if known is not None:
        return _same_or_conflict(known, 1, new.card)
    if not lifecycle.may_begin(new.state):
        raise CaseState(state=lifecycle.FIRST)
    _check_assignee(actor.desk_id, new.assignee)
    _check_packets(actor.desk_id, new.packets)
    cards.check_card(desk_id=actor.desk_id, card=new.card)
    case = Case(
        desk_id=actor.desk_id,
        id=new.id,
        state=new.state,
        assignee=new.assignee,
        opened=today(),
        version=0,
        card=0,
        hold=False,
        gone=False,
    )
    _advance(held, case, new.card)
    _note(actor, case, "case_opened", new.state, card=new.card)
    _put_in(actor, case, new.packets)
    return case


def change_case(actor: Actor, change: CaseChange) -> Case:
    """Change a case that is as its browser knew it; the same request again changes nothing.

    Raises CaseUnknown and what `open_case` raises.
    """
    held = cursor.hold(desk_id=actor.desk_id)
    case = _known(actor.desk_id, change.id)
    if case.version != change.version:
        return _same_or_conflict(case, change.version + 1, change.card)
    if change.state is not None and not lifecycle.may_follow(case.state, change.state):
        raise CaseState(state=case.state)
    _check_assignee(actor.desk_id, change.assignee)
    _check_packets(actor.desk_id, change.packets)
    if change.card is not None:
        cards.check_card(desk_id=actor.desk_id, card=change.card)
    if change.assigns:
        case.assignee = change.assignee
    case.state = change.state or case.state
    _advance(held, case, change.card)
    _note_change(actor, case, change)
    _put_in(actor, case, change.packets)
    return case


def merge_cases(actor: Actor, *, source: CaseChange, target: CaseChange) -> tuple[Case, Case]:
    """Make `source` a duplicate and put its packets into `target`, or do neither.

    Raises CaseUnknown, CaseConflict, CaseState, CardMalformed and CardKey.
    """
    held = cursor.hold(desk_id=actor.desk_id)
    both = [_known(actor.desk_id, change.id) for change in (source, target)]
    for case, change in zip(both, (source, target), strict=True):
        if case.version != change.version:
            raise CaseConflict(case=case.id, version=case.version, seq=case.seq)
        if change.card is not None:
            cards.check_card(desk_id=actor.desk_id, card=change.card)
    duplicate, kept = both
    if not lifecycle.may_follow(duplicate.state, "duplicate"):
        raise CaseState(state=duplicate.state)
    duplicate.state = "duplicate"
    for case, change in zip(both, (source, target), strict=True):
        _advance(held, case, change.card)
    mine = (CasePacket.desk_id == actor.desk_id, CasePacket.case_id == duplicate.id)
    db.session.execute(update(CasePacket).where(*mine).values(case_id=kept.id))
    _note(actor, duplicate, "case_merged", kept.id, card=source.card)
    _note(actor, kept, "case_changed", None, card=target.card)
    return duplicate, kept


def hold_case(actor: Actor, *, case_id: str, hold: bool) -> Case:
    """Keep a case from ever being deleted, or let it go; raises CaseUnknown."""
    held = cursor.hold(desk_id=actor.desk_id)
    case = _known(actor.desk_id, case_id)
    if case.hold != hold:
        case.hold = hold
        _advance(held, case, None)
        _note(actor, case, "case_held" if hold else "case_released", None)
    return case


def is_ours(*, case_id: str, desk_id: str) -> bool:
    """Whether the desk has such a case."""
    found = db.session.get(Case, (desk_id, case_id))
    return found is not None and not found.gone


def _known(desk_id: str, case_id: str) -> Case:
    case = db.session.get(Case, (desk_id, case_id), populate_existing=True)
    if case is None or case.gone:
        raise CaseUnknown
    return case


def _same_or_conflict(case: Case, version: int, card: Sealed | None) -> Case:
    """The case, if this very card made it that version: its answer was lost; else raises."""
    stored = db.session.get(CardFile, (case.desk_id, case.card))
    mine = card is not None and stored is not None and stored.file == card.file
    if case.version != version or not mine:
        raise CaseConflict(version=case.version, seq=case.seq)
    return case


def _check_assignee(desk_id: str, moderator_id: str | None) -> None:
    if moderator_id is None:
        return
    found = db.session.get(Moderator, moderator_id)
    if found is None or found.desk_id != desk_id or not roles.reads(found.role):
        raise AssigneeUnknown


def _check_packets(desk_id: str, packets: Sequence[str]) -> None:
    for packet_id in packets:
        if db.session.get(PacketDesk, (packet_id, desk_id)) is None:
            raise PacketUnknown
        taken = db.session.get(CasePacket, (desk_id, packet_id))
        if taken is not None:
            raise PacketTaken(case=taken.case_id)


def _advance(held: CaseCursor, case: Case, card: Sealed | None) -> None:
    """Count the change, of the desk and of the case, and keep the card under that number."""
    held.seq += 1
    case.version += 1
    case.seq, case.changed = held.seq, today()
    if card is not None:
        case.card = held.seq
    db.session.add(case)
    db.session.flush()
    if card is not None:
        cards.add_card(desk_id=case.desk_id, number=held.seq, case_id=case.id, card=card)


def _put_in(actor: Actor, case: Case, packets: Sequence[str]) -> None:
    for packet_id in packets:
        db.session.add(CasePacket(desk_id=case.desk_id, packet_id=packet_id, case_id=case.id))
        db.session.flush()
        _note(actor, case, "case_packet", None, packet_id=packet_id)


def _note_change(actor: Actor, case: Case, change: CaseChange) -> None:
    if change.state is not None:
        _note(actor, case, "case_state", change.state, card=change.card)
    elif change.card is not None:
        _note(actor, case, "case_changed", None, card=change.card)
    if change.assigns:
        _note(actor, case, "case_assigned", change.assignee)


def _note(
    actor: Actor,
    case: Case,
    kind: str,
    detail: str | None,
    *,
    packet_id: str | None = None,
    card: Sealed | None = None,
) -> None:
    audit.record(
        kind,
        desk_id=actor.desk_id,
        moderator_id=actor.moderator_id,
        packet_id=packet_id,
        case_id=case.id,
        detail=detail,
        card=hashlib.sha256(card.file).digest() if card else None,
    )
