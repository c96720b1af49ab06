"""A phone works for its packet in a worker, before it announces it; and again when asked."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response, Route, expect

from tests.support.browser import PHONE, comes_true
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser

KEPT = """() => new Promise((resolve) => {
  const asked = indexedDB.open("hinghoi");
  asked.onsuccess = () => {
    const rows = asked.result.transaction("packets").objectStore("packets").getAll();
    rows.onsuccess = () => {
      asked.result.close();
      resolve(rows.result.map(({ work }) => work?.bits ?? 0));
    };
  };
})"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server") / "data"
    with running_server(folder, "--demo", WORK_BITS="12") as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
    page.goto(server.url)
    page.wait_for_selector("html[data-ready]")
    yield page
    page.close()


def send(page: Page) -> None:
    page.fill("[name=text]", "ถนนพัง")
    page.click("[data-action=send]")


def announcements(page: Page) -> list[int]:
    """The status of each answer to an announcement from now on."""
    told: list[int] = []

    def note(answer: Response) -> None:
        if answer.request.method == "POST" and urlsplit(answer.url).path == "/api/packets":
            told.append(answer.status)

    page.on("response", note)
    return told


def test_the_first_announcement_is_taken(page: Page) -> None:
    answers = announcements(page)
    send(page)
    expect(page.locator("[data-received-panel]")).to_be_visible()
    assert answers == [201]


def test_work_is_kept_when_the_packet_cannot_go_yet(page: Page) -> None:
    page.route("**/api/packets", lambda route: route.abort())
    send(page)
    comes_true(page, f"async () => String(await ({KEPT})()) === '12'")
    page.unroute("**/api/packets")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-received-panel]")).to_be_visible()


def test_a_server_that_wants_more_gets_more(page: Page, server: Server) -> None:
    """The list that this phone knows asked for less than its server does now."""

    def less(route: Route) -> None:
        answer = route.fetch()
        body = answer.json() | {"work": {"packet": 5}}
        route.fulfill(response=answer, json=body)

    page.route("**/api/desks", less)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    answers = announcements(page)
    send(page)
    expect(page.locator("[data-received-panel]")).to_be_visible()
    assert answers == [428, 201]


def test_a_phone_that_was_online_once_works_without_signal(page: Page) -> None:
    """What it needs came with the first visit, not with the first report."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    send(page)
    comes_true(page, f"async () => String(await ({KEPT})()) === '12'")
    answers = announcements(page)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-received-panel]")).to_be_visible()
    assert answers == [201]
