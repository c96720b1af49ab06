"""What intake reads from and writes to the database; its callers hold the transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, CursorResult, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from webapp.errors import PacketDeskUnknown
from webapp.intake.headers import Announcement
from webapp.models import Base, Desk, Packet, PacketDesk, Upload, today
from webapp.models.storage_use import charge, charge_scopes

# Built once: making statements is half of what they cost.
_INSERT_PACKET = insert(Base.metadata.tables["packet"])
_INSERT_DESK = insert(Base.metadata.tables["packet_desk"])
_UNDERWAY = select(Upload.id).where(Upload.id.in_(bindparam("wanted", expanding=True)))


@dataclass(frozen=True)
class Held:
    """A whole packet, under the id it first came with."""

    id: str
    sha256: str
    length: int
    day: date


@dataclass(frozen=True)
class Underway:
    """An upload; `offset` bytes of it are safely stored. It ends when `expires` begins (UTC)."""

    facts: Announcement
    offset: int
    expires: date


def packets(session: Session, packet_id: str, sha256: str | None = None) -> list[Held]:
    """The packet with this id, and the one with these bytes; at most two, mostly none."""
    columns = select(Packet.id, Packet.sha256, Packet.length, Packet.day)
    same = Packet.id == packet_id
    found = session.execute(columns.where(or_(same, Packet.sha256 == sha256) if sha256 else same))
    return [Held(*row) for row in found]


def upload(session: Session, packet_id: str) -> Underway | None:
    """The upload with this id, if it is underway."""
    columns = select(Upload.sha256, Upload.length, Upload.desks, Upload.offset, Upload.expires)
    row = session.execute(columns.where(Upload.id == packet_id)).first()
    if row is None:
        return None
    facts = Announcement(packet_id, row.sha256, row.length, tuple(row.desks.split(",")))
    return Underway(facts, row.offset, row.expires)


def require_desks(session: Session, desks: Iterable[str]) -> None:
    """Raises PacketDeskUnknown unless all `desks` exist."""
    wanted = set(desks)
    if len(session.execute(select(Desk.id).where(Desk.id.in_(wanted))).all()) != len(wanted):
        raise PacketDeskUnknown()


def begin(session: Session, facts: Announcement, days: int) -> Underway:
    """A new upload at offset 0; IntegrityError when the id is taken."""
    underway = Underway(facts, 0, today() + timedelta(days=days))
    row = {
        "id": facts.id,
        "sha256": facts.sha256,
        "length": facts.length,
        "offset": 0,
        "desks": ",".join(facts.desks),
        "expires": underway.expires,
    }
    session.execute(insert(Upload), row)
    return underway


def advance(session: Session, before: Underway, offset: int, days: int) -> Underway | None:
    """Compare-and-set: from `before.offset` to `offset`; None when somebody else was faster."""
    after = Underway(before.facts, offset, today() + timedelta(days=days))
    same = (Upload.id == before.facts.id) & (Upload.offset == before.offset)
    change = update(Upload).where(same).values(offset=offset, expires=after.expires)
    result = session.execute(change, execution_options={"synchronize_session": False})
    if not (isinstance(result, CursorResult) and result.rowcount == 1):
        return None
    charge(session, [(before.facts.desks, offset - before.offset)])
    return after


def keep(connection: Connection, arrived: Sequence[Announcement]) -> list[Held]:
    """The rows of whole packets; IntegrityError when any of their ids or bytes is held already."""
    held = [Held(facts.id, facts.sha256, facts.length, today()) for facts in arrived]
    if held:
        connection.execute(_INSERT_PACKET, [vars(one) for one in held])
        both = zip(held, arrived, strict=True)
        announced = [row for one, facts in both for row in _announced(one, facts.desks)]
        connection.execute(_INSERT_DESK, announced)
        charge(connection, [(facts.desks, facts.length) for facts in arrived])
    return held


def underway(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Those of `ids` that are ids of uploads."""
    return set(connection.execute(_UNDERWAY, {"wanted": list(ids)}).scalars())


def add_desks(session: Session, held: Held, desks: Iterable[str]) -> None:
    """Announce a held packet for those of `desks` that do not have it yet."""
    have = session.execute(select(PacketDesk.desk_id).where(PacketDesk.packet_id == held.id))
    missing = set(desks) - set(have.scalars())
    if missing:
        require_desks(session, missing)
        session.execute(insert(PacketDesk), _announced(held, missing))
        charge_scopes(session, dict.fromkeys(missing, held.length))


def _announced(held: Held, desks: Iterable[str]) -> list[dict[str, str | date]]:
    return [{"packet_id": held.id, "desk_id": desk, "day": held.day} for desk in desks]


def forget(session: Session | Connection, packet_id: str) -> None:
    """Remove an upload's row, and what it took up."""
    gone = delete(Upload).where(Upload.id == packet_id).returning(Upload.desks, Upload.offset)
    rows = session.execute(gone).all()
    charge(session, [(row.desks.split(","), -row.offset) for row in rows])


def overdue(session: Session, limit: int) -> list[str]:
    """Ids of uploads whose day has come, the oldest first."""
    late = select(Upload.id).where(Upload.expires <= today()).order_by(Upload.expires)
    return list(session.execute(late.limit(limit)).scalars())
