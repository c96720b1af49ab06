"""Settings: defaults that work, and one message for everything that is wrong."""

from __future__ import annotations

import dataclasses

import pytest

from tests.support.server import ROOT
from webapp.config import ConfigError, Settings


def test_an_empty_environment_is_enough() -> None:
    settings = Settings.from_env({"DATA_DIR": "/srv/h"})
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.database_url == "sqlite:////srv/h/hinghoi.sqlite"
    assert settings.blobs_url == "file:///srv/h/blobs"
    assert str(settings.receipt_key_file) == "/srv/h/secrets/receipt.key"


def test_every_fault_is_told_at_once() -> None:
    wrong = {
        "PORT": "http",
        "WEB_THREADS": "0",
        "PUBLIC_URL": "https://a.example/path",
        "DATABASE_URL": "mysql://x",
        "BLOBS_URL": "ftp://x",
        "LOG_LEVEL": "LOUD",
        "HOST": "a\x00b",
        "RELAY_URL": "http://report.example",
    }
    with pytest.raises(ConfigError) as caught:
        Settings.from_env(wrong)
    assert all(name in str(caught.value) for name in wrong)


def test_no_password_in_the_repr() -> None:
    settings = Settings.from_env({"DATABASE_URL": "postgresql://me:hunter2@db/x"})
    assert "hunter2" not in repr(settings)


def test_settings_cannot_be_changed() -> None:
    settings = Settings.from_env({})
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]


def test_reading_settings_touches_no_disk() -> None:
    Settings.from_env({"DATA_DIR": "/nowhere/at/all"})


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = [line.split("|")[1].strip(" `") for line in page.splitlines() if line.startswith("| `")]
    fields = [field.name.upper() for field in dataclasses.fields(Settings)]
    assert rows == fields
