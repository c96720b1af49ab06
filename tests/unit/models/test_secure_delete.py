"""What is deleted from SQLite is gone from its files: looked for in their bytes, not by SQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, insert

from tests.support.seized.needles import Needles
from tests.support.seized.search import search
from webapp.models import Mailbox, row_order, schema
from webapp.models.engine import prepare

WORD = "zqGone4ever"
ROWS = 3000


@pytest.mark.parametrize("kept", [0, 1], ids=["all rows", "all but one"])
def test_deleted_rows_are_overwritten(tmp_path: Path, kept: int) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'test.sqlite'}")
    prepare(engine)
    schema.upgrade(engine)
    ids = [f"{WORD}{n:021}" for n in range(ROWS)]
    with engine.begin() as connection:
        connection.execute(insert(Mailbox), [{"id": one} for one in ids])
    assert search(Needles([WORD]), tmp_path)
    with engine.begin() as connection:
        connection.execute(delete(Mailbox).where(Mailbox.id >= ids[kept]))
    # Until then the log beside the database has both, the rows and their deletion.
    row_order.empty_log(engine)
    engine.dispose()
    assert len(search(Needles([WORD]), tmp_path)) <= 2 * kept
    assert (tmp_path / "test.sqlite").stat().st_size > ROWS * 32, "its pages are still there"
