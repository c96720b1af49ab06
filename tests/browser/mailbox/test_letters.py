"""Letters from the desk, read on another phone with nothing but the receipt code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mailbox.conftest import House
from tests.support.browser import comes_true
from tests.support.desk_packets import SCRIPT, picture
from tests.support.reporter import DRAFTS, STORED, open_with, visit_mailbox
from tests.support.screens import barriers, screenshot, small_targets
from webapp.crypto.letter import Agency, Letter, Step
from webapp.crypto.packet import Attachment
from webapp.crypto.receipt_code import new_code, open_mailbox

pytestmark = pytest.mark.browser
Phones = Callable[[], Page]
# Earlier versions kept codes in the database: one there, and how many are.
KEEP_AS_BEFORE = """(code) => new Promise((resolve) => {
  indexedDB.open("hinghoi").onsuccess = ({ target: { result } }) => {
    const tx = result.transaction("codes", "readwrite");
    tx.objectStore("codes").put(code, code);
    tx.oncomplete = () => { result.close(); resolve(); };
  };
})"""
AS_BEFORE = """() => new Promise((resolve) => {
  indexedDB.open("hinghoi").onsuccess = ({ target: { result } }) => {
    const count = result.transaction("codes").objectStore("codes").count();
    count.onsuccess = () => { result.close(); resolve(count.result); };
  };
})"""
NOTE = "ไปดูที่หน้างานแล้ว"


def letter(number: int, text: str, state: str) -> Letter:
    history = (Step("2026-11-20", "received"), Step("2026-11-21", state, NOTE))
    agency = Agency("ป.ป.ท. เขต 5", "ปท 12/2569")
    return Letter("", "nan", number, "th", "2026-11-21", text, state, agency, history)


def thai(code: str) -> str:
    return "".join(chr(0xE50 + int(digit)) for digit in code)


def looks_well(page: Page, name: str) -> None:
    screenshot(page, name)
    screenshot(page, f"{name}-full", full=True)
    assert barriers(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_code_opens_letters_on_any_phone(new_phone: Phones, house: House) -> None:
    code = new_code()
    keys = open_mailbox(code)
    house.write(keys, letter(1, "ได้รับเรื่องแล้ว", "screening"))
    files = (Attachment("image/jpeg", "jpg", picture()), Attachment("text/plain", "txt", b"<b>"))
    newest = house.write(keys, letter(3, f"ส่งต่อแล้ว\n{SCRIPT}", "referred"), *files)
    foreign = house.sealed(open_mailbox(new_code()), letter(2, "x", "closed"))
    strange = house.moderator.post_letter(keys.id, foreign)
    page = new_phone()
    visit_mailbox(page, house.server.url)
    looks_well(page, "mailbox-code")
    open_with(page, thai(code))
    case = page.locator("[data-case=nan]")
    expect(case.locator("[data-case-state]")).to_have_text("ส่งต่อหน่วยงาน")
    expect(case).to_contain_text("โต๊ะส่งเรื่องให้หน่วยงานที่ดูแลแล้ว")
    expect(case).to_contain_text("ปท 12/2569")
    expect(case.locator("ol li")).to_have_count(2)
    expect(case).to_contain_text(NOTE)
    expect(page.locator("[data-missing]")).to_contain_text("2")
    expect(case.locator("h2")).to_contain_text("โต๊ะเมืองน่าน")
    shown = page.locator(f"[data-letter='{newest}']")
    expect(shown).to_contain_text(SCRIPT)
    expect(shown.locator("img")).to_have_count(1)
    page.wait_for_function("document.querySelector('[data-attachment] img').naturalWidth === 640")
    refused = page.locator(f"[data-letter='{strange}']")
    expect(refused).to_have_attribute("data-refused", "packet_no_key")
    with page.expect_download() as download:
        shown.locator("[data-attachment='02.txt'] [data-action=save-file]").click()
    assert download.value.suggested_filename == "02.txt"
    looks_well(page, "mailbox")
    stored = page.evaluate(STORED)
    assert not [word for word in (code, keys.id, NOTE, "ส่งต่อแล้ว") if word in stored]


def test_a_letter_is_deleted_for_good_and_closing_leaves_nothing(
    new_phone: Phones, house: House
) -> None:
    code = new_code()
    keys = open_mailbox(code)
    house.write(keys, letter(1, "ฉบับแรก", "screening"))
    newest = house.write(keys, letter(2, "ฉบับสอง", "referred"))
    page = new_phone()
    visit_mailbox(page, house.server.url)
    open_with(page, code)
    expect(page.locator("[data-letter]")).to_have_count(2)
    page.once("dialog", lambda dialog: dialog.accept())
    page.click(f"[data-letter='{newest}'] [data-action=delete-letter]")
    expect(page.locator("[data-case-state]")).to_have_text("กำลังคัดกรอง")
    page.click("[data-action=close-mailbox]")
    expect(page.locator("[name=code]")).to_have_value("")
    assert "ฉบับแรก" not in page.content()
    open_with(page, code)
    expect(page.locator("[data-letter]")).to_have_count(1)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    expect(page.locator("[data-letter]")).to_have_count(0)
    assert "ฉบับแรก" not in page.content()
    expect(page.locator("[data-code-form]")).to_be_visible()


def test_a_wrong_digit_is_found_before_anything_is_asked(new_phone: Phones, house: House) -> None:
    code = new_code()
    page = new_phone()
    visit_mailbox(page, house.server.url)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.fill("[name=code]", code[:-1] + str((int(code[-1]) + 1) % 10))
    expect(page.locator("#code-wrong")).to_be_visible()
    page.click("[data-action=open-mailbox]")
    expect(page.locator("[name=code]")).to_be_focused()
    looks_well(page, "mailbox-wrong")
    page.fill("[name=code]", f"{code} ก")
    expect(page.locator("#code-wrong")).to_contain_text("ตัวเลข")
    assert not [url for url in asked if "/api/mailbox" in url]
    page.fill("[name=code]", "")
    page.locator("[name=code]").press_sequentially(code)
    assert page.input_value("[name=code]").split() == [code[n : n + 4] for n in range(0, 24, 4)]
    expect(page.locator("#code-wrong")).to_be_hidden()
    page.click("[data-action=open-mailbox]")
    expect(page.locator("[data-status]")).to_contain_text("ยังไม่มีจดหมาย")
    assert [url for url in asked if "/api/mailbox" in url]
    assert not [url for url in asked if code in url]
    looks_well(page, "mailbox-empty")


def test_a_kept_code_is_offered_and_can_be_deleted(new_phone: Phones, house: House) -> None:
    page = new_phone()
    page.goto(house.server.url)
    page.wait_for_selector("html[data-ready]")
    page.fill("[name=text]", "เก็บรหัสแล้วเปิดดู")
    page.wait_for_selector("html[data-code-ready]", timeout=60_000)
    page.click("[data-action=send]")
    shown = page.locator("[data-code]")
    expect(shown).to_be_visible(timeout=60_000)
    code = shown.inner_text().replace(" ", "").replace("\n", "")
    page.check("[data-action=code-keep]")
    expect(page.locator("[data-code-panel] [role=status]")).to_contain_text("เก็บรหัสไว้ในเครื่องนี้แล้ว")
    house.write(open_mailbox(code), letter(1, "ถึงเจ้าของรหัส", "verified"))
    page.click(".hero a[href='/mailbox']")
    expect(page.locator("[data-action=open-kept]")).to_have_count(1)
    looks_well(page, "mailbox-kept")
    page.click("[data-action=open-kept]")
    expect(page.locator("[data-letter]")).to_contain_text("ถึงเจ้าของรหัส")
    assert "ถึงเจ้าของรหัส" not in page.evaluate(STORED)
    page.click("[data-action=close-mailbox]")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-action=delete-kept]")
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert code not in page.evaluate(STORED)
    page.evaluate(KEEP_AS_BEFORE, code)
    page.reload()
    expect(page.locator("[data-action=open-kept]")).to_have_count(1)
    comes_true(page, f"async () => (await ({AS_BEFORE})()) === 0")
    assert code in page.evaluate(STORED)


def test_it_is_left_at_once(new_phone: Phones, house: House) -> None:
    page = new_phone()
    page.route("https://www.tmd.go.th/", lambda route: route.fulfill(body="weather"))
    visit_mailbox(page, house.server.url)
    open_with(page, new_code())
    page.fill("[name=text]", "ยังไม่ได้ส่ง")
    expect(page.locator("[data-answer]")).to_have_attribute("data-state", "draft")
    page.click("[data-action=exit]")
    page.wait_for_url("https://www.tmd.go.th/")
    page.goto(f"{house.server.url}/errors")
    assert page.evaluate(DRAFTS) == 0
    assert page.evaluate("[sessionStorage.length, Object.keys(localStorage)]") == [0, ["left"]]
