"""A desk's cursor: numbers its changes one by one, and says cheaply whether there are any.

Whoever changes something holds the cursor's row until the commit, so numbers become visible in
their order and no browser that asks "what came after 7" can miss an 8 that was slower than a 9.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.models import CaseCursor, CasePacket, PacketDesk, db, today


def hold(*, desk_id: str) -> CaseCursor:
    """The cursor of the desk, which nobody else can change before the transaction ends."""
    # SQLite lets one transaction write at a time; PostgreSQL has to be asked for the row.
    dialect = db.session.get_bind().dialect.name
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    new = insert(CaseCursor).values(desk_id=desk_id, seq=0)
    db.session.execute(new.on_conflict_do_nothing(index_elements=["desk_id"]))
    chosen = select(CaseCursor).where(CaseCursor.desk_id == desk_id).with_for_update()
    return db.session.scalars(chosen.execution_options(populate_existing=True)).one()


def present(*, desk_id: str) -> int:
    """The number of the desk's last change; 0 before the first."""
    chosen = select(CaseCursor.seq).where(CaseCursor.desk_id == desk_id)
    return db.session.scalar(chosen) or 0


def mark(*, desk_id: str, after: int) -> str:
    """Changes whenever there is something new for a browser that is at `after`.

    Packets come without touching the cursor. They always come today, so that counting those of
    today and yesterday tells of each, however many there are.
    """
    recent = select(func.count()).where(
        PacketDesk.desk_id == desk_id, PacketDesk.day >= today() - timedelta(days=1)
    )
    return f"{after}.{present(desk_id=desk_id)}.{today():%Y%m%d}.{db.session.scalar(recent)}"


def waiting(*, desk_id: str) -> int:
    """How many packets of the desk are in no case."""
    sent = select(func.count()).where(PacketDesk.desk_id == desk_id)
    cased = select(func.count()).where(CasePacket.desk_id == desk_id)
    return (db.session.scalar(sent) or 0) - (db.session.scalar(cased) or 0)
