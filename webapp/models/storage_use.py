"""How many bytes lie here for each desk and in all, counted as they come and go.

A row for each desk instead of a sum over a million packets: it changes in the transaction that
changes what it counts. Here, because intake and the relay both add and take away, and neither may
import the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger, Connection, String, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session

from webapp.models.base import Base, workflow

ALL = ""  # the scope of the whole store: no desk has an empty name


class StorageUse(Base):
    """Bytes of packets and of unfinished uploads; `scope` is a desk's id or ALL.

    A packet for two desks counts for each of them, and once in all.
    """

    __tablename__ = "storage_use"
    __table_args__ = ({"sqlite_with_rowid": False},)

    scope: Mapped[str] = workflow(String(40), primary_key=True)
    bytes: Mapped[int] = workflow(BigInteger)


def charge(writer: Session | Connection, parcels: Iterable[tuple[Iterable[str], int]]) -> None:
    """Count `bytes` more (or fewer, when negative) for the desks of each parcel, and in all."""
    changes: dict[str, int] = {}
    for desks, size in parcels:
        for scope in (ALL, *desks):
            changes[scope] = changes.get(scope, 0) + size
    charge_scopes(writer, changes)


def charge_scopes(writer: Session | Connection, changes: dict[str, int]) -> None:
    """The same for scopes, in one order for everybody: rows are locked until the commit."""
    connection = writer.connection() if isinstance(writer, Session) else writer
    # Both engines have ON CONFLICT, in two dialects of SQLAlchemy.
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    for scope, change in sorted(changes.items()):
        if change:
            new = insert(StorageUse).values(scope=scope, bytes=change)
            whole = {"bytes": StorageUse.bytes + new.excluded.bytes}
            connection.execute(new.on_conflict_do_update(index_elements=["scope"], set_=whole))


def used(session: Session) -> dict[str, int]:
    """Bytes by scope; a scope without a row holds nothing."""
    rows = session.execute(select(StorageUse.scope, StorageUse.bytes))
    return {row.scope: row.bytes for row in rows}
