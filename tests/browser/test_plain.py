"""`/plain` in browsers whose JavaScript is off: a report goes out, a letter comes back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import PHONE
from tests.support.camera import CANARIES, camera_jpeg
from tests.support.desk import hinghoi
from tests.support.screens import PICTURES
from tests.support.server import Server, running_server
from webapp.cleaning import verify_file
from webapp.crypto.letter import Letter, Step, seal_letter
from webapp.crypto.packet import Attachment, OpenedPacket, open_packet
from webapp.crypto.receipt_code import MailboxKeys, open_mailbox
from webapp.crypto.recipients import HybridIdentity

pytestmark = pytest.mark.browser
SCRIPT = "<script>document.title = 'run'</script>"
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def key() -> HybridIdentity:
    return HybridIdentity.generate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, key: HybridIdentity) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("plain") / "data"
    with running_server(data, LETTER_BATCH_HOURS="0") as running:
        to = ("--id", "nan", "--name-en", "Nan desk", "--recipient", str(key.recipient()))
        hinghoi(running, "desk", "create", "โต๊ะเมืองน่าน", *to)
        yield running


@pytest.fixture(params=THEMES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A small phone without JavaScript, in each theme."""
    context = browser.new_context(
        java_script_enabled=False,
        viewport=PHONE,  # type: ignore[arg-type]
        color_scheme=request.param,
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    assert context.cookies() == []
    context.close()


def picture(page: Page, name: str) -> None:
    """Keeps the screen for people to look at; nothing may stick out at the side."""
    PICTURES.mkdir(exist_ok=True)
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= PHONE["width"]
    theme = "dark" if page.locator("body").evaluate(BACKGROUND) == "rgb(11, 16, 48)" else "light"
    page.screenshot(path=PICTURES / f"plain-{name}-{theme}.png", full_page=True)


BACKGROUND = "(body) => getComputedStyle(body).backgroundColor"


def packets(server: Server, key: HybridIdentity, words: str) -> list[OpenedPacket]:
    held = (server.data_dir / "blobs" / "packets").rglob("*")
    opened = []
    for path in held:
        data = path.read_bytes() if path.is_file() else b""
        if data.count(b"mlkem768x25519") == 1 and path.name not in _LETTERS:
            opened.append(open_packet(data, [key]))
    return [each for each in opened if each.report.text == words]


_LETTERS: set[str] = set()


def lay_letter(server: Server, mailbox: MailboxKeys) -> None:
    """A letter as a desk would have posted it, put into the running server's store."""
    history = (Step("2026-11-20", "received", "รับไว้แล้ว"),)
    told = Letter(
        mailbox.id, "nan", 1, "th", "2026-11-21", f"ขอรูปเพิ่ม {SCRIPT}", "more_info", None, history
    )
    photo = Attachment("image/jpeg", "jpg", camera_jpeg(64, 48))
    data = seal_letter(told, [photo], mailbox.identity.recipient())
    sha256 = hashlib.sha256(data).hexdigest()
    _LETTERS.add(sha256)
    store(server, mailbox.id, sha256, data)


def store(server: Server, mailbox_id: str, sha256: str, data: bytes) -> None:
    from sqlalchemy import create_engine, insert

    from webapp.models import Letter as Row
    from webapp.models import Mailbox, today
    from webapp.storage import open_blobs

    open_blobs((server.data_dir / "blobs").as_uri()).put(sha256, data)
    row = {"id": secrets.token_hex(16), "mailbox_id": mailbox_id, "desk_id": "nan"}
    more = {"sha256": sha256, "length": len(data), "day": today(), "released": True}
    engine = create_engine(f"sqlite:///{server.data_dir / 'hinghoi.sqlite'}")
    with engine.begin() as connection:
        connection.execute(insert(Mailbox), {"id": mailbox_id})
        connection.execute(insert(Row), row | more)
    engine.dispose()


def test_a_report_goes_out_and_a_letter_is_answered(
    page: Page, server: Server, key: HybridIdentity, tmp_path: Path
) -> None:
    words = f"ถนนหน้าวัด {secrets.token_hex(4)}"
    code = send_report(page, server, words, tmp_path)
    (packet,) = packets(server, key, words)
    keys = open_mailbox(code.replace(" ", ""))
    assert packet.report.mailbox is not None
    assert packet.report.mailbox.id == keys.id
    (photo,) = packet.files
    assert verify_file(photo) == []
    assert not any(word.encode() in photo for word in CANARIES)
    lay_letter(server, keys)
    read_letter(page, server, code)
    answer = f"เพิ่มเติม {secrets.token_hex(4)}"
    page.fill("[name=text]", answer)
    page.check("[name=answer][value=reopen]")
    page.click("[data-answer] [data-action=send]")
    page.wait_for_selector("[data-received]")
    (followup,) = packets(server, key, answer)
    assert followup.report.mailbox == packet.report.mailbox
    assert (followup.report.kind, followup.report.answer) == ("followup", "reopen")


def send_report(page: Page, server: Server, words: str, folder: Path) -> str:
    """From the app's first page, as somebody without JavaScript finds it; the receipt code."""
    (folder / "IMG_1.jpg").write_bytes(camera_jpeg(1600, 1200))
    (folder / "odd.bin").write_bytes(b"\0\1\2")
    page.goto(server.url)
    page.click("noscript a")
    page.wait_for_url("**/plain")
    picture(page, "form")
    page.check("[name=category][value=construction]")
    page.fill("[name=text]", words)
    page.set_input_files("[name=files]", [folder / "IMG_1.jpg", folder / "odd.bin"])
    page.click("[data-action=send]")
    page.wait_for_selector("[data-refused='2'][data-code=file_type_unsupported]")
    assert page.input_value("[name=text]") == words
    picture(page, "refused")
    page.set_input_files("[name=files]", folder / "IMG_1.jpg")
    page.click("[data-action=send]")
    page.wait_for_selector("[data-received]")
    picture(page, "received")
    return page.inner_text("[data-code]")


def read_letter(page: Page, server: Server, code: str) -> None:
    page.goto(f"{server.url}/plain/mailbox")
    picture(page, "mailbox-code")
    page.fill("[name=code]", code)
    page.click("[data-action=open]")
    page.wait_for_selector("[data-letter]")
    picture(page, "mailbox")
    assert SCRIPT in page.inner_text("[data-letter] pre")
    assert page.title() == "หิ่งห้อย"
    with page.expect_download() as download:
        page.click("[data-action=download]")
    assert download.value.suggested_filename == "01.jpg"
