"""The desk's own key: words for callers, posters, an alarm when phones are told another."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pikepdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.support.browser import PHONE
from tests.support.desk import PATIENCE, Desk, hinghoi, join_desk, new_desk
from tests.support.desk_look import look
from tests.support.faults.phone import WORDS
from tests.support.posters import listed, poster_fragment, read_qr, words_of
from tests.support.screens import screenshot
from tests.support.server import Server, running_server
from webapp.crypto.fingerprint import fingerprint

pytestmark = pytest.mark.browser
A4 = (595, 842)  # points


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("poster") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return new_desk(server, "nan")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(context: BrowserContext, desk: Desk) -> Page:
    """A moderator, signed in for all tests of this file."""
    page = context.new_page()
    join_desk(page, desk.link)
    return page


def open_key(page: Page) -> None:
    page.click("[data-tab=menu]")
    page.click("[data-page=key]")


def sheets(page: Page) -> list[tuple[int, int]]:
    """The sheets that printing makes, in points."""
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        boxes = [[float(edge) for edge in one.mediabox] for one in pdf.pages]
    return [(round(box[2]), round(box[3])) for box in boxes]


def test_a_moderator_reads_the_words_and_prints_posters(page: Page, server: Server) -> None:
    open_key(page)
    mark = listed(server)["fingerprint"]
    key = page.locator(f"[data-own-key='{mark}']")
    expect(key.locator("li")).to_have_text(words_of(mark), timeout=PATIENCE)
    look(page, "key")
    page.click("[data-action=poster]")
    link = f"{server.url}/{poster_fragment(server)}"
    expect(page.locator("[data-link]")).to_have_attribute("data-link", link)
    look(page, "poster")
    assert read_qr(page.locator(".poster__code").screenshot()) == link
    assert sheets(page) == [A4]
    page.click("[data-action=back]")
    open_key(page)
    page.click("[data-action=cards]")
    expect(page.locator("[data-link]")).to_have_count(6)
    look(page, "cards")
    assert read_qr(page.locator(".poster__code").last.screenshot()) == link
    assert sheets(page) == [A4]
    page.click("[data-action=back]")


def answering(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(content_type="application/json", body=body)


def another_key(own: dict[str, Any], thief: dict[str, Any]) -> dict[str, Any]:
    """The thief's key in the place of the desk's."""
    return {**own, **{name: thief[name] for name in ("recipient", "signing", "fingerprint")}}


def another_signing_key(own: dict[str, Any], thief: dict[str, Any]) -> dict[str, Any]:
    """With it the thief could rotate later; the fingerprint is the right one for this pair."""
    signing = thief["signing"]
    return {**own, "signing": signing, "fingerprint": fingerprint(own["recipient"], signing)}


def test_phones_that_are_told_another_key_are_an_alarm(
    context: BrowserContext, page: Page, server: Server
) -> None:
    hinghoi(server, "desk", "create", "โต๊ะโจร", "--id", "thief")
    body = httpx.get(f"{server.url}/api/desks").json()
    for forge in (another_key, another_signing_key):
        body["desks"] = [forge(listed(server), listed(server, "thief"))]
        context.route("**/api/desks", answering(json.dumps(body)))
        open_key(page)
        screen = page.locator("[data-screen=key]")
        alarm = screen.locator("[role=alert] p")
        expect(alarm).to_have_text(WORDS["desk.key.foreign"], timeout=PATIENCE)
        expect(screen.locator(":is([data-words], [data-action=poster])")).to_have_count(0)
        screenshot(page, "desk-key-foreign", full=True)
        context.unroute_all()
        page.click("[data-action=back]")


def test_a_poster_from_the_command_line_opens_the_app(
    context: BrowserContext, page: Page, server: Server, tmp_path: Path
) -> None:
    link = f"{server.url}/{poster_fragment(server)}"
    wanted: list[str] = []
    for cards in ([], ["--cards"]):
        file = tmp_path / f"poster{len(cards)}.html"
        told = hinghoi(server, "desk", "poster", "nan", *cards, "--output", str(file))
        assert link in told
        assert " ".join(words_of(listed(server)["fingerprint"])) in told
        sheet = context.new_page()
        sheet.on("request", lambda request: wanted.append(request.url))
        sheet.set_viewport_size({"width": 800, "height": 1100})
        sheet.goto(file.as_uri())
        assert read_qr(sheet.locator(".poster__code").last.screenshot()) == link
        screenshot(sheet, f"poster-{'cards' if cards else 'a4'}", full=True)
        assert sheets(sheet) == [A4]
        sheet.close()
    assert all(url.startswith("file:") for url in wanted)
