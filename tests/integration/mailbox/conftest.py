"""An application of its own for each test, whose letters go out at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from webapp import create_app
from webapp.config import Settings
from webapp.models import db, schema


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    env = {"DATA_DIR": str(tmp_path / "data"), "LETTER_BATCH_HOURS": "0"}
    app = create_app(Settings.from_env(env))
    with app.app_context():
        schema.upgrade(db.engine)
        yield app
        db.session.remove()
        db.engine.dispose()
