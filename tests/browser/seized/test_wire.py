"""Somebody watches the wire: what they see of a report says nothing of what is in it.

TLS hides all but sizes, directions and times; the proxy of the fault tests tells sizes without it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import phone
from tests.support.camera import camera_jpeg
from tests.support.fault_proxy import FaultProxy, Passed, fault_proxy
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser
LONG = "ถนนหน้าวัดสร้างไม่เสร็จ " * 20
# The list of keys and the browser's look for a newer worker, however late they are asked for.
OF_THE_VISIT = ("/api/desks", "/sw.js")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server") / "data", "--demo") as running:
        yield running


def seen(one: Passed) -> tuple[str, int, int, int]:
    """What a watcher could count of a request: the method is in it by the size of the rest."""
    head = sum(len(name) + len(value) + 4 for name, value in one.headers.items())
    return one.method, head + len(one.path), one.sent, len(one.answer)


def report(page: Page, proxy: FaultProxy, words: str, photo: bytes | None) -> list[Passed]:
    """One report, written and received; the requests that it took, from the first key on."""
    page.goto(proxy.url)
    page.wait_for_selector("html[data-ready]")
    page.wait_for_load_state("networkidle")
    before = len(proxy.passed)
    page.fill("[name=text]", words)
    if photo:
        picked = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}
        page.set_input_files("[name=files]", picked)  # type: ignore[arg-type]
        expect(page.locator("[data-files] [data-clean]")).to_be_visible(timeout=60_000)
    page.click("[data-action=send]")
    page.wait_for_selector("[data-received]", timeout=60_000)
    return [one for one in proxy.passed[before:] if one.path not in OF_THE_VISIT]


def test_a_photo_cannot_be_seen_and_nobody_else_is_asked(tmp_path: Path, server: Server) -> None:
    asked: list[str] = []
    with fault_proxy(server.port) as proxy, phone(tmp_path / "profile") as chromium:
        page = chromium.page()
        page.context.on("request", lambda request: asked.append(request.url))
        page.goto(proxy.url)
        page.wait_for_selector("html[data-ready]")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        report(page, proxy, "ก่อน", None)  # Scripts that only a first one fetches come with it.
        without = report(page, proxy, "สั้น", None)
        longer = report(page, proxy, LONG, None)
        with_photo = report(page, proxy, "สั้น", camera_jpeg(48, 48))
    assert without, "nothing was seen"
    assert [seen(one) for one in longer] == [seen(one) for one in without]
    assert [seen(one) for one in with_photo] == [seen(one) for one in without]
    assert [url for url in asked if not url.startswith((proxy.url, f"blob:{proxy.url}"))] == []
