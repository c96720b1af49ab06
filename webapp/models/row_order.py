"""Makes PostgreSQL forget in which order rows came, and which came together.

SQLite keeps these tables in the order of their random ids. PostgreSQL keeps rows where they were
put, each with the number of the transaction that wrote it (`ctid` and `xmin`, chapter 5.6 of its
manual): in a seized database, a letter that was written next after a packet was opened is a pair.
So rows are written anew, all in one transaction, in the order of their ids. What packets left
behind lies in the file until VACUUM has been by. SQLite's write-ahead log has pages in the order in
which they were written, long after they were copied into the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, Engine, text

from webapp.models.base import Base, today

_NEW = "packet_id IN (SELECT id FROM packet WHERE day >= :since)"


def of_letters() -> list[str]:
    """All tables of mailboxes and letters, and what hangs on them; parents first."""
    return _and_children("mailbox", "correspondence", "desk_copy", "letter")


def of_packets() -> list[str]:
    """The table of packets and all that hang on it; parents first."""
    return _and_children("packet")


def _and_children(*names: str) -> list[str]:
    # Rows that hang on others would go with them when those are written anew.
    found: list[str] = []
    for table in Base.metadata.sorted_tables:
        parents = {key.column.table.name for key in table.foreign_keys}
        if table.name in names or parents & set(found):
            found.append(table.name)
    return found


def forget_letters(connection: Connection) -> None:
    """Write all tables of letters anew inside the caller's transaction; others wait meanwhile.

    Nothing on other engines.
    """
    if connection.dialect.name == "postgresql":
        names = of_letters()
        connection.execute(text(f"LOCK TABLE {', '.join(names)}"))
        for name in names:
            _set_aside(connection, name, "TRUE")
        # Into new files: of the old ones nothing is left to be vacuumed.
        connection.execute(text(f"TRUNCATE {', '.join(names)}"))
        _put_back(connection, names)


def forget_packets(connection: Connection) -> None:
    """The same for packets of yesterday and today; who only reads does not wait."""
    if connection.dialect.name == "postgresql":
        names, since = of_packets(), today() - timedelta(days=1)
        connection.execute(text(f"LOCK TABLE {', '.join(names)} IN SHARE ROW EXCLUSIVE MODE"))
        for name in names:
            _set_aside(connection, name, _new(name), since)
        for name in reversed(names):
            these = text(f"DELETE FROM {name} WHERE {_new(name)}")  # noqa: S608
            connection.execute(these, {"since": since})
        _put_back(connection, names)


def _new(name: str) -> str:
    return "day >= :since" if name == "packet" else _NEW


def _set_aside(
    connection: Connection, name: str, condition: str, since: date | None = None
) -> None:
    these = f"SELECT * FROM {name} WHERE {condition}"  # noqa: S608
    into = text(f"CREATE TEMP TABLE old_{name} ON COMMIT DROP AS {these}")
    connection.execute(into, {"since": since} if since else {})


def _put_back(connection: Connection, names: Sequence[str]) -> None:
    for name in names:
        # By all columns, of which the first are the primary key.
        again = f"INSERT INTO {name} SELECT * FROM old_{name} AS row ORDER BY row"  # noqa: S608
        connection.execute(text(again))
        connection.execute(text(f"DROP TABLE old_{name}"))


def empty_log(engine: Engine) -> None:
    """Cut SQLite's write-ahead log to nothing, unless somebody reads from it; no other engine's."""
    if engine.dialect.name == "sqlite":
        # Outside of any transaction, which the engine's own connections begin by themselves.
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            raw.close()
