"""The few words that the server itself puts on pages, from the shared catalogue."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_LOCALES = Path(__file__).resolve().parents[1] / "locales"


@cache
def words(language: str) -> dict[str, str]:
    """The catalogue of `th` or `en`."""
    found: dict[str, str] = json.loads((_LOCALES / f"{language}.json").read_text("utf-8"))
    return found
