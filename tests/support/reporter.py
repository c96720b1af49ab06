"""What a reporter does with receipt codes on a Playwright page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

PATIENCE = 60_000  # milliseconds, for scrypt on a busy machine


def write(page: Page, url: str, words: str) -> None:
    """Open the form, write, and wait until there is a code for the report."""
    page.goto(url)
    page.wait_for_selector("html[data-ready]")
    page.fill("[name=text]", words)
    page.wait_for_selector("html[data-code-ready]", timeout=PATIENCE)


def send(page: Page) -> str:
    """Press send; the code as the page shows it."""
    page.click("[data-action=send]")
    expect(page.locator("[data-code]")).to_be_visible(timeout=PATIENCE)
    return page.locator("[data-code]").inner_text()
