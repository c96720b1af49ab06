"""Empty packets as cover: they go by themselves, look like others, and the desk puts them away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PHONE
from tests.support.desk import PATIENCE, Desk, join_desk, new_desk
from tests.support.screens import barriers, screenshot, small_targets
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser
# What the coin says: 4 random bytes are asked for nothing else on this page.
COIN = """(() => {
  const real = crypto.getRandomValues.bind(crypto);
  crypto.getRandomValues = (one) => (one.byteLength === 4 ? one.fill(%d) : real(one));
})()"""
HEADS, TAILS = COIN % 0, COIN % 255


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server") / "data"
    with running_server(folder, WORK_BITS="8") as running:
        yield running


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return new_desk(server)


@pytest.fixture
def page(browser: Browser, server: Server, desk: Desk) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(30_000)
        yield page


def sizes(server: Server) -> list[int]:
    """Of the packets that the server holds."""
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite")) as database:
        return [size for (size,) in database.execute("SELECT length FROM packet")]


def open_outbox(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/#outbox")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("[name=cover]")).to_be_visible()


def send_report(page: Page) -> None:
    page.click("[data-action=again]")
    page.fill("[name=text]", "ถนนไม่เสร็จ")
    page.click("[data-action=send]")
    expect(page.locator("[data-received-panel]")).to_be_visible()


def test_one_goes_on_a_day_that_was_thrown_for_and_looks_like_a_report(
    page: Page, browser: Browser, server: Server, desk: Desk
) -> None:
    page.add_init_script(HEADS)
    open_outbox(page, server)
    expect(page.locator("[name=cover]")).not_to_be_checked()
    page.locator("[name=cover]").scroll_into_view_if_needed()
    screenshot(page, "cover-choice")
    assert (barriers(page), small_targets(page)) == ([], [])
    page.check("[name=cover]")
    row = page.locator("[data-packet]:has([data-cover])")
    expect(row).to_have_attribute("data-state", "received")
    expect(page.locator("[data-received-panel]")).to_be_hidden()
    screenshot(page, "cover-sent", full=True)
    cover = str(row.get_attribute("data-packet"))
    # Not twice a day: a report that goes after the next opening is the only other one.
    page.goto(server.url)
    page.wait_for_function("() => 'coverCard' in globalThis")
    page.wait_for_selector("html[data-ready]")
    page.evaluate("location.hash = 'outbox'")
    send_report(page)
    assert len(sizes(server)) == 2
    assert len(set(sizes(server))) == 1
    put_away(browser, desk, cover)
    untold(server)


def put_away(browser: Browser, desk: Desk, cover: str) -> None:
    """The desk gives it a case like any other, and shows it nowhere; by its address it says so."""
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        join_desk(page, desk.link)
        expect(page.locator("[data-covers='1']")).to_be_visible(timeout=PATIENCE)
        expect(page.locator("[data-screen=list] [data-packet]")).to_have_count(1)
        expect(page.locator(f"[data-packet='{cover}']")).to_have_count(0)
        page.click("[data-tab=cases]")
        expect(page.locator("[data-cases]")).to_have_attribute("data-cases", "1", timeout=PATIENCE)
        screenshot(page, "desk-cover")


def untold(server: Server) -> None:
    """In the server's tables the cover and the report look alike: a case of one packet, unread."""
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite")) as database:
        cases = 'SELECT state, assignee, version, card FROM "case"'
        *both, one, other = database.execute(cases).fetchall()
        assert (both, one[:3]) == ([], other[:3])
        sizes = database.execute("SELECT DISTINCT length(file) FROM card_file").fetchall()
        assert len(sizes) == 1
        assert database.execute("SELECT count(*) FROM case_packet").fetchone() == (2,)
        assert database.execute("SELECT count(*) FROM packet_read").fetchone() == (0,)


def test_none_goes_on_other_days_nor_without_the_choice(page: Page, server: Server) -> None:
    before = len(sizes(server))
    page.add_init_script(TAILS)
    open_outbox(page, server)
    page.evaluate("localStorage.setItem('cover', '2020-01-01')")
    page.reload()
    expect(page.locator("[name=cover]")).to_be_checked()
    # Thrown for today, and that is all that is kept.
    thrown = (
        "/^2\\d{3}-\\d\\d-\\d\\d$/.test(localStorage.cover) && localStorage.cover > '2020-01-01'"
    )
    page.wait_for_function(f"() => {thrown}")
    send_report(page)
    assert len(sizes(server)) == before + 1
    page.click("[data-action=outbox]")
    page.uncheck("[name=cover]")
    assert page.evaluate("localStorage.getItem('cover')") is None
