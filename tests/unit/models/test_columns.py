"""Every column says what a thief of the database would hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Date,
    DateTime,
    MetaData,
    String,
    Table,
    Time,
    create_engine,
    inspect,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from webapp.models import Base, schema
from webapp.models.base import workflow
from webapp.models.engine import prepare

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]
ARRIVAL = ("packet", "packet_desk", "upload", "packet_read", "passage")
LETTERS = ("mailbox", "letter", "correspondence", "desk_copy")


def has_a_class(column: Any) -> bool:
    return column.info.get("class") in ("public", "sealed", "workflow")


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_has_a_class(column: Column[object]) -> None:
    assert has_a_class(column)


def test_a_new_column_without_one_would_be_told() -> None:
    """However it is declared, and also in a table that is no model."""

    class Aside(DeclarativeBase):
        metadata = MetaData()

    class Note(Aside):
        __tablename__ = "note"
        id: Mapped[int] = workflow(primary_key=True)
        address: Mapped[str]
        agent: Mapped[str] = mapped_column(String)

    loose = Table("loose", Aside.metadata, Column("seen", String))
    told = [column.name for column in Note.__table__.columns if not has_a_class(column)]
    assert told == ["address", "agent"]
    assert [column.name for column in loose.columns if not has_a_class(column)] == ["seen"]


def test_the_database_has_no_column_beside_the_models(tmp_path: Path) -> None:
    """What a migration made by hand would be in no model, and so in no class."""
    engine = create_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    prepare(engine)
    schema.upgrade(engine)
    found = inspect(engine)
    there = {(t, c["name"]) for t in found.get_table_names() for c in found.get_columns(t)}
    engine.dispose()
    known = {(column.table.name, column.name) for column in COLUMNS}
    assert there - known == {("alembic_version", "version_num")}


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_keeps_a_time(column: Column[object]) -> None:
    assert not isinstance(column.type, DateTime | Time)


@pytest.mark.parametrize("name", ARRIVAL + LETTERS)
def test_tables_of_arrival_keep_no_order_of_arrival(name: str) -> None:
    table = Base.metadata.tables[name]
    assert table.dialect_kwargs["sqlite_with_rowid"] is False
    days = [column for column in table.columns if column.name in ("day", "expires")]
    assert all(isinstance(column.type, Date) for column in days)
