"""Looks at a page as people do: pictures of every screen, and what would keep somebody out."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "tests" / "screenshots"
PICTURES.mkdir(exist_ok=True)
WANTED = bool(os.environ.get("HINGHOI_PICTURES"))
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# axe is evaluated by the debugger, which the page's policy does not bind.
RUN = """async (rules) => {
  const { violations } = await axe.run(rules.length ? { runOnly: rules } : {});
  return violations.map((v) => [v.id, v.nodes.map((n) => n.html)]);
}"""


def screenshot(page: Page, name: str, *, full: bool = False) -> None:
    """Keeps a picture of the screen for people to look at, where HINGHOI_PICTURES asks for them."""
    if WANTED:
        file = PICTURES / f"{name}.png"
        page.screenshot(path=file, full_page=full, animations="disabled")


def barriers(page: Page, *rules: str) -> list[object]:
    """What axe-core finds wrong with the page as it stands, by all `rules` or by these."""
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[object] = page.evaluate(RUN, list(rules))
    return found


# Everything that can be tapped, with the side that is too short for a thumb (48 CSS pixels).
SMALL = """() => [...document.querySelectorAll("a, button, select, input, textarea, summary")]
  .map((control) => control.closest("label") ?? control)
  .filter((target) => target.checkVisibility())
  .map((target) => [target.outerHTML.slice(0, 80), target.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 47.9 || box.height < 47.9))
  .map(([html, box]) => [html, box.width, box.height])"""


def small_targets(page: Page) -> list[object]:
    """Controls that are smaller than 48 by 48 pixels."""
    found: list[object] = page.evaluate(SMALL)
    return found
