"""Pictures in the place of a file that cannot be cleaned, or that somebody wants sent that way."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.support.browser import Chromium, phone
from tests.support.hidden_documents import plain_pdf
from tests.support.hidden_sound import recording
from tests.support.screens import barriers, screenshot, small_targets
from tests.support.server import Server, running_server

pytestmark = pytest.mark.browser
# Pages are drawn one by one, and the machine may have other things to do.
PATIENT = 60_000
FILM = ("-f", "lavfi", "-i", "testsrc=duration=3:size=320x240:rate=10")
# The index stands before the pictures, so that browsers play what is left when the end is missing.
H264 = (*FILM, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "5", "-movflags", "+faststart")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("server") / "data", "--demo") as running:
        yield running


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with phone(tmp_path_factory.mktemp("phone") / "profile") as running:
        yield running


@pytest.fixture
def page(chromium: Chromium, server: Server) -> Iterator[Page]:
    page = chromium.page()
    page.goto(server.url)
    page.wait_for_selector("html[data-ready]")
    yield page
    page.close()


def pick(page: Page, name: str, data: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.set_input_files("[name=files]", file)  # type: ignore[arg-type]


def locked(pages: int) -> bytes:
    """Opens without a password, and is encrypted all the same."""
    pdf = pikepdf.Pdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(210, 297))
        page.obj["/Contents"] = pdf.make_stream(b"%d 20 60 60 re f" % (20 + 10 * number))
    out = BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(user="", owner="secret"))
    return out.getvalue()


def test_pages_take_the_place_of_a_locked_document(page: Page) -> None:
    pick(page, "a.pdf", locked(3))
    expect(page.locator("[data-problem=encrypted]")).to_be_visible(timeout=PATIENT)
    expect(page.locator("[data-action=as-pages]")).to_be_visible(timeout=PATIENT)
    screenshot(page, "as-pages", full=True)
    assert barriers(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.click("[data-action=as-pages]")
    expect(page.locator("[data-clean] img")).to_have_count(3, timeout=PATIENT)
    expect(page.locator("[data-problem]:visible")).to_have_count(0)
    expect(page.locator("[data-files] [role=status]")).to_contain_text("3", timeout=PATIENT)
    screenshot(page, "pages-made", full=True)
    page.click("[data-action=send]")
    expect(page.locator("[data-received]")).to_be_visible(timeout=PATIENT)


def test_only_as_many_pages_as_a_packet_takes(page: Page) -> None:
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    pick(page, "a.pdf", locked(30))
    page.click("[data-action=as-pages]")
    expect(page.locator("[data-clean] img")).to_have_count(20, timeout=PATIENT)
    assert len(asked) == 1
    assert "30" in asked[0]
    assert "20" in asked[0]


def test_making_pictures_can_be_called_off(page: Page) -> None:
    pick(page, "a.pdf", locked(20))
    page.click("[data-action=as-pages]")
    page.click("[data-action=cancel-pictures]")
    expect(page.locator("[data-action=as-pages]")).to_be_visible(timeout=PATIENT)
    expect(page.locator("[data-files] li")).to_have_count(1, timeout=PATIENT)


def test_a_clean_document_may_go_as_pictures_too(page: Page) -> None:
    pick(page, "a.pdf", plain_pdf())
    expect(page.locator("[data-clean]")).to_contain_text("PDF", timeout=PATIENT)
    page.click("[data-action=as-pages]")
    expect(page.locator("[data-clean] img")).to_have_count(1, timeout=PATIENT)


def test_a_document_that_needs_its_password_says_so(page: Page) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(plain_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    pick(page, "a.pdf", out.getvalue())
    page.click("[data-action=as-pages]")
    expect(page.locator("[data-files] [role=alert]")).to_contain_text("รหัสผ่าน", timeout=PATIENT)
    expect(page.locator("[data-action=as-it-is]")).to_be_visible(timeout=PATIENT)


def test_frames_take_the_place_of_a_broken_video(page: Page) -> None:
    film = recording("mp4", *H264)
    pick(page, "a.mp4", film[: len(film) - 2000])
    expect(page.locator("[data-problem]:visible")).to_have_count(1, timeout=PATIENT)
    screenshot(page, "as-frames", full=True)
    page.click("[data-action=as-frames]")
    expect(page.locator("[data-clean] img").nth(2)).to_be_visible(timeout=PATIENT)
    screenshot(page, "frames-made", full=True)
    page.click("[data-action=send]")
    expect(page.locator("[data-received]")).to_be_visible(timeout=PATIENT)


def test_a_clean_video_may_go_as_six_frames(page: Page) -> None:
    pick(page, "a.mp4", recording("mp4", *H264))
    expect(page.locator("[data-clean]")).to_contain_text("MP4", timeout=PATIENT)
    page.click("[data-action=as-frames]")
    expect(page.locator("[data-clean] img")).to_have_count(6, timeout=PATIENT)


def test_a_video_that_the_browser_cannot_show_stays(page: Page) -> None:
    pick(page, "a.mp4", recording("mp4"))
    page.click("[data-action=as-frames]")
    expect(page.locator("[data-files] [role=alert]")).to_contain_text(
        "เปิดวิดีโอนี้ไม่ได้", timeout=PATIENT
    )
    expect(page.locator("[data-files] li")).to_have_count(1, timeout=PATIENT)


@pytest.mark.parametrize("data", [b"a,b\n1,2\n", b"<html>", b"ID3\4" + bytes(999)])
def test_nothing_is_offered_for_what_has_no_pictures(page: Page, data: bytes) -> None:
    with page.expect_response("**/pages.*"):
        pick(page, "a", data)
    page.evaluate("() => null")
    expect(page.locator("[data-action=remove-file]")).to_be_visible(timeout=PATIENT)
    expect(page.locator("[data-action^=as-]:not([data-action=as-it-is])")).to_have_count(0)


def test_pages_are_drawn_without_signal_when_fetched_ahead(
    chromium: Chromium, tmp_path: Path
) -> None:
    page = chromium.page()
    with running_server(tmp_path / "data", "--demo") as server:
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.reload()
        page.wait_for_selector("html[data-ready]")
        page.click("[data-action=prepare]")
        expect(page.locator("[data-prepare]")).to_contain_text("พร้อมแล้ว", timeout=PATIENT)
        server.kill()
        pick(page, "a.pdf", locked(1))
        page.click("[data-action=as-pages]")
        expect(page.locator("[data-clean] img")).to_have_count(1, timeout=PATIENT)
