"""The contract of migrations: head is the models, and every step goes up, down and up with data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect, select

from webapp.models import Base, schema
from webapp.models.engine import driver_url, prepare

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()))
]
SAMPLES = {str: "x", int: 1, bool: True, bytes: b"x", date: date(2026, 11, 21)}
# Made of other columns, in another way by each side of a step.
COMPUTED = {"fingerprint"}
Contents = dict[str, list[dict[str, object]]]
CHOSEN = {"holder": "recovery", "offset": 0}


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        made = create_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    else:
        made = create_engine(driver_url(request.getfixturevalue("postgres")))
    prepare(made)
    yield made
    made.dispose()


def test_head_equals_the_models(engine: Engine) -> None:
    schema.upgrade(engine)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_revisions_are_numbered_in_one_line() -> None:
    assert [f"{number:04}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    schema.upgrade(engine)
    schema.upgrade(engine)
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


@pytest.mark.parametrize("revision", REVISIONS)
def test_up_down_and_up_with_data(engine: Engine, revision: str) -> None:
    at = REVISIONS.index(revision)
    before = REVISIONS[at - 1] if at else "base"
    schema.upgrade(engine, revision)
    fill(engine)
    kept = contents(engine)
    schema.downgrade(engine, before)
    assert contents(engine) == surviving(kept, columns(engine))
    below = columns(engine)
    schema.upgrade(engine, revision)
    assert tables(engine) == set(kept)
    assert surviving(contents(engine), below) == surviving(kept, below)


def test_going_all_the_way_down_leaves_nothing(engine: Engine) -> None:
    schema.upgrade(engine)
    fill(engine)
    schema.downgrade(engine, "base")
    assert tables(engine) == set()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def fill(engine: Engine) -> None:
    """One row in each table that this revision has, with every column set."""
    with engine.begin() as connection:
        for table in found(engine).sorted_tables:
            connection.execute(table.insert().values(row(table)))


def row(table: Table) -> dict[str, object]:
    return {
        column.name: CHOSEN.get(column.name, SAMPLES[column.type.python_type])
        for column in table.columns
    }


def found(engine: Engine) -> MetaData:
    """The tables as this revision has them."""
    metadata = MetaData()
    metadata.reflect(engine, only=sorted(tables(engine)))
    return metadata


def columns(engine: Engine) -> dict[str, set[str]]:
    return {table.name: set(table.columns.keys()) for table in found(engine).sorted_tables}


def contents(engine: Engine) -> Contents:
    with engine.connect() as connection:
        return {
            table.name: [
                {name: value for name, value in one._mapping.items() if name not in COMPUTED}
                for one in connection.execute(select(table))
            ]
            for table in found(engine).sorted_tables
        }


def surviving(kept: Contents, names: dict[str, set[str]]) -> Contents:
    """What is left of `kept` where only these columns are."""
    return {
        table: [{name: one[name] for name in one if name in names[table]} for one in rows]
        for table, rows in kept.items()
        if table in names
    }
