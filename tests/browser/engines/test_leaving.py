"""Who left at once and is made to go back finds no trace of us in that tab, in two engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.engines.engine import Engine
from tests.support.engines.reporter import READY, visit
from tests.support.server import Server
from tests.support.weather import HOST, INNOCENT, Weather, weather

if TYPE_CHECKING:
    from tests.browser.engines.conftest import Office

pytestmark = pytest.mark.browser
WORDS = "อบต. ทำถนนไม่เสร็จ"
# True once another page than the one that was marked is here, of the weather office.
LANDED = f"() => !globalThis.leftBehind && location.host === '{HOST}'"
BACK = "() => { globalThis.leftBehind = true; history.back(); }"
SAVED = "() => document.querySelector('[data-form]').dataset.state === 'draft'"


@pytest.fixture(scope="module")
def sky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weather]:
    with weather(tmp_path_factory.mktemp("weather")) as one:
        yield one


@pytest.fixture(scope="module")
def server(office: Office) -> Server:
    return office.server


@pytest.fixture(params=["chromium", "firefox"])
def engine(request: pytest.FixtureRequest, sky: Weather, tmp_path: Path) -> Iterator[Engine]:
    one = sky.engine(request.param, tmp_path / "profile")
    yield one
    one.kill()


def test_back_leads_to_no_page_of_ours(engine: Engine, server: Server, sky: Weather) -> None:
    engine.open(f"{INNOCENT}before")
    visit(engine, server.url)
    engine.fill("[name=text]", WORDS)
    engine.wait_for(SAVED)
    engine.click("footer a[href='/safety']")
    engine.click("main a[href='/']")
    engine.wait_for(READY)
    engine.click("[data-action=outbox]")
    engine.wait_for("() => document.querySelector('[data-form]').hidden")
    sky.asked.clear()
    engine.click("[data-action=exit]")
    engine.wait_for(LANDED)
    # The page before the last, the page about safety, the first: each sends on by itself.
    for _ in range(3):
        assert engine.run("() => location.pathname") == "/"
        engine.run(BACK)
        engine.wait_for(LANDED)
    engine.run(BACK)
    engine.wait_for("() => location.pathname === '/before'")
    assert sky.asked
    assert not [head for head in sky.asked if "127.0.0.1" in head]
    keeps_nothing(engine, server)


def keeps_nothing(engine: Engine, server: Server) -> None:
    """Left before the draft was saved for the first time: it never is."""
    visit(engine, server.url)
    engine.fill("[name=text]", WORDS)
    engine.run("() => document.querySelector('[data-action=exit]').click()")
    engine.wait_for(LANDED)
    visit(engine, server.url)
    engine.wait_for("() => sessionStorage.getItem('draft') !== null")
    assert engine.run("() => document.querySelector('[name=text]').value") == ""
    assert engine.run("() => document.querySelector('[data-draft-prompt]').hidden") is True
    assert engine.run("() => localStorage.getItem('left')") is None
