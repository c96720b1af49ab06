"""Packets that are made to attack moderators: nothing runs, and nothing is fetched."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PHONE
from tests.support.desk import PATIENCE, Desk, join_desk, new_desk
from tests.support.desk_packets import deliver, send
from tests.support.hostile_files import WORDS, hostile_files
from tests.support.screens import screenshot
from tests.support.server import Server, running_server
from tests.vectors.plaintexts import HOSTILE
from webapp.crypto import age
from webapp.crypto.recipients import HybridRecipient
from webapp.crypto.report import Place

pytestmark = pytest.mark.browser
ARCHIVES = (
    "header_path_parent",
    "header_symbolic_link",
    "archive_renamed_by_an_extended_header",
    "limits_stored_10000_attachments",
    "padding_entry_after_the_end",
    "attachments_another_digest",
)
PLAIN = "เสาไฟเอียงจะล้ม"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("hostile") / "data"
    with running_server(data, MAX_CHUNK_BYTES="8000000") as server:
        yield server


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return new_desk(server)


@pytest.fixture(scope="module")
def packets(server: Server, desk: Desk) -> dict[str, str]:
    """The ids of all that is delivered, by what is wrong with it; and a plain one among them."""
    place = Place(HOSTILE, HOSTILE, HOSTILE, "550505", HOSTILE)
    strings = dict.fromkeys(("text", "when", "agency", "accused", "watchpoint"), HOSTILE)
    sent = {
        "strings": send(server, desk, **strings, place=place),
        "files": send(server, desk, *(file for file, _ in hostile_files()), text="ไฟล์"),
        "plain": send(server, desk, text=PLAIN),
    }
    recipient = HybridRecipient.parse(desk.recipient)
    for name, plaintext in archives().items():
        sent[name] = deliver(server, desk, age.encrypt(plaintext, [recipient]))
    return sent


def archives() -> dict[str, bytes]:
    """Of the vectors that both languages refuse."""
    vectors = json.loads(Path("tests/vectors/plaintexts.json").read_text("utf-8"))
    packed = {vector["name"]: vector["plaintext_gzip"] for vector in vectors}
    return {name: gzip.decompress(base64.b64decode(packed[name])) for name in ARCHIVES}


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server, desk: Desk, packets: dict[str, str]) -> Iterator[Page]:
    """A moderator; everything that a hit would leave behind fails the tests."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    hits: list[str] = []
    page.on("pageerror", lambda error: hits.append(str(error)))
    page.on("dialog", lambda dialog: hits.append(dialog.message))
    page.on("popup", lambda popup: hits.append(popup.url))
    page.on("download", lambda download: hits.append(download.suggested_filename))
    page.on("console", lambda line: hits.append(line.text) if "Policy" in line.text else None)
    context.on(
        "request",
        lambda request: hits.append(request.url) if strange(request.url, server) else None,
    )
    join_desk(page, desk.link)
    expect(page.locator("[data-screen=list] [data-packet]")).to_have_count(len(packets))
    yield page
    assert not any(frame.evaluate("() => 'owned' in window") for frame in page.frames)
    context.close()
    assert hits == []


def strange(url: str, server: Server) -> bool:
    return not url.startswith((f"{server.url}/", "blob:"))


def open_packet(page: Page, packet_id: str) -> None:
    if page.locator("[data-screen=packet]").count():
        page.locator("[data-screen=packet] .leave").click()
    page.click(f"[data-screen=list] [data-packet='{packet_id}']")


def test_strings_are_words_and_nothing_else(page: Page, packets: dict[str, str]) -> None:
    open_packet(page, packets["strings"])
    for name in ("text", "when", "agency", "accused", "watchpoint"):
        expect(page.locator(f"[data-field={name}]")).to_have_js_property("textContent", HOSTILE)
    expect(page.locator("[data-field=place]")).to_contain_text("onerror=alert(2)")
    expect(page.locator("[data-report] :is(script, img, svg, iframe, a)")).to_have_count(0)
    screenshot(page, "desk-hostile-strings", full=True)


def test_files_that_lie_or_burst_are_told_in_a_sentence(
    page: Page, packets: dict[str, str]
) -> None:
    open_packet(page, packets["files"])
    files = hostile_files()
    expect(page.locator("[data-attachment]")).to_have_count(len(files))
    for n, (file, code) in enumerate(files, start=1):
        card = page.locator(f"[data-attachment='{n:02}.{file.extension}']")
        if not file.type.startswith("image/") and code != "":
            card.locator("[data-action=look]").click()
        if code is None:
            expect(card.locator("[data-text], [data-pages='1']")).to_be_visible()
        else:
            expect(card.locator("[data-not-shown]")).to_have_attribute("data-not-shown", code)
    expect(page.locator("[data-attachment='15.docx'] [data-text]")).to_have_text(WORDS)
    expect(page.locator("[data-attachment] [data-verdict='']")).to_have_count(0)
    screenshot(page, "desk-hostile-files", full=True)


def test_archives_that_trick_are_refused_by_name(page: Page, packets: dict[str, str]) -> None:
    for name in ARCHIVES:
        open_packet(page, packets[name])
        code = "packet_archive" if name.startswith("header") else f"packet_{name.split('_')[0]}"
        expect(page.locator("[data-refused]")).to_have_attribute("data-refused", code)
    open_packet(page, packets["plain"])
    expect(page.locator("[data-field=text]")).to_contain_text(PLAIN)


def test_cases_of_them_are_worked_on_like_any_other(page: Page, packets: dict[str, str]) -> None:
    page.locator("[data-screen=packet] .leave").click()
    page.click("[data-tab=cases]")
    expect(page.locator("[data-cases]")).to_have_attribute("data-cases", str(len(packets)))
    expect(page.locator("[data-case]")).not_to_have_count(0)
    screenshot(page, "desk-hostile-cases")
    page.fill("[name=search]", "onerror=alert(2)")
    expect(page.locator("[data-cases]")).to_have_attribute("data-cases", "1")
    page.click("[data-case] .case__open")
    expect(page.locator("[data-screen=case] [data-field=text]")).to_contain_text("<script>alert(1)")
    version = 1
    for field, words in (("note", HOSTILE), ("label", "<img src=x onerror=alert(1)>")):
        page.fill(f"[name={field}]", words)
        page.locator(f"form:has([name={field}]) [type=submit]").click()
        version += 1
        expect(page.locator("[data-screen=case]")).to_have_attribute("data-version", str(version))
    expect(page.locator("[data-note]")).to_contain_text("<script>alert(1)</script>")
    expect(page.locator("[data-label]")).to_contain_text("onerror=alert(1)")
    expect(page.locator("main :is(script, img, svg, iframe)")).to_have_count(0)
