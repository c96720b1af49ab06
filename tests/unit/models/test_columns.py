"""Every column says what a thief of the database would hold."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Date, DateTime, Time

from webapp.models import Base

COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]
ARRIVAL = ("packet", "packet_desk", "upload", "packet_read", "passage")
LETTERS = ("mailbox", "letter", "correspondence", "desk_copy")


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_has_a_class(column: Column[object]) -> None:
    assert column.info.get("class") in ("public", "sealed", "workflow")


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_no_column_keeps_a_time(column: Column[object]) -> None:
    assert not isinstance(column.type, DateTime | Time)


@pytest.mark.parametrize("name", ARRIVAL + LETTERS)
def test_tables_of_arrival_keep_no_order_of_arrival(name: str) -> None:
    table = Base.metadata.tables[name]
    assert table.dialect_kwargs["sqlite_with_rowid"] is False
    days = [column for column in table.columns if column.name in ("day", "expires")]
    assert all(isinstance(column.type, Date) for column in days)
