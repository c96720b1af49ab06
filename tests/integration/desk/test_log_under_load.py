"""The log when many write at once: one chain, whichever database holds it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from tests.support.postgres import binaries, running_postgres
from webapp import create_app
from webapp.config import Settings
from webapp.desk import audit
from webapp.models import db, schema
from webapp.web.transaction import transaction

WRITERS, EACH = 4, 10
needs_postgres = pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=needs_postgres)])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    env = {"DATA_DIR": str(tmp_path / "data")}
    if request.param == "sqlite":
        yield from prepared(env)
        return
    with running_postgres() as url:
        yield from prepared({**env, "DATABASE_URL": url})


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
