"""The page about safety: for people who have not decided yet, on any phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.screens import barriers, screenshot, small_targets
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server") / "data", "--demo") as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        yield context.new_page()


@pytest.mark.parametrize("home", ["/", "/en"])
def test_it_is_one_tap_from_the_form_and_asks_nobody_else(
    page: Page, server: Server, home: str
) -> None:
    page.goto(server.url + home)
    page.wait_for_selector("html[data-ready]")
    page.click("footer a[href$=safety]")
    page.wait_for_selector("dl")
    assert page.locator("main .card").count() == 3
    assert barriers(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    screenshot(page, f"safety{home.replace('/', '-')}", full=True)
    # The icon only: no script that is fetched and no other place. The page is asked itself,
    # since scripts that the form fetches ahead may still be under way.
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    assert set(asked) <= {f"{server.url}/icons/icon.svg"}
    page.click("main a[href]")
    assert page.url == server.url + home


def test_it_needs_no_script(browser: Browser, server: Server) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{server.url}/safety")
        assert page.locator("h1").inner_text() == "แจ้งอย่างไรให้ปลอดภัย"


def test_it_is_left_at_once(page: Page, server: Server) -> None:
    page.route("https://www.tmd.go.th/", lambda route: route.fulfill(body="weather"))
    page.goto(f"{server.url}/safety")
    page.click("[data-action=exit]")
    page.wait_for_url("https://www.tmd.go.th/")
