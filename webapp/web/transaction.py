"""The one place that commits.

Services flush and never commit, so that a request either happened or did not. The wait for a
locked database is bounded by the engine; what comes out of it is an answer a phone can act on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from webapp.errors import Busy, HinghoiError, StorageFull
from webapp.models import db
from webapp.models.engine import WRITE
from webapp.web.turns import RETRY_SECONDS, turn


@contextmanager
def transaction() -> Iterator[Session]:
    """Write inside the block; commits when it ends, rolls back when it raises.

    Raises Busy when the database stays locked or cannot be reached, StorageFull when it is full.
    """
    session = db.session()
    _end_reading(session)
    with turn(), _known_problems():
        try:
            session.connection(execution_options=WRITE)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise


@contextmanager
def writing() -> Iterator[Connection]:
    """The same without objects: one connection, for the few statements that many phones wait on."""
    with turn(), _known_problems(), _engine().begin() as connection:
        yield connection


def _engine() -> Engine:
    """The current application's engine for writing; made once, which costs more than it looks."""
    made: Engine | None = current_app.extensions.get("hinghoi.write_engine")
    if made is None:
        made = current_app.extensions["hinghoi.write_engine"] = db.engine.execution_options(**WRITE)
    return made


@contextmanager
def _known_problems() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        known = as_problem(error)
        if known is None:
            raise
        raise known from error


def _end_reading(session: Session) -> None:
    """Close the read transaction that earlier queries of this request left open."""
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes were made outside a transaction")
    session.rollback()


def as_problem(error: BaseException) -> HinghoiError | None:
    """The answer for a database that is locked, away or full; None when it is none of these."""
    if isinstance(error, PoolTimeout):
        return Busy(retry_after=RETRY_SECONDS)
    if isinstance(error, DBAPIError) and ("disk is full" in str(error.orig) or _is_full(error)):
        return StorageFull(retry_after=RETRY_SECONDS)
    if isinstance(error, OperationalError):
        return Busy(retry_after=RETRY_SECONDS)
    return None


def _is_full(error: DBAPIError) -> bool:
    # 53100 is PostgreSQL's disk_full (SQLSTATE, appendix A of its manual).
    return getattr(error.orig, "sqlstate", None) == "53100"
