"""What the client's build says about itself, in static/build/manifest.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STATIC = Path(__file__).resolve().parents[2] / "static"


@dataclass(frozen=True)
class Page:
    """A prebuilt page: its file in the build, and the CSP hashes (`sha256-…`) it needs."""

    file: str
    script: tuple[str, ...]
    style: tuple[str, ...]


@dataclass(frozen=True)
class Build:
    """A built client; all empty when there is none yet."""

    folder: Path
    pages: dict[str, Page]
    assets: dict[str, str]
    # The frame in which the desk plays sound and films.
    player: Page | None = None


def read_build(static: Path = STATIC) -> Build:
    """The build under `static`; a server without one still takes packets."""
    folder = static / "build"
    try:
        told = json.loads((folder / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return Build(folder, {}, {})
    pages = {path: _page(page) for path, page in told["pages"].items()}
    return Build(
        folder, pages, dict(told["assets"]), _page(told["player"]) if "player" in told else None
    )


def _page(told: dict[str, Any]) -> Page:
    return Page(told["file"], tuple(told.get("script", ())), tuple(told.get("style", ())))
