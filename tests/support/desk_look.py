"""What a careful eye checks on every screen of the desk, by night and by day."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page

from tests.support.browser import PHONE
from tests.support.screens import barriers, screenshot, small_targets

# By day all of axe's rules; by night those of colours, since nothing else changes.
SCHEMES: dict[Literal["light", "dark"], tuple[str, ...]] = {
    "light": (),
    "dark": ("color-contrast",),
}


def look(page: Page, name: str) -> None:
    """No barrier, no small target, nothing wider than a small phone; and pictures to look at."""
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        assert barriers(page, *rules) == []
        screenshot(page, f"desk-{name}-{scheme}", full=True)
    assert small_targets(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
