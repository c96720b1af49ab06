"""What a connection must promise before anyone signs a receipt over it.

SQLite by default trades durability and privacy for speed: here a commit is on disk when it
returns (`synchronous=FULL`), and deleted rows are overwritten (`secure_delete`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_MILLISECONDS = 4000
WRITE = {"hinghoi_write": True}  # execution options of a transaction that will write

_PRAGMAS = (
    f"busy_timeout={BUSY_MILLISECONDS}",  # first: the others may have to wait as well
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "temp_store=MEMORY",
)


def engine_options(url: str, threads: int) -> dict[str, Any]:
    """Options for create_engine: a connection for each thread, and bounded waits for locks."""
    options: dict[str, Any] = {"pool_size": threads, "max_overflow": 4, "pool_timeout": 10}
    if not url.startswith("sqlite"):
        wait = f"-c lock_timeout={BUSY_MILLISECONDS} -c statement_timeout=30000"
        options |= {"pool_pre_ping": True, "connect_args": {"options": wait}}
    return options


def driver_url(url: str) -> str:
    """The same database with the driver named; psycopg 3 is the one that is installed."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def prepare(engine: Engine) -> None:
    """Attach the promises above to every connection of `engine`."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: Any) -> None:
    # The driver's own transactions begin too late and never IMMEDIATE; _on_begin does it.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _on_begin(connection: Connection) -> None:
    # A reader that turns writer can be refused at once whatever the timeout, so say it up front.
    write = connection.get_execution_options().get("hinghoi_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
