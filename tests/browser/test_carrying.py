"""Packets in other hands, choices about sending, and photos that other apps share with us."""

from __future__ import annotations

import base64
import sqlite3
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, Chromium, phone
from tests.support.camera import camera_jpeg
from tests.support.screens import barriers, screenshot, small_targets
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser

CANARIES = ("CANARYmaker", "CANARYSN0042", "CANARYtrailer")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with phone(tmp_path_factory.mktemp("writer")) as started:
        yield started


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server") / "data", "--demo") as server:
        yield server


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    """The server as each test finds it: running."""
    yield running
    if running.process is None or running.process.poll() is not None:
        running.start()


@pytest.fixture
def page(chromium: Chromium, server: Server) -> Iterator[Page]:
    """The app, kept by its worker, with nothing of earlier tests in it."""
    page = chromium.page()
    open_app(page, server)
    yield page
    page.goto(f"{server.url}/")
    page.evaluate("localStorage.clear()")
    page.close()


@contextmanager
def another_phone(chromium: Chromium, **options: Any) -> Iterator[Page]:
    """A profile of its own, which knows nothing of the first."""
    context = chromium.browser.new_context(viewport=PHONE, **options)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


def open_app(page: Page, server: Server, place: str = "/") -> None:
    page.goto(server.url + place)
    page.wait_for_selector("html[data-ready]")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()  # From now on the worker stands before the page.
    page.wait_for_selector("html[data-ready]")


def seal(page: Page, words: str = "ถนน", *, kilobytes: int = 0) -> str:
    page.fill("[name=text]", words)
    if kilobytes:
        sound = {"name": "a.wav", "mimeType": "audio/wav", "buffer": noise(kilobytes)}
        page.set_input_files("[name=files]", sound)  # type: ignore[arg-type]
        page.wait_for_selector("[data-clean]")
        # Told before it is sent.
        expect(page.locator("[data-cost]")).to_contain_text("1.5 MB")
    packets = page.locator("[data-packet]")
    before = packets.count()
    page.click("[data-action=send]")
    expect(packets).to_have_count(before + 1)
    expect(page.locator("[data-form]")).to_be_hidden()
    return str(packets.first.get_attribute("data-packet"))


def noise(kilobytes: int) -> bytes:
    """A sound file of about this size: cleaned without being made smaller."""
    samples = bytes(kilobytes * 1000)
    form = struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)
    chunks = b"fmt " + struct.pack("<I", 16) + form
    chunks += b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def hand_over(page: Page, to: Path) -> Path:
    with page.expect_download() as download:
        page.locator("[data-packet]").first.locator("[data-action=hand-over]").click()
    name = download.value.suggested_filename
    assert name.startswith("hinghoi-")
    assert name.endswith(".hhp")
    assert len(name) == len("hinghoi-12345678.hhp")
    download.value.save_as(to / name)
    return to / name


def take_in(page: Page, *files: Path) -> None:
    page.set_input_files("[name=carried]", list(files))


def test_a_packet_is_carried_by_another_phone_and_the_first_finds_out(
    chromium: Chromium, page: Page, server: Server, tmp_path: Path
) -> None:
    server.kill()
    packet = seal(page, "เรื่องที่ฝากไป")
    mine = page.locator(f"[data-packet='{packet}']")
    expect(mine).to_have_attribute("data-state", "sealed")
    expect(mine).to_contain_text("ไม่มีสัญญาณ")
    expect(mine).to_contain_text("จะลองใหม่")
    file = hand_over(page, tmp_path)
    expect(page.locator("[data-told]")).to_contain_text(file.name)
    assert packet.encode() not in file.read_bytes()
    screenshot(page, "outbox-handed-over")
    assert (barriers(page), small_targets(page)) == ([], [])
    page.goto("about:blank")
    server.start()
    before = received(server)
    # Delivered behind the back of the first phone, which lies in a drawer.
    with another_phone(chromium) as courier:
        open_app(courier, server, "/#outbox")
        expect(courier.locator("[data-form]")).to_be_hidden()
        screenshot(courier, "outbox-empty", full=True)
        take_in(courier, file)
        carried = courier.locator("[data-packet]")
        expect(carried).to_have_attribute("data-state", "received")
        assert carried.get_attribute("data-packet") != packet
    page.goto(server.url)
    expect(mine).to_have_attribute("data-state", "received")
    assert received(server) == before + 1


def received(server: Server) -> int:
    """How many packets the server holds, as its storage shows them."""
    database = server.data_dir / "hinghoi.sqlite"
    with sqlite3.connect(database) as db:
        (count,) = db.execute("select count(*) from packet").fetchone()
    return int(count)


def test_a_damaged_or_foreign_file_is_refused_in_plain_words(
    page: Page, server: Server, tmp_path: Path
) -> None:
    server.kill()
    seal(page)
    file = hand_over(page, tmp_path)
    whole = file.read_bytes()
    page.click("[data-action=outbox]")
    told = page.locator("[data-told]")
    take_in(page, file)
    expect(told).to_contain_text("มีอยู่ในเครื่องแล้ว")
    file.write_bytes(whole[:-1])
    take_in(page, file)
    expect(told).to_contain_text("เสียหายระหว่างทาง")
    file.write_bytes(zlib.compress(whole))
    take_in(page, file)
    expect(told).to_contain_text("ไม่ใช่ซองของหิ่งห้อย")
    expect(page.locator("[data-packet]")).to_have_count(1)
    screenshot(page, "outbox-page", full=True)
    assert (barriers(page), small_targets(page)) == ([], [])
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("[data-action=delete-packet]")
    expect(page.locator("[data-packet]")).to_have_count(0)


def test_nothing_is_sent_while_paused(page: Page, server: Server) -> None:
    page.click("[data-action=outbox]")
    page.check("[name=pause]")
    page.click("[data-action=again]")
    expect(page.locator("[data-form]")).to_be_visible()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    packet = seal(page)
    mine = page.locator(f"[data-packet='{packet}']")
    expect(mine).to_have_attribute("data-waits", "pause")
    expect(mine).to_contain_text("หยุดไว้")
    expect(mine.locator("[data-action=send-now]")).to_have_count(0)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(mine).to_have_attribute("data-waits", "pause")
    screenshot(page, "outbox-paused")
    assert not [url for url in sent if "/api/packets" in url]
    page.click("[data-action=outbox]")
    expect(page.locator("[name=pause]")).to_be_checked()
    page.uncheck("[name=pause]")
    expect(mine).to_have_attribute("data-state", "received")


CELLULAR = """Object.defineProperty(navigator, "connection", { value: { type: "cellular" } });"""


def test_a_large_packet_waits_for_wifi_and_a_small_one_does_not(page: Page) -> None:
    page.add_init_script(CELLULAR)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    page.click("[data-action=outbox]")
    page.check("[name=wifi]")
    page.click("[data-action=again]")
    small = seal(page)
    expect(page.locator(f"[data-packet='{small}']")).to_have_attribute("data-state", "received")
    page.click("[data-action=again]")
    cost = page.locator("[data-cost]")
    page.fill("[name=text]", "สั้น")
    expect(cost).to_contain_text("KB")
    large = seal(page, kilobytes=1500)
    mine = page.locator(f"[data-packet='{large}']")
    expect(mine).to_have_attribute("data-waits", "wifi")
    expect(mine).to_contain_text("1.5 MB")
    screenshot(page, "outbox-wifi")
    mine.locator("[data-action=send-now]").click()
    expect(mine).to_have_attribute("data-state", "received")


SHARE = """([address, photo]) => {
    const form = Object.assign(document.createElement("form"), {
        action: address, method: "post", enctype: "multipart/form-data",
    });
    const input = Object.assign(document.createElement("input"), { type: "file", name: "files" });
    const files = new DataTransfer();
    const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
    files.items.add(new File([bytes], "IMG_CANARYname.jpg", { type: "image/jpeg" }));
    input.files = files.files;
    form.append(input);
    document.body.append(form);
    form.submit();
}"""

KEPT = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const { url } of await cache.keys()) {
            const text = await (await cache.match(url)).text();
            if (url.includes("share") || text.includes("CANARY")) found.push(url);
        }
    }
    return found;
}"""


def share(page: Page, photo: bytes) -> None:
    page.evaluate(SHARE, ["/share", base64.b64encode(photo).decode()])


def test_a_shared_photo_is_cleaned_and_attached_without_the_network(
    page: Page, server: Server
) -> None:
    server.kill()
    photo = camera_jpeg(800, 600, CANARIES)
    page.fill("[name=text]", "เขียนค้างไว้")
    expect(page.locator("[data-form]")).to_have_attribute("data-state", "draft")
    share(page, photo)
    expect(page.locator("[data-files] [data-clean]")).to_contain_text("ตำแหน่งที่ถ่าย")
    assert page.url == f"{server.url}/"
    assert page.evaluate(KEPT) == []
    # The draft that was being written is still there, and the photo came to it.
    expect(page.locator("[name=text]")).to_have_value("เขียนค้างไว้")
    page.goto(f"{server.url}/#shared")
    expect(page.locator("[data-told]")).to_contain_text("ลองแชร์มาใหม่")


def test_without_the_worker_the_server_refuses_a_shared_photo(
    chromium: Chromium, server: Server
) -> None:
    with another_phone(chromium, service_workers="block") as page:
        for megabytes in (0, 5):
            page.goto(server.url)
            share(page, camera_jpeg(800, 600, CANARIES) + bytes(megabytes * 1_000_000))
            told = page.locator("html[data-error=share_needs_app]")
            expect(told).to_contain_text("ไม่อ่านและไม่เก็บ")
            screenshot(page, "share-refused")
            assert (barriers(page), small_targets(page)) == ([], [])
