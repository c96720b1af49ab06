"""The contract of migrations: head is the models, and every step goes up, down and up with data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Table, create_engine, inspect, select

from tests.support.postgres import binaries, running_postgres
from webapp.models import Base, schema
from webapp.models.engine import driver_url, prepare

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()))
]
SAMPLES = {str: "x", int: 1, bool: True, bytes: b"x", date: date(2026, 11, 21)}
CHOSEN = {"holder": "recovery", "offset": 0}


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed (apt install postgresql)")
    with running_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        made = create_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    else:
        made = create_engine(driver_url(request.getfixturevalue("postgres")))
    prepare(made)
    yield made
    schema.upgrade(made)
    schema.downgrade(made, "base")
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
    survivors = {name: rows for name, rows in kept.items() if name in tables(engine)}
    assert contents(engine) == survivors
    schema.upgrade(engine, revision)
    assert tables(engine) == set(kept)
    assert {name: contents(engine)[name] for name in survivors} == survivors


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
        for table in Base.metadata.sorted_tables:
            if table.name in tables(engine):
                connection.execute(table.insert().values(row(table)))


def row(table: Table) -> dict[str, object]:
    return {
        column.name: CHOSEN.get(column.name, SAMPLES[column.type.python_type])
        for column in table.columns
    }


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    names = tables(engine)
    with engine.connect() as connection:
        return {
            table.name: [tuple(found) for found in connection.execute(select(table))]
            for table in Base.metadata.sorted_tables
            if table.name in names
        }
