"""In the desk, the moderator's browser looks a second time at every file that arrived."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.support.camera import camera_jpeg
from tests.support.desk import PATIENCE, Desk, join_desk
from tests.support.desk_look import look
from tests.support.desk_packets import picture, send
from tests.support.server import Server
from webapp.crypto.packet import Attachment

pytestmark = pytest.mark.browser


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("P", (40, 30)).save(out, "GIF")
    return out.getvalue()


def verdict(page: Page, name: str) -> Locator:
    return page.locator(f"[data-attachment='{name}'] [data-verdict]")


def open_first(page: Page, link: str) -> None:
    join_desk(page, link)
    page.locator("[data-screen=list] [data-packet]").first.click()
    expect(page.locator("[data-attachment]").first).to_be_visible(timeout=PATIENCE)


def test_every_file_shows_a_verdict_of_its_own(page: Page, server: Server, desk: Desk) -> None:
    send(
        server,
        desk,
        Attachment("image/jpeg", "jpg", picture()),
        Attachment("image/jpeg", "jpg", camera_jpeg(640, 400)),
        Attachment("image/gif", "gif", gif()),
        Attachment("application/octet-stream", "bin", b"\0\1\2\3"),
        Attachment("image/png", "png", picture()),
    )
    open_first(page, desk.link)
    names = {
        "01.jpg": ("clean", "ตรวจซ้ำแล้ว ไม่พบข้อมูลซ่อนอยู่"),
        "02.jpg": ("residue", "พบข้อมูลซ่อนอยู่ อย่าเพิ่งส่งต่อไฟล์นี้ (ที่พบ: ตำแหน่งที่ถ่าย, รุ่นเครื่อง"),
        "03.gif": ("clean", "ไม่พบข้อมูลซ่อนอยู่"),
        "04.bin": ("unknown", "ตรวจซ้ำไม่ได้ ระวังก่อนส่งต่อ"),
        "05.png": ("residue", "พบข้อมูลซ่อนอยู่"),
    }
    for name, (word, sentence) in names.items():
        expect(verdict(page, name)).to_have_attribute("data-verdict", word, timeout=PATIENCE)
        expect(verdict(page, name)).to_contain_text(sentence)
    for name, shown in zip(names, (1, 1, 1, 0, 0), strict=True):
        pictures = page.locator(f"[data-attachment='{name}'] canvas")
        expect(pictures).to_have_count(shown, timeout=PATIENCE)
    look(page, "verdicts")


def test_a_look_that_never_ends_is_given_up(page: Page, server: Server, desk: Desk) -> None:
    page.clock.install()
    script = {"body": "onmessage = () => { for (;;); }", "content_type": "text/javascript"}
    page.route("**/build/clean_verdict.*", lambda route: route.fulfill(**script))
    send(server, desk, Attachment("image/jpeg", "jpg", picture()))
    open_first(page, desk.link)
    expect(verdict(page, "01.jpg")).to_contain_text("กำลังตรวจซ้ำ")
    page.clock.fast_forward("00:29")
    expect(verdict(page, "01.jpg")).to_have_attribute("data-verdict", "")
    page.clock.fast_forward("00:02")
    expect(verdict(page, "01.jpg")).to_have_attribute("data-verdict", "unknown")
