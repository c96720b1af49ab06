"""A poster's link on a phone: the desk's key is known before the server has said a word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.support.browser import PHONE
from tests.support.desk import Desk, hinghoi, new_desk
from tests.support.posters import listed, poster_fragment, words_of
from tests.support.screens import barriers, screenshot, small_targets
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser
PATIENCE = 30_000  # milliseconds
STRANGER = f"#k=nan.{'f' * 32}"
LINE = "Mozilla/5.0 (Linux; Android 13; CPH2349) Chrome/119.0 Mobile Safari Line/14.3.0"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("posters") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    """The poster's desk; another one comes before it in the list."""
    hinghoi(server, "desk", "create", "โต๊ะอื่น", "--id", "aaa")
    return new_desk(server, "nan")


@pytest.fixture(scope="module")
def first_poster(server: Server, desk: Desk) -> str:
    """A poster from before the desk rotated its key."""
    told = poster_fragment(server)
    stdin = desk.recovery.export() + "\n"
    hinghoi(server, "desk", "rotate", desk.slug, "--identity", "-", stdin=stdin)
    return told


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that was never here; nothing that its page says may be a failure."""
    context = browser.new_context(viewport=PHONE, locale="th-TH")  # type: ignore[arg-type]
    failures: list[str] = []
    context.on("weberror", lambda error: failures.append(str(error.error)))
    yield context
    context.close()
    assert failures == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def told(page: Page, what: str) -> None:
    expect(page.locator("[data-poster]")).to_have_attribute("data-poster", what, timeout=PATIENCE)


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]")


def stopped(page: Page) -> None:
    """The page says so, loudly and first of all, and seals nothing."""
    told(page, "stop")
    expect(page.locator("main > [data-poster][role=alert]:first-child")).to_be_in_viewport()
    expect(page.locator("[data-action=send]")).to_be_disabled()
    assert page.locator("html[data-ready]").count() == 0


def serve(context: BrowserContext, server: Server, change: Callable[[list[Any]], None]) -> None:
    """A server that was taken over: its list of keys is changed on the way."""
    body = httpx.get(f"{server.url}/api/desks").json()
    change(body["desks"])

    def answer(route: Route) -> None:
        route.fulfill(content_type="application/json", body=json.dumps(body))

    context.route("**/api/desks", answer)


def nan(desks: list[Any]) -> Any:
    return next(one for one in desks if one["id"] == "nan")


def test_an_old_poster_leads_to_the_key_of_now(
    page: Page, server: Server, first_poster: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data}"))
    page.goto(f"{server.url}/{first_poster}")
    told(page, "good")
    ready(page)
    assert page.evaluate("() => location.href") == f"{server.url}/"
    mark = first_poster.partition(".")[2]
    assert [one for one in asked if mark in one.partition("#")[0]] == []
    expect(page.locator("[name=desk]:checked")).to_have_value("nan")
    assert page.locator("[name=desk]").first.get_attribute("value") == "nan"
    screenshot(page, "poster-good")
    assert barriers(page) == []
    page.fill("[name=text]", "ตามโปสเตอร์")
    page.click("[data-action=send]")
    expect(page.locator("[data-received]")).to_be_visible(timeout=PATIENCE)
    page.reload()
    ready(page)
    expect(page.locator("[name=desk]:checked")).to_have_value("nan")
    expect(page.locator("[data-poster]")).to_have_count(0)


def test_the_keys_can_be_compared_by_eye(page: Page, server: Server, first_poster: str) -> None:
    page.goto(f"{server.url}/{first_poster}")
    told(page, "good")
    page.goto(f"{server.url}/#outbox")
    row = page.locator("[data-desk-key=nan]")
    now = listed(server)
    shown = row.locator(f"[data-key='{now['fingerprint']}'] li")
    expect(shown).to_have_text(words_of(now["fingerprint"]), timeout=PATIENCE)
    expect(row.locator("[data-scanned]")).to_be_visible()
    row.locator("summary").last.click()
    old = row.locator(f"[data-key='{first_poster.partition('.')[2]}'] li")
    expect(old).to_have_text(words_of(first_poster.partition(".")[2]), timeout=PATIENCE)
    row.scroll_into_view_if_needed()
    screenshot(page, "keys")
    assert barriers(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_poster_of_another_key_stops_everything(page: Page, server: Server, desk: Desk) -> None:
    page.goto(f"{server.url}/{STRANGER}")
    stopped(page)
    screenshot(page, "poster-stop")
    page.locator("[data-poster] summary").first.click()
    for mark in ("f" * 32, listed(server)["fingerprint"]):
        words = page.locator(f"[data-poster] [data-key='{mark}'] li")
        expect(words).to_have_text(words_of(mark), timeout=PATIENCE)
    screenshot(page, "poster-stop-compare", full=True)
    assert barriers(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.reload()
    stopped(page)
    page.locator("[data-poster] summary").last.click()
    page.click("[data-action=forget-poster]")
    ready(page)
    expect(page.locator("[data-poster]")).to_have_count(0)
    expect(page.locator("[data-problem]")).to_be_hidden()


def swapped(desks: list[Any]) -> None:
    """A key of the thief's that the chain does not lead to."""
    desk = nan(desks)
    other = next(one for one in desks if one["id"] == "aaa")
    for name in ("recipient", "signing", "fingerprint"):
        desk[name] = other[name]


def forged(desks: list[Any]) -> None:
    nan(desks)["chain"][0]["signature"] = "A" * 86


def renamed(desks: list[Any]) -> None:
    """The thief's desk under another name, and not the poster's at all."""
    nan(desks)["id"] = "nan-1"


@pytest.mark.parametrize("change", [swapped, forged, renamed])
def test_a_first_visit_to_a_server_that_was_taken_over(
    context: BrowserContext,
    page: Page,
    server: Server,
    first_poster: str,
    change: Callable[[list[Any]], None],
) -> None:
    serve(context, server, change)
    page.goto(f"{server.url}/{first_poster}")
    stopped(page)
    page.reload()
    stopped(page)
    context.unroute_all()
    page.reload()
    ready(page)
    expect(page.locator("[data-poster]")).to_have_count(0)


def test_a_phone_that_knows_another_key_asks_and_does_not_choose(
    context: BrowserContext, page: Page, server: Server, first_poster: str
) -> None:
    serve(context, server, lambda desks: nan(desks).update(chain=[]))
    page.goto(server.url)
    ready(page)
    # The address changes while the page is open: a link in a chat, or the installed app.
    page.evaluate("(fragment) => { location.hash = fragment; }", first_poster)
    stopped(page)
    context.unroute_all()
    page.reload()
    ready(page)
    expect(page.locator("[name=desk]:checked")).to_have_value("nan")


def test_a_link_with_a_mistake_says_so(page: Page, server: Server, desk: Desk) -> None:
    page.goto(f"{server.url}/{poster_fragment(server)[:-1]}")
    told(page, "mistake")
    ready(page)
    assert page.evaluate("() => location.href") == f"{server.url}/"
    screenshot(page, "poster-mistake")


def test_a_poster_is_read_without_signal(
    context: BrowserContext, page: Page, server: Server, first_poster: str
) -> None:
    page.goto(server.url)
    ready(page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => undefined)")
    context.set_offline(True)
    page.goto(f"{server.url}/{first_poster}")
    told(page, "good")
    ready(page)
    other = context.new_page()
    other.goto(f"{server.url}/{STRANGER}")
    told(other, "later")
    ready(other)
    expect(other.locator("[name=desk]")).to_have_count(1)
    expect(other.locator("[name=desk]:checked")).to_have_count(0)
    context.set_offline(False)
    stopped(other)


def test_a_poster_read_inside_line_goes_along_to_the_phones_browser(
    browser: Browser, server: Server, first_poster: str
) -> None:
    context = browser.new_context(viewport=PHONE, user_agent=LINE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.url}/{first_poster}")
    told(page, "good")
    way_out = page.locator("[data-action=outside]")
    way_out.evaluate("(link) => link.addEventListener('click', (event) => event.preventDefault())")
    way_out.click()
    expected = f"{server.url}/?openExternalBrowser=1{first_poster}"
    expect(way_out).to_have_attribute("href", expected)
    context.close()
