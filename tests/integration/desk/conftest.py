"""An application of its own for each test, over an empty folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.application import application


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with application({"DATA_DIR": str(tmp_path / "data")}) as app:
        yield app


@pytest.fixture(params=["sqlite", "postgresql"])
def busy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The same over each kind of database, for many who work at once."""
    env = {"DATA_DIR": str(tmp_path / "busy")}
    if request.param == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgres")
    with application(env) as app:
        yield app
