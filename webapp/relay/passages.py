"""What is still to be passed on, and what became of it; and what intake may promise over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, delete, exists, func, or_, select, union, update
from sqlalchemy.orm import Session, aliased

from webapp.errors import PacketUnknown, table
from webapp.models import Packet, PacketDesk, Passage, db, today
from webapp.models.storage_use import charge
from webapp.web.transaction import transaction

# Refusals that hold for the packet whenever it comes, but may end when the upstream changes.
FOR_GOOD = ("packet_conflict", "packet_desk_unknown", "packet_malformed", "packet_too_large")


@dataclass(frozen=True)
class Errand:
    """Bytes to be announced upstream under `packet_id`, and delivered if they are not there."""

    packet_id: str
    sha256: str
    length: int
    desks: tuple[str, ...]


class Passed:
    """The promises of a relay (webapp.intake.promises)."""

    def receipt(self, packet_id: str, sha256: str, day: date) -> str | None:  # noqa: ARG002
        session = db.session()
        found = session.get(Passage, packet_id)
        announced = session.execute(_desks_of(sha256)).scalar_one()
        session.rollback()
        if found is None:
            return None
        if found.refused:
            raise PacketUnknown()
        return found.receipt if found.desks >= announced else None

    def announced(self, packet_id: str, sha256: str) -> None:
        """A second id for held bytes becomes an errand of its own."""
        session = db.session()
        found = session.get(Passage, packet_id)
        own = session.get(Packet, packet_id)
        session.rollback()
        if found is None and own is None:
            with transaction() as writing:
                writing.merge(_passage(packet_id, sha256))
        elif found and found.refused:
            raise table()[found.refused]()


def errands(session: Session) -> list[Errand]:
    """All that has no receipt yet, or not for all its desks; refused ones once a day. By id."""
    own, other = select(Packet.id, Packet.sha256), select(Passage.packet_id, Passage.sha256)
    asked = union(own, other).subquery()
    told = _desks_of(Packet.sha256).correlate(Packet).scalar_subquery()
    open_ = or_(Passage.receipt.is_(None), Passage.desks < told)
    due = or_(Passage.refused.is_(None), Passage.day < today())
    rows = session.execute(
        select(asked.c.id, Packet.sha256, Packet.length)
        .join(Packet, Packet.sha256 == asked.c.sha256)
        .outerjoin(Passage, Passage.packet_id == asked.c.id)
        .where(or_(Passage.packet_id.is_(None), and_(open_, due)))
        .order_by(asked.c.id)
    ).all()
    return [
        Errand(packet_id, sha256, length, _desks(session, sha256))
        for packet_id, sha256, length in rows
    ]


def done(session: Session, errand: Errand, receipt: str) -> None:
    """The upstream signed, and the receipt was verified."""
    fresh = _passage(errand.packet_id, errand.sha256, desks=len(errand.desks), receipt=receipt)
    session.merge(fresh)


def refused(session: Session, errand: Errand, code: str) -> None:
    """The upstream will not have it; `code` is one of FOR_GOOD."""
    session.merge(_passage(errand.packet_id, errand.sha256, refused=code))


def forget(session: Session, sha256: str) -> None:
    """Nothing of these bytes is known any more: whoever has them may bring them again."""
    let_go(session, sha256)
    session.execute(delete(Passage).where(Passage.sha256 == sha256))
    session.execute(delete(Packet).where(Packet.sha256 == sha256))


def let_go(session: Session, sha256: str) -> None:
    """The bytes are no longer here: they take no room from now on, and that only once."""
    gone = exists().where(Passage.sha256 == sha256, Passage.kept.is_(False))
    length = session.scalar(select(Packet.length).where(Packet.sha256 == sha256, ~gone))
    charge(session, [(_desks(session, sha256), -(length or 0))])
    session.execute(update(Passage).where(Passage.sha256 == sha256).values(kept=False))


def finished(session: Session, until: date, *, kept: bool) -> list[str]:
    """Digests of bytes of which every errand was done by `until`; `kept`: only those still here."""
    unfinished = aliased(Passage)
    late = exists().where(
        unfinished.sha256 == Passage.sha256,
        or_(unfinished.receipt.is_(None), unfinished.day > until),
    )
    told = _desks_of(Passage.sha256).correlate(Passage).scalar_subquery()
    chosen = select(Passage.sha256).where(Passage.day <= until, ~late, Passage.desks >= told)
    if kept:
        chosen = chosen.where(Passage.kept)
    return list(session.execute(chosen.distinct()).scalars())


def _passage(packet_id: str, sha256: str, **told: object) -> Passage:
    facts = {"desks": 0, "receipt": None, "refused": None, **told}
    return Passage(packet_id=packet_id, sha256=sha256, kept=True, day=today(), **facts)


def _desks_of(sha256: object) -> Select[int]:
    """How many desks these bytes were announced for."""
    of = aliased(Packet)
    return (
        select(func.count())
        .select_from(PacketDesk)
        .join(of, of.id == PacketDesk.packet_id)
        .where(of.sha256 == sha256)
    )


def _desks(session: Session, sha256: str) -> tuple[str, ...]:
    chosen = select(PacketDesk.desk_id).join(Packet, Packet.id == PacketDesk.packet_id)
    found = session.execute(chosen.where(Packet.sha256 == sha256).order_by(PacketDesk.desk_id))
    return tuple(found.scalars())
