"""A browser that holds the shipped cleaner, for the tests of every kind of file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import chrome_path
from tests.support.cleaner import Cleaner, cleaner


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chrome_path(), args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def open_cleaner(browser: Browser) -> Iterator[Cleaner]:
    with cleaner(browser.new_page()) as one:
        yield one
