"""Browsers for the tests (one that holds the shipped cleaner, one of each engine), and a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import chrome_path, driver
from tests.support.cleaner import Cleaner, cleaner
from tests.support.desk import Desk, desk_page, new_desk
from tests.support.engines import ENGINES, Engine, launch
from tests.support.server import Server, running_server

# What Playwright waits by default is too short where two tests share a small machine.
expect.set_options(timeout=30_000)


LAUNCH = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests that are content with a context of their own in it."""
    chromium = driver().chromium.launch(executable_path=chrome_path(), args=LAUNCH)
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all that leave it as it is; each works at a desk of its own."""
    with running_server(tmp_path_factory.mktemp("server") / "data") as running:
        yield running


@pytest.fixture
def desk(server: Server) -> Desk:
    return new_desk(server)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A small phone that was never here."""
    with desk_page(browser) as page:
        yield page


@pytest.fixture(scope="module")
def open_cleaner(browser: Browser) -> Iterator[Cleaner]:
    with cleaner(browser.new_page()) as one:
        yield one


class Shelf:
    """Started browsers, kept for the next test that wants one; a dead one is replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, Engine] = {}

    def take(self, name: str) -> Engine:
        engine = self._running.get(name)
        if engine is None or not engine.alive:
            engine = self._running[name] = launch(name, self._folder / name)
        return engine

    def kill(self) -> None:
        for engine in self._running.values():
            engine.kill()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    shelf = Shelf(tmp_path_factory.mktemp("engines"))
    yield shelf
    shelf.kill()


@pytest.fixture(params=[*ENGINES])
def engine_name(request: pytest.FixtureRequest) -> str:
    """The name of each engine in turn, for a test that starts its own with `started`."""
    return str(request.param)


@pytest.fixture
def engine(shelf: Shelf, engine_name: str) -> Iterator[Engine]:
    """Each engine in turn; the same process for every test, and nothing left of the test before.

    Only the origin that is open at the end is wiped: each server has a port, so an origin, of its
    own.
    """
    engine = shelf.take(engine_name)
    yield engine
    if engine.alive and str(engine.run("() => origin")).startswith("http"):
        engine.forget()
