"""A desk's cases: opened, changed, merged and split, each time whole, with a line in the log.

Everything is checked before anything is written, so that in a bulk of changes one that is refused
leaves nothing behind. What they speak of was looked up before (`look_up` in `work`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from webapp.desk import roles
from webapp.desk.casework import cards, lifecycle
from webapp.desk.casework.cards import Sealed
from webapp.desk.casework.work import CameFrom, Work
from webapp.errors import (
    AssigneeUnknown,
    CaseConflict,
    CaseState,
    CaseUnknown,
    FormInvalid,
    PacketUnknown,
)
from webapp.models import CardFile, Case, CasePacket, Moderator, db, today


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """A case as a browser opens it."""

    id: str
    packets: tuple[str, ...]
    card: Sealed
    state: str = lifecycle.FIRST
    assignee: str | None = None
    came: CameFrom | None = None


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
    came: CameFrom | None = None


def look_up(work: Work, wanted: Sequence[NewCase | CaseChange]) -> None:
    """Fetch at once what all of these speak of."""
    packets = [packet for one in wanted for packet in one.packets]
    work.look_up([one.id for one in wanted], packets)


def open_case(work: Work, new: NewCase) -> Case:
    """Open a case that was looked up; the same request again changes nothing.

    Raises CaseConflict, CaseState, PacketUnknown, PacketTaken, AssigneeUnknown, CardMalformed
    and CardKey.
    """
    known = work.case(new.id)
    if known is not None:
        return _same_or_conflict(known, 1, new.card)
    if not lifecycle.may_begin(new.state):
        raise CaseState(state=lifecycle.FIRST)
    _check_assignee(work, new.assignee)
    work.check_packets(new.packets)
    cards.check_card(new.card, key=work.key)
    case = _blank(work, new)
    work.advance(case, new.card)
    work.note(case, "case_opened", new.state, card=new.card)
    work.put_in(case, new.packets, new.came)
    return case


def change_case(work: Work, change: CaseChange) -> Case:
    """Change a case that was looked up and is as its browser knew it; again changes nothing.

    Raises CaseUnknown and what `open_case` raises.
    """
    case = _known(work, change.id)
    if case.version != change.version:
        return _same_or_conflict(case, change.version + 1, change.card)
    if change.state is not None and not lifecycle.may_follow(case.state, change.state):
        raise CaseState(state=case.state)
    _check_assignee(work, change.assignee)
    work.check_packets(change.packets)
    if change.card is not None:
        cards.check_card(change.card, key=work.key)
    if change.assigns:
        case.assignee = change.assignee
    case.state = change.state or case.state
    work.advance(case, change.card)
    _note_change(work, case, change)
    work.put_in(case, change.packets, change.came)
    return case


def merge_cases(work: Work, *, source: CaseChange, target: CaseChange) -> tuple[Case, Case]:
    """Make `source` a duplicate and put its packets into `target`, or do neither.

    Raises CaseUnknown, CaseConflict, CaseState, CardMalformed and CardKey.
    """
    both = [_known(work, change.id) for change in (source, target)]
    for case, change in zip(both, (source, target), strict=True):
        if case.version != change.version:
            raise CaseConflict(case=case.id, version=case.version, seq=case.seq)
        if change.card is not None:
            cards.check_card(change.card, key=work.key)
    duplicate, kept = both
    if not lifecycle.may_follow(duplicate.state, "duplicate"):
        raise CaseState(state=duplicate.state)
    duplicate.state = "duplicate"
    for case, change in zip(both, (source, target), strict=True):
        work.advance(case, change.card)
    mine = (CasePacket.desk_id == duplicate.desk_id, CasePacket.case_id == duplicate.id)
    db.session.execute(update(CasePacket).where(*mine).values(case_id=kept.id))
    work.note(duplicate, "case_merged", kept.id, card=source.card)
    work.note(kept, "case_changed", card=target.card)
    return duplicate, kept


def split_case(work: Work, *, source: CaseChange, new: NewCase) -> tuple[Case, Case]:
    """Open a case over some of the packets of another one, which keeps the rest, or do neither.

    Raises CaseUnknown, CaseConflict, FormInvalid, PacketUnknown, CardMalformed and CardKey.
    """
    case = _known(work, source.id)
    if case.version != source.version or work.case(new.id) is not None:
        raise CaseConflict(version=case.version, seq=case.seq)
    mine = (CasePacket.desk_id == case.desk_id, CasePacket.case_id == case.id)
    packets = set(db.session.scalars(select(CasePacket.packet_id).where(*mine)))
    if not packets.issuperset(new.packets):
        raise PacketUnknown
    if not new.packets or len(new.packets) == len(packets):
        raise FormInvalid(field="packets")
    for card in (source.card, new.card):
        if card is not None:
            cards.check_card(card, key=work.key)
    split = _blank(work, new)
    work.advance(case, source.card)
    work.advance(split, new.card)
    db.session.add(split)
    db.session.flush()
    moved = update(CasePacket).where(*mine, CasePacket.packet_id.in_(new.packets))
    db.session.execute(moved.values(case_id=split.id))
    work.note(case, "case_split", split.id, card=source.card)
    work.note(split, "case_opened", split.state, card=new.card)
    return case, split


def hold_case(work: Work, *, case_id: str, hold: bool) -> Case:
    """Keep a case from ever being deleted, or let it go; raises CaseUnknown."""
    case = _known(work, case_id)
    if case.hold != hold:
        case.hold = hold
        work.advance(case, None)
        work.note(case, "case_held" if hold else "case_released")
    return case


def is_ours(*, case_id: str, desk_id: str) -> bool:
    """Whether the desk has such a case."""
    found = db.session.get(Case, (desk_id, case_id))
    return found is not None and not found.gone


def _blank(work: Work, new: NewCase) -> Case:
    return Case(
        desk_id=work.actor.desk_id,
        id=new.id,
        state=new.state,
        assignee=new.assignee,
        opened=today(),
        version=0,
        card=0,
        hold=False,
        gone=False,
    )


def _known(work: Work, case_id: str) -> Case:
    case = work.case(case_id)
    if case is None or case.gone:
        raise CaseUnknown
    return case


def _same_or_conflict(case: Case, version: int, card: Sealed | None) -> Case:
    """The case, if this very card made it that version: its answer was lost; else raises."""
    if card is None or case.version != version:
        raise CaseConflict(version=case.version, seq=case.seq)
    stored = db.session.get(CardFile, (case.desk_id, case.card))
    if stored is None or stored.file != card.file:
        raise CaseConflict(version=case.version, seq=case.seq)
    return case


def _check_assignee(work: Work, moderator_id: str | None) -> None:
    if moderator_id is None:
        return
    found = db.session.get(Moderator, moderator_id)
    if found is None or found.desk_id != work.actor.desk_id or not roles.reads(found.role):
        raise AssigneeUnknown


def _note_change(work: Work, case: Case, change: CaseChange) -> None:
    if change.state is not None:
        work.note(case, "case_state", change.state, card=change.card)
    elif change.card is not None:
        work.note(case, "case_changed", card=change.card)
    if change.assigns:
        work.note(case, "case_assigned", change.assignee)
