"""A moderator takes cases out of the desk: sealed for an agency, on paper, and as a table.

One browser walks through all of it; what it made is then opened as an agency would.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Page, expect

from tests.support.camera import camera_jpeg
from tests.support.desk import Desk, hinghoi, join_desk, new_desk
from tests.support.desk_look import look
from tests.support.desk_packets import picture, send
from tests.support.hostile_files import png_bomb
from tests.support.server import Server
from webapp.cli.export import export
from webapp.crypto import age
from webapp.crypto.packet import Attachment
from webapp.crypto.recipients import HybridIdentity

pytestmark = pytest.mark.browser
ROAD = "ถนนหน้าวัดบ้านน้ำปั้วสร้างไม่เสร็จ ผู้รับเหมาเบิกเงินครบแล้ว"
OFFICE = "ป.ป.ช. ประจำจังหวัดน่าน"
SECRET_NOTE = "โทรหาผู้ใหญ่บ้านก่อน"
CLEAN, DIRTY = picture(), camera_jpeg(320, 240)
AGENCY = HybridIdentity.generate()
# Which addresses of bytes there are, with the type of each.
BLOBS = """() => {
  window.alive = new Map();
  const [make, end] = [URL.createObjectURL, URL.revokeObjectURL];
  URL.createObjectURL = (blob) => {
    const url = make.call(URL, blob);
    alive.set(url, blob.type);
    return url;
  };
  URL.revokeObjectURL = (url) => { alive.delete(url); end.call(URL, url); };
}"""


def one_case(page: Page, server: Server, desk: Desk) -> None:
    """A case with a clean and a dirty photo and a note; it is open on the screen."""
    photos = [Attachment("image/jpeg", "jpg", data) for data in (CLEAN, DIRTY)]
    photos.append(Attachment("image/png", "png", png_bomb()))
    send(server, desk, *photos, text=ROAD, agency="=cmd|'/c calc'!A1")
    join_desk(page, desk.link)
    page.click("[data-tab=cases]")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.click("[data-case] .case__open")
    expect(page.locator("[data-screen=case] [data-field=text]")).to_contain_text(ROAD)
    page.fill("[name=note]", SECRET_NOTE)
    page.get_by_role("button", name="เพิ่มบันทึก").click()
    expect(page.locator("[data-screen=case]")).to_have_attribute("data-version", "2")


def saved(page: Page, action: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.click(f"[data-action={action}]")
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def verify(folder: Path, *arguments: str, text: str | None = None) -> Result:
    key = folder / "agency.key"
    key.write_text(AGENCY.export())
    known = [str(key) if one == "KEY" else one for one in arguments]
    return CliRunner().invoke(export, ["verify", *known], input=text)


def test_a_case_goes_to_an_agency_onto_paper_and_into_a_table(
    page: Page, server: Server, tmp_path: Path
) -> None:
    desk = new_desk(server)
    one_case(page, server, desk)
    page.evaluate(BLOBS)
    page.click("[data-action=export]")
    expect(page.locator("[data-screen=export]")).to_be_visible()
    number = page.locator("[data-screen=export] .soft").first.inner_text().split()[-1]
    look(page, "export")
    sealed_to_a_key(page, server, desk.slug, tmp_path)
    sealed_with_a_passphrase(page, tmp_path)
    on_paper(page, number, tmp_path)
    as_a_table(page, number, tmp_path)
    page.go_back()
    expect(page.locator("[data-screen=case]")).to_be_visible()
    log = hinghoi(server, "audit", "verify")
    assert "whole" in log


def sealed_to_a_key(page: Page, server: Server, slug: str, folder: Path) -> None:
    page.fill("[name=recipient]", "age1pq1mistyped")
    page.click("[data-action=make-bundle]")
    expect(page.get_by_text("กุญแจนี้ไม่ถูก")).to_be_visible()
    page.fill("[name=recipient]", f"  {AGENCY.recipient()}\n")
    page.fill("[name=agency-name]", OFFICE)
    page.click("[data-action=keep-agency]")
    expect(page.locator("[name=agency]")).to_have_value(str(AGENCY.recipient()))
    for kept in server.data_dir.glob("hinghoi.sqlite*"):
        assert OFFICE.encode() not in kept.read_bytes()
    page.click("[data-action=make-bundle]")
    expect(page.locator("[data-left-out='1'] [data-why=residue]")).to_contain_text("02.jpg")
    look(page, "export-made")
    file = saved(page, "save-bundle", folder)
    keys = json.loads(page.evaluate("async () => (await fetch('/api/desks')).text()"))
    (listed,) = [one for one in keys["desks"] if one["id"] == slug]
    known = ("--desk-key", listed["signing"], "--receipt-key", keys["receipt_key"])
    result = verify(folder, "--identity", "KEY", *known, str(file))
    assert result.exit_code == 0, result.output
    assert "1 reports; received" in result.stdout
    assert "'02.jpg'" in result.stdout
    opened = contents(file, folder)
    assert opened["cases/001/files/001-01.jpg"] == CLEAN
    assert SECRET_NOTE not in opened["cases/001/case.txt"].decode()
    assert ROAD in opened["cases/001/case.txt"].decode()
    assert json.loads(opened["cases/001/reports/001.json"])["mailbox"] is None


def contents(file: Path, folder: Path) -> dict[str, bytes]:
    """What stock tar finds in it."""
    tar, out = folder / "case.tar", folder / "opened"
    tar.write_bytes(age.decrypt(file.read_bytes(), [AGENCY]))
    out.mkdir()
    subprocess.run(["tar", "xf", str(tar), "-C", str(out)], check=True)
    return {str(one.relative_to(out)): one.read_bytes() for one in out.rglob("*.*")}


def sealed_with_a_passphrase(page: Page, folder: Path) -> None:
    page.get_by_role("button", name="ทำใหม่อีกแฟ้ม").click()
    page.check("[name=opener][value=passphrase]")
    page.check("[name=with-notes]")
    page.check("[name=with-unsafe_files]")
    passphrase = page.locator("[data-passphrase]").inner_text()
    page.click("[data-action=make-bundle]")
    expect(page.locator("[data-left-out='0']")).to_be_visible()
    file = saved(page, "save-bundle", folder)
    result = verify(folder, str(file), text=f"{passphrase}\n")
    assert result.exit_code == 0, result.output
    assert "left out 0" in result.stdout


def on_paper(page: Page, number: str, folder: Path) -> None:
    page.click("[data-action=dossier]")
    expect(page.locator("[data-printable='1']")).to_be_visible()
    expect(page.locator(".dossier__file canvas")).to_have_count(1)
    expect(page.locator(".dossier__file [data-not-shown=too_large]")).to_have_count(1)
    expect(page.locator(".dossier__file img")).to_have_count(0)
    look(page, "export-paper")
    page.emulate_media(media="print", color_scheme="light")
    file = folder / "case.pdf"
    page.pdf(path=str(file), prefer_css_page_size=True)
    page.emulate_media(media="screen")
    pages = text_of(file)
    assert len(pages) >= 2
    assert all("ข้อมูลลับ" in one and number in one for one in pages)
    assert all(f"{n}/{len(pages)}" in flat(one) for n, one in enumerate(pages, start=1))
    whole = flat("".join(pages))
    assert flat(ROAD) in whole
    for data in (CLEAN, DIRTY):
        assert hashlib.sha256(data).hexdigest() in whole
    assert flat("ไฟล์ 02.jpg ยังมีข้อมูลแฝง จึงไม่ได้ใส่") in whole
    assert flat(SECRET_NOTE) not in whole
    page.locator("[data-screen=dossier] [data-action=back]").click()
    expect(page.locator("[data-screen=export]")).to_be_visible()
    # What is left are the sealed files that were just saved.
    assert set(page.evaluate("() => [...alive.values()]")) <= {"application/octet-stream"}


def text_of(file: Path) -> list[str]:
    """The text of each page, as somebody would select it."""
    ended = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
    pages = ended.stdout.decode().removesuffix("\f").split("\f")
    return [unicodedata.normalize("NFC", one) for one in pages]


def flat(text: str) -> str:
    """Without the line breaks and spaces that paper adds; sara am may come in its two parts."""
    return re.sub(r"\s", "", text).replace("\u0e33", "\u0e4d\u0e32")


def as_a_table(page: Page, number: str, folder: Path) -> None:
    file = saved(page, "make-table", folder)
    expect(page.locator("[data-table-rows='1']")).to_be_visible()
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert (head[0], row[0]) == ("เลขเรื่อง", number)
    told = dict(zip(head, row, strict=True))
    assert (told["จังหวัด"], told["สถานะ"]) == ("น่าน", "ได้รับแล้ว")
    assert "เบิกเงิน" not in data.decode()
    assert "calc" not in data.decode()
