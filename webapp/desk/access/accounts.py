"""What hangs on a moderator's account, found by its foreign keys: also in tables of tomorrow."""

from __future__ import annotations

from sqlalchemy import delete

from webapp.models import Base, Moderator, db


def clear_account(moderator_id: str) -> None:
    """Delete sessions, sheets, factors, and whatever else points to the account. Flushes."""
    db.session.flush()
    account = Base.metadata.tables[Moderator.__tablename__]
    for table in reversed(Base.metadata.sorted_tables):
        for column in table.columns:
            if any(key.column.table is account for key in column.foreign_keys):
                db.session.execute(delete(table).where(column == moderator_id))
    db.session.expire_all()
