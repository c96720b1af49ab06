"""The main job, end to end: written without signal, sealed on the phone, delivered later, opened.

One reporter, one phone whose browser is killed in between, one moderator, and afterwards somebody
who has seized the server and looks for what they wrote.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path

import exifread
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support.browser import Chromium, phone
from tests.support.camera import camera_jpeg
from tests.support.desk import hinghoi, join_desk
from tests.support.screens import barriers, screenshot
from tests.support.seized.needles import Needles
from tests.support.seized.search import files, search
from tests.support.server import AS_SHIPPED, Server, running_server
from webapp.cleaning import verify_file
from webapp.crypto.recipients import HybridIdentity

pytestmark = pytest.mark.browser

IN_PHOTO = ("CANARYmaker", "CANARYSN0042", "CANARYtrailer")
WRITTEN = ("CANARYtext", "CANARYplace", "CANARYagency", "CANARYaccused", "CANARYname")
AGENT = "CanaryBrowser/77"
ADDRESS = "127.0.0.1"
CODES = {"province": "55", "district": "5505", "tambon": "550502"}
FIELDS = {
    "text": "ถนนหน้าวัดสร้างไม่เสร็จ แต่เบิกเงินครบแล้ว CANARYtext",
    "place": "หน้าวัด หมู่ 3 CANARYplace",
    "when": "เดือนที่แล้ว",
    "agency": "อบต. CANARYagency",
    "accused": "ผู้รับเหมา CANARYaccused",
}


@dataclass(frozen=True)
class Desk:
    """A desk whose key was made offline, and its first moderator's sign-up link."""

    identity: Path
    link: str


@pytest.fixture
def photo() -> bytes:
    picture = camera_jpeg(1600, 1200, IN_PHOTO)
    assert all(word.encode() in picture for word in IN_PHOTO)
    assert exifread.process_file(io.BytesIO(picture))
    return picture


def offline_desk(server: Server, folder: Path) -> Desk:
    """The operator made the key elsewhere; the server is told its public half only."""
    key = HybridIdentity.generate()
    identity = folder / "desk.key"
    identity.write_text(f"{key.export()}\n", "ascii")
    recipient = str(key.recipient())
    hinghoi(server, "desk", "create", "โต๊ะเมืองน่าน", "--id", "nan", "--recipient", recipient)
    told = hinghoi(server, "moderator", "add", "--desk", "nan", "--identity", str(identity))
    (link,) = (word for word in told.split() if "#join=" in word)
    return Desk(identity, link)


def test_from_no_signal_to_the_moderator(tmp_path: Path, photo: bytes) -> None:
    folder, profile, data = tmp_path, tmp_path / "profile", tmp_path / "data"
    flag = f"--user-agent={AGENT}"
    with running_server(
        data, TMPDIR=str(temporary(folder)), LOG_LEVEL="DEBUG", **AS_SHIPPED
    ) as server:
        desk = offline_desk(server, folder)
        with phone(profile, flag) as chromium:
            page = at_night(chromium)
            visit_once(page, server)
            server.kill()
            packet_id = write_and_seal(page, server, photo)
        # The browser process was killed here, with the packet queued and no server to be reached.
        with phone(profile, flag) as chromium:
            page = at_night(chromium)
            delivered_after_all(page, server, packet_id)
            assert page.evaluate(ROWS) == []
            moderator_reads(chromium, desk, folder)
        opened_offline(server, desk, folder)
        nothing_found_by_whoever_seizes(data, temporary(folder), server.log, server.output)


def temporary(folder: Path) -> Path:
    """The server's own folder for temporary files, so that it can be searched."""
    made = folder / "server-tmp"
    made.mkdir(exist_ok=True)
    return made


def at_night(chromium: Chromium) -> Page:
    page = chromium.page()
    page.emulate_media(color_scheme="dark")
    return page


def visit_once(page: Page, server: Server) -> None:
    """The one visit with signal that every later one without lives on."""
    page.goto(server.url)
    page.wait_for_selector("html[data-ready]")
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")


def write_and_seal(page: Page, server: Server, photo: bytes) -> str:
    page.goto(server.url)
    page.wait_for_selector("html[data-ready]")
    page.check("[name=category][value=construction]")
    for name, code in CODES.items():
        page.select_option(f"[name={name}]", code)
    for name, words in FIELDS.items():
        page.fill(f"[name={name}]", words)
    picked = {"name": "IMG_CANARYname.jpg", "mimeType": "image/jpeg", "buffer": photo}
    page.set_input_files("[name=files]", picked)  # type: ignore[arg-type]
    expect(page.locator("[data-files] [data-clean]")).to_contain_text("ตำแหน่งที่ถ่าย")
    screenshot(page, "report-full", full=True)
    page.evaluate("scrollTo(0, 0)")
    screenshot(page, "report")
    expect(page.locator("[data-form]")).to_have_attribute("data-state", "draft")
    page.click("[data-action=send]")
    item = page.locator("[data-packet]")
    expect(item).to_contain_text("อยู่บนเครื่องนี้")
    expect(item).to_contain_text("ไม่มีสัญญาณ")
    expect(page.locator("[data-form]")).to_be_hidden()
    screenshot(page, "outbox")
    assert barriers(page) == []
    packet_id = str(item.get_attribute("data-packet"))
    assert set(page.evaluate(ROWS)) == {packet_id}
    return packet_id


def delivered_after_all(page: Page, server: Server, packet_id: str) -> None:
    page.goto(server.url)
    item = page.locator(f"[data-packet='{packet_id}']")
    expect(item).to_have_attribute("data-state", "sealed")
    page.evaluate(WATCH_PROGRESS)
    server.restart()
    # Unless the phone found out by itself meanwhile.
    page.evaluate("() => document.querySelector('[data-action=send-now]')?.click()")
    expect(page.locator(f"[data-received='{packet_id}']")).to_contain_text("ส่งถึงแล้ว")
    expect(item).to_have_attribute("data-state", "received")
    assert [words for words in page.evaluate("window.progress") if "KB" in words]
    screenshot(page, "received")
    assert barriers(page) == []


WATCH_PROGRESS = """() => {
  window.progress = [];
  const look = () => {
    for (const bar of document.querySelectorAll("progress")) window.progress.push(bar.ariaLabel);
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""

# The keys of every row on the phone but those of pinned keys and of the sender's lease.
ROWS = """async () => {
  const answer = (request) => new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await answer(indexedDB.open(name));
    const stores = [...db.objectStoreNames].filter((store) => !["pins", "lease"].includes(store));
    for (const store of stores) {
      found.push(...await answer(db.transaction(store).objectStore(store).getAllKeys()));
    }
    db.close();
  }
  return found;
}"""


def moderator_reads(chromium: Chromium, desk: Desk, folder: Path) -> None:
    page = chromium.page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    passphrase = join_desk(page, desk.link).passphrase
    page.click("[data-packet]")
    report = page.locator("[data-screen=packet]")
    for words in FIELDS.values():
        expect(report).to_contain_text(words)
    expect(report.locator("[data-attachment] canvas")).to_be_visible()
    expect(report).to_contain_text("แงง")
    screenshot(page, "desk")
    with page.expect_download() as download:
        page.click("[data-action=download-packet]")
    download.value.save_as(folder / "packet.age")
    assert not [line for line in sent if passphrase in line]


def opened_offline(server: Server, desk: Desk, folder: Path) -> None:
    """The downloaded packet, the key, no server: the report and a clean photo."""
    opened = folder / "opened"
    sealed = str(folder / "packet.age")
    hinghoi(server, "packet", "open", "--identity", str(desk.identity), sealed, "-o", str(opened))
    report = json.loads((opened / "report.json").read_text("utf-8"))
    assert report["text"] == FIELDS["text"]
    assert report["place"]["tambon"] == "แงง"
    (attachment,) = report["attachments"]
    assert "gps" in attachment["removed"]
    nothing_left((opened / "attachments" / attachment["name"]).read_bytes())
    hinghoi(server, "verify", str(opened / "attachments" / attachment["name"]))


def nothing_left(cleaned: bytes) -> None:
    assert verify_file(cleaned) == []
    assert exifread.process_file(io.BytesIO(cleaned)) == {}
    with Image.open(io.BytesIO(cleaned)) as image:
        assert image.size[0] >= 1024
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert not [word for word in IN_PHOTO if word.encode() in cleaned]


def nothing_found_by_whoever_seizes(*places: Path) -> None:
    """The server's data, its temporary folder and what it logged at DEBUG."""
    assert any(file.stat().st_size > 8192 for place in places for file in files(place))
    assert search(Needles([*WRITTEN, *IN_PHOTO, AGENT]), *places) == []
    # Where it listens is in the lines that it prints at the start; nothing else may say it.
    assert search(Needles([ADDRESS]), *places[:-1]) == []
