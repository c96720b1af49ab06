"""The declarative base, the session, and the column helpers that force a choice of class.

Every column says what a thief of the database would hold: `public` (anyone may know it),
`sealed` (ciphertext, or a hash that opens nothing) or `workflow` (what the server must know
to do its work: ids, sizes, days). A test refuses columns without a class.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column

# Explicit names, so that migrations can drop what they made on every engine.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every aggregate derives from."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)


def public(*args: Any, **options: Any) -> MappedColumn[Any]:
    """A column that anyone may read."""
    return mapped_column(*args, info={"class": "public"}, **options)


def sealed(*args: Any, **options: Any) -> MappedColumn[Any]:
    """A column of ciphertext, or of hashes that open nothing."""
    return mapped_column(*args, info={"class": "sealed"}, **options)


def workflow(*args: Any, **options: Any) -> MappedColumn[Any]:
    """A column that the server needs in the clear to do its work."""
    return mapped_column(*args, info={"class": "workflow"}, **options)


def today() -> date:
    """The day in UTC; nothing finer than a day is ever stored about a reporter."""
    return datetime.now(UTC).date()
