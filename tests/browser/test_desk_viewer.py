"""Looking at a report's files at the desk: pictures, pages, words, sound, films."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import PHONE, phone
from tests.support.camera import camera_jpeg
from tests.support.desk import PATIENCE, Desk, join_desk, new_desk
from tests.support.desk_look import look
from tests.support.desk_packets import SCRIPT, send
from tests.support.report_files import csv, docx, film, pdf, sound
from tests.support.screens import screenshot
from tests.support.seized.needles import Needles
from tests.support.seized.search import search
from tests.support.server import Server, running_server, wait_until
from webapp.crypto.packet import Attachment
from webapp.crypto.receipt_code import new_code, open_mailbox
from webapp.crypto.report import Mailbox

pytestmark = pytest.mark.browser
WIDE = {"width": 1280, "height": 800}
# In every file, and in the story: what must not be on the disk of whoever looked at it.
MARK = "wihok-hoen-7741-lamphu"
STORY = f"ถนนหน้าวัดพังทั้งเส้น มีรูปและเอกสาร {MARK}"
FILES = ("01.jpg", "02.pdf", "03.docx", "04.csv", "05.wav", "06.webm", "07.bin")

INSIDE = """async (kind) => ({
    origin: self.origin,
    long: document.querySelector(kind).duration > 0.3,
    reached: await fetch("/healthz").then(() => true, () => false),
    parent: (() => {
        try { return parent.document !== null } catch { return false }
    })(),
})"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("viewer") / "data"
    with running_server(data, MAX_CHUNK_BYTES="8000000") as server:
        yield server


@pytest.fixture(scope="module")
def desk(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One report with a file of each kind, larger than what used to be opened in the background."""
    desk = new_desk(server)
    files = (
        Attachment("image/jpeg", "jpg", photo()),
        pdf("red", "lime"),
        docx(f"รายการเบิกเงิน {MARK}", "&lt;b&gt;ผู้รับเหมา&lt;/b&gt;"),
        csv(f"ชื่อ,บาท\n{SCRIPT},{MARK}\n"),
        sound(MARK),
        film(tmp_path_factory.mktemp("film"), MARK),
        Attachment("application/octet-stream", "bin", secrets.token_bytes(4_500_000)),
    )
    mailbox = open_mailbox(new_code())
    place = Mailbox(mailbox.id, str(mailbox.identity.recipient()))
    send(server, desk, *files, text=STORY, mailbox=place)
    return desk


@pytest.fixture(scope="module")
def page(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A moderator with the case open, and its packet beside the story.

    When all is done the browser is left, and its whole profile searched for what was on screen.
    """
    profile = tmp_path_factory.mktemp("desk") / "profile"
    complaints: list[str] = []
    with phone(profile) as chromium:
        page = chromium.page()
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda line: complaints.append(line.text) if is_alarm(line.text) else None
        )
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        join_desk(page, desk.link)
        page.click("[data-tab=cases]")
        # The packet is larger than 4 MB, and there is a case all the same.
        page.click("[data-case] .case__open")
        page.click("[data-action=open-beside]")
        expect(page.locator("[data-case-files] [data-attachment]")).to_have_count(len(FILES))
        yield page
        # Chromium writes what pages store seconds later: what was stored before this is there, too.
        page.evaluate("() => localStorage.setItem('mark', 'stored-last-of-all')")
        stored = Needles(["stored-last-of-all"])
        wait_until(lambda: search(stored, profile / "Default" / "Local Storage"), "not stored", 60)
        chromium.leave()
    assert complaints == []
    assert search(Needles([MARK]), profile) == []


@pytest.fixture(autouse=True)
def nothing_is_in_front(page: Page) -> Iterator[None]:
    """A viewer that one test left open would stand in the way of the next."""
    yield
    while page.locator("dialog[open]").count():
        page.keyboard.press("Escape")


def is_alarm(text: str) -> bool:
    """A policy that holds something back, save what a test here tries out from within."""
    return "Policy" in text and "/healthz" not in text


def photo() -> bytes:
    """A wall with a number on it, as a camera hands it over: with GPS."""
    wall = Image.open(io.BytesIO(camera_jpeg(640, 400, (MARK,))))
    ImageDraw.Draw(wall).rectangle((320, 0, 639, 399), fill="white")
    out = io.BytesIO()
    wall.save(out, "JPEG", exif=wall.getexif(), quality=95)
    return out.getvalue()


def file_of(page: Page, name: str) -> Locator:
    return page.locator(f"[data-case-files] [data-attachment='{name}']")


def colour(canvas: Locator) -> list[int]:
    """Of the pixel in the middle."""
    script = """(canvas) => [...canvas.getContext("2d")
        .getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data.slice(0, 3)]"""
    told: list[int] = canvas.evaluate(script)
    return told


def test_a_report_stands_beside_its_files(page: Page) -> None:
    expect(page.locator("[data-beside] [data-field=text]")).to_contain_text(STORY)
    expect(file_of(page, "01.jpg").locator("canvas[role=img]")).to_be_visible()
    expect(file_of(page, "07.bin").locator("[data-verdict]")).not_to_have_attribute(
        "data-verdict", ""
    )
    expect(file_of(page, "01.jpg").locator("[data-verdict]")).to_have_attribute(
        "data-verdict", "residue"
    )
    story = page.locator("[data-screen=case] > [aria-labelledby=story]").bounding_box()
    files = page.locator("[data-case-files]").bounding_box()
    assert story
    assert files
    assert story["x"] + story["width"] <= files["x"]
    screenshot(page, "desk-beside-wide")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    look(page, "beside")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_a_covered_picture_holds_nothing_of_what_was_covered(page: Page, tmp_path: Path) -> None:
    file_of(page, "01.jpg").locator("[data-action=enlarge]").click()
    canvas = page.locator("[data-screen=viewer] canvas")
    expect(canvas).to_be_visible()
    page.click("[data-action=turn]")
    expect(canvas).to_have_js_property("height", 640)
    page.click("[data-action=turn]")
    page.check("[name=hand][value=black]")
    area = canvas.bounding_box()
    assert area
    # The left half was white before it was turned around.
    page.mouse.move(area["x"] + 2, area["y"] + 2)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] - 2)
    page.mouse.up()
    screenshot(page, "desk-viewer-wide")
    with page.expect_download() as kept:
        page.click("[data-action=save-covered]")
    expect(page.locator("[data-kept='desk.view.saved']")).to_be_visible()
    assert kept.value.suggested_filename.endswith("-01-covered.jpg")
    saved = Path(kept.value.path()).read_bytes()
    picture = Image.open(io.BytesIO(saved)).convert("L")
    assert picture.size == (640, 400)
    assert max(picture.crop((16, 16, 300, 384)).tobytes()) < 16
    assert b"Exif" not in saved

    page.click("[data-action=to-letter]")
    expect(page.locator("[data-kept='desk.view.on_shelf']")).to_be_visible()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for _ in range(3):
        page.click("[data-action=zoom-in]")
    expect(page.locator("[data-zoom]")).not_to_have_attribute("data-zoom", "1")
    screenshot(page, "desk-viewer-phone")
    look(page, "viewer")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.keyboard.press("Escape")
    expect(page.locator("[data-screen=viewer]")).to_have_count(0)
    expect(page.locator("[data-screen=case]")).to_be_visible()


def test_documents_are_pictures_and_words(page: Page) -> None:
    document = file_of(page, "02.pdf")
    document.locator("[data-action=look]").click()
    expect(document.locator("[data-pages='2']")).to_be_visible()
    red, green, _ = colour(document.locator("canvas"))
    assert (red > 200, green < 60) == (True, True)
    document.locator("[data-action=page-next]").click()
    expect(document.get_by_role("img", name="หน้า 2 จาก 2")).to_be_visible()
    red, green, _ = colour(document.locator("canvas"))
    assert (red < 60, green > 200) == (True, True)

    for name, words in (
        ("03.docx", f"รายการเบิกเงิน {MARK}\n<b>ผู้รับเหมา</b>"),
        ("04.csv", f"ชื่อ,บาท\n{SCRIPT},{MARK}"),
    ):
        file_of(page, name).locator("[data-action=look]").click()
        expect(file_of(page, name).locator("[data-text]")).to_have_js_property("textContent", words)
    screenshot(page, "desk-documents-wide", full=True)


def test_sound_and_films_play_in_a_frame_without_an_origin(page: Page) -> None:
    for name, kind in (("05.wav", "audio"), ("06.webm", "video")):
        file_of(page, name).locator("[data-action=look]").click()
        frame = file_of(page, name).locator("iframe")
        expect(frame).to_have_attribute("data-played", "playable")
        inside = frame.element_handle().content_frame()
        assert inside
        told = inside.evaluate(INSIDE, kind)
        assert told == {"origin": "null", "long": True, "reached": False, "parent": False}
    screenshot(page, "desk-player-wide", full=True)


def test_a_covered_picture_goes_with_a_letter(page: Page) -> None:
    page.click("[data-open-packet]")
    page.click("[data-action=write-letter]")
    page.click("[data-action=attach-covered]")
    expect(page.locator("[data-letter-files='1']")).to_be_visible()
    expect(page.locator("[data-action=attach-covered]")).to_have_count(0)
    page.click("[data-action=preview-letter]")
    canvas = page.locator("[data-screen=letter-preview] canvas")
    expect(canvas).to_have_js_property("width", 640)
    left = """(canvas) => [...canvas.getContext("2d").getImageData(20, 20, 200, 300).data]
        .every((value, n) => n % 4 === 3 || value < 16)"""
    assert canvas.evaluate(left)
