"""For all tests: commands that start without importing everything anew, and one Playwright."""

from __future__ import annotations

from tests.support.browser import stop_driver
from tests.support.hinghoi import ready_to_fork

ready_to_fork()


def pytest_sessionfinish() -> None:
    stop_driver()
