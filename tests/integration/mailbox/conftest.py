"""An application of its own for each test, whose letters go out at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.application import application


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    env = {"DATA_DIR": str(tmp_path / "data"), "LETTER_BATCH_HOURS": "0"}
    with application(env) as app:
        yield app
