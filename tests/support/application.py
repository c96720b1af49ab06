"""The application in this process, over a database of today's schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import create_engine

from webapp import create_app
from webapp.config import Settings
from webapp.models import db, schema
from webapp.models.engine import prepare


@contextmanager
def application(env: Mapping[str, str]) -> Iterator[Flask]:
    """With a context of its own; `env` names `DATA_DIR`, and `DATABASE_URL` for PostgreSQL."""
    if "DATABASE_URL" not in env:
        folder = Path(env["DATA_DIR"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hinghoi.sqlite").write_bytes(_migrated())
    app = create_app(Settings.from_env(dict(env)))
    with app.app_context():
        schema.upgrade(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()


@cache
def _migrated() -> bytes:
    """An empty database at the newest step: all steps again for every test would take minutes."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "hinghoi.sqlite"
        engine = create_engine(f"sqlite:///{file}")
        prepare(engine)
        schema.upgrade(engine)
        engine.dispose()
        return file.read_bytes()
