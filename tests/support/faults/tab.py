"""What a fault test needs of a browser's tab: every engine's driver fits it, as Playwright does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Error, Page

from tests.support.server import wait_until

PATIENCE = 30.0


class Tab(Protocol):
    """One tab. Functions are JavaScript; their arguments and answers are JSON."""

    def open(self, url: str) -> None: ...
    def run(self, function: str, *arguments: object) -> Any: ...
    def wait_for(self, function: str, *arguments: object, patience: float = PATIENCE) -> Any: ...
    def fill(self, selector: str, value: str) -> None: ...
    def click(self, selector: str) -> None: ...
    def attach(self, selector: str, *files: Path) -> None: ...


class PageTab:
    """Chromium's tab through Playwright, with its clock in the test's hand.

    Time passes as usual until `later` leaps: timers that fall due meanwhile fire once, so weeks of
    back-off take no time and the shipped code keeps its own numbers.
    """

    def __init__(self, page: Page, *, clock: bool = True) -> None:
        self.page = page
        page.set_default_timeout(1000 * PATIENCE)
        if clock:
            page.clock.install()

    def open(self, url: str) -> None:
        self.page.goto(url)

    def run(self, function: str, *arguments: object) -> Any:
        whole = f"async (text) => (await ({function})(...JSON.parse(text))) ?? null"
        return self.page.evaluate(whole, json.dumps(arguments))

    def wait_for(self, function: str, *arguments: object, patience: float = PATIENCE) -> Any:
        answer: Any = None

        def is_so() -> bool:
            nonlocal answer
            try:
                answer = self.run(function, *arguments)
            except Error:
                return False  # The page is just being replaced by the next one.
            return bool(answer)

        try:
            wait_until(is_so, "", patience)
        except AssertionError:
            raise AssertionError(f"never true: {function} {arguments}") from None
        return answer

    def fill(self, selector: str, value: str) -> None:
        self.page.fill(selector, value)

    def click(self, selector: str) -> None:
        self.page.click(selector)

    def attach(self, selector: str, *files: Path) -> None:
        self.page.set_input_files(selector, [str(file) for file in files])

    def later(self, seconds: float) -> None:
        """The page's clocks leap ahead; real networks and servers do not."""
        self.page.clock.fast_forward(int(seconds * 1000))
