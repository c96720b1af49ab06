"""The log when many write at once: one chain, whichever database holds it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from webapp import create_app
from webapp.config import Settings
from webapp.desk.log import audit
from webapp.models import db, schema
from webapp.web.transaction import transaction

WRITERS, EACH = 4, 10


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    env = {"DATA_DIR": str(tmp_path / "data")}
    if request.param == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgres")
    yield from prepared(env)


def prepared(env: dict[str, str]) -> Iterator[Flask]:
    app = create_app(Settings.from_env(env))
    with app.app_context():
        schema.upgrade(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_writers_take_turns(app: Flask) -> None:
    def write(number: int) -> None:
        for _ in range(EACH):
            with app.app_context(), transaction():
                audit.record("opened", desk_id=f"desk-{number}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    with app.app_context():
        assert audit.check() is None
        assert len(list(audit.events())) == WRITERS * EACH
