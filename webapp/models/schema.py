"""The schema's history: runs Alembic in process, for the command line, the start and the tests."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from webapp.models.engine import WRITE

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_ADVISORY_LOCK = 0x48494E47  # any number will do, as long as all nodes use the same


def alembic_config(connection: Connection) -> Config:
    """Alembic's configuration over an open connection; there is no alembic.ini to forget."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to `revision`; nodes that start together take turns."""
    with engine.connect().execution_options(**WRITE) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        command.upgrade(alembic_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema back to `revision`; for tests, and for an operator who must."""
    with engine.connect().execution_options(**WRITE) as connection, connection.begin():
        command.downgrade(alembic_config(connection), revision)
