"""Leaving at once, from every page: by the button, and by Escape three times within two seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.support.browser import PHONE
from tests.support.reporter import DRAFTS
from tests.support.screens import screenshot, small_targets
from tests.support.server import Server, running_server
from tests.support.weather import INNOCENT

pytestmark = pytest.mark.browser
PLACES = ("/", "/en", "/#outbox", "/safety", "/en/safety", "/desk")
# Keys as the page would see them at these milliseconds: nobody has to wait for them.
PRESS = """(keys) => keys.forEach(([key, timeStamp, repeat = false]) => {
  const event = new KeyboardEvent("keydown", { key, repeat, bubbles: true, cancelable: true });
  Object.defineProperty(event, "timeStamp", { value: timeStamp });
  document.body.dispatchEvent(event);
})"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server") / "data", "--demo") as running:
        yield running


def outside(context: BrowserContext) -> list[dict[str, str]]:
    """The weather office is here; the headers of what it was asked."""
    asked: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers)
        route.fulfill(body="rain", content_type="text/html")

    context.route(f"{INNOCENT}**", answer)
    return asked


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.set_default_timeout(30_000)
        yield page


@pytest.mark.parametrize("place", PLACES)
def test_every_page_is_left_in_both_ways(page: Page, server: Server, place: str) -> None:
    asked = outside(page.context)
    page.goto(server.url + place)
    way_out = page.locator("[data-action=exit]")
    expect(way_out).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    screenshot(page, f"leave{place.replace('/', '-').replace('#', '')}")
    way_out.click()
    page.wait_for_url(INNOCENT)
    page.goto(server.url + place)
    expect(way_out).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(INNOCENT)
    assert len(asked) == 2
    assert not [headers for headers in asked if "referer" in headers]


def test_escape_must_be_three_times_within_two_seconds(page: Page, server: Server) -> None:
    outside(page.context)
    page.goto(f"{server.url}/safety")
    left = "document.documentElement.dataset.left !== undefined"
    for keys in (
        [["Escape", 1000], ["Escape", 2000], ["Escape", 3000]],
        [["Escape", 9000], ["Escape", 9100], ["a", 9200], ["Escape", 9300]],
        [["Escape", 20_000], ["Escape", 20_100], ["Escape", 20_200, True]],
    ):
        page.evaluate(PRESS, [*keys, ["b", 0]])
        assert not page.evaluate(left), keys
    page.evaluate(PRESS, [["Escape", 30_000], ["Escape", 31_000], ["Escape", 31_999]])
    page.wait_for_url(INNOCENT)


def test_a_page_that_was_left_is_empty_before_the_next_one_comes(
    page: Page, server: Server
) -> None:
    """Without signal the next page takes long; what was here is gone all the same."""
    outside(page.context)
    page.goto(server.url)
    page.wait_for_selector("html[data-ready]")
    page.fill("[name=text]", "ถนนไม่เสร็จ")
    page.wait_for_selector("[data-form][data-state=draft]")
    left = page.evaluate("""() => {
        document.querySelector("[data-action=exit]").click();
        const stored = [...Object.keys(sessionStorage), ...Object.keys(localStorage)];
        return [document.documentElement.outerHTML, stored];
    }""")
    assert left[0].endswith('data-left=""></html>')
    assert left[1] == ["left"]
    page.wait_for_url(INNOCENT)
    page.goto(f"{server.url}/errors")
    assert page.evaluate(DRAFTS) == 0


def test_without_scripts_it_is_a_link_and_says_what_it_cannot(
    browser: Browser, server: Server
) -> None:
    with browser.new_context(java_script_enabled=False, viewport=PHONE) as context:  # type: ignore[arg-type]
        page = context.new_page()
        asked = outside(context)
        page.goto(f"{server.url}/plain")
        assert small_targets(page) == []
        expect(page.locator("footer")).to_contain_text("กดย้อนกลับก็ยังเห็นหน้านี้อีก")
        screenshot(page, "leave-plain")
        page.click("[data-action=exit]")
        page.wait_for_url(INNOCENT)
        assert [headers.get("referer") for headers in asked] == [None]
