"""The receipt code after sealing: shown, written down, kept only when asked, and gone again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.mailbox.conftest import House
from tests.support.reporter import STORED, send, write
from tests.support.screens import barriers, screenshot, small_targets
from webapp.crypto.receipt_code import open_mailbox, read_code

pytestmark = pytest.mark.browser
Phones = Callable[[], Page]


def asked(page: Page) -> int:
    """Which group the page asks for, from 0."""
    label = page.locator("[data-code-panel] label[for$=group]").inner_text()
    found = re.search(r"\d", label)
    assert found
    return int(found[0]) - 1


def answer(page: Page, group: str) -> None:
    page.fill("[name=group]", group)
    page.click("[data-action=code-confirm]")


def test_the_code_is_asked_back_and_leaves_the_screen(new_phone: Phones, house: House) -> None:
    page = new_phone()
    write(page, house.server.url, "ฝายหน้าวัดหาย")
    code = read_code(send(page))
    expect(page.locator("[data-received]")).to_be_visible()
    screenshot(page, "code")
    screenshot(page, "code-full", full=True)
    assert barriers(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    group = code[asked(page) * 4 :][:4]
    page.focus("[name=group]")
    assert group not in page.locator("[data-code]").inner_text().split()
    answer(page, f"{(int(group) + 1) % 10_000:04}")
    expect(page.locator("[data-code-panel] [role=alert]")).to_be_visible()
    assert group in page.locator("[data-code]").inner_text().split()
    answer(page, "".join(chr(0xE50 + int(digit)) for digit in group))
    expect(page.locator("[data-code-done]")).to_be_visible()
    screenshot(page, "code-done")
    assert not [g for g in re.findall("....", code) if g in page.content()]
    assert code not in page.evaluate(STORED)
    [packet] = house.packets("ฝายหน้าวัดหาย")
    keys = open_mailbox(code)
    assert packet.report.mailbox is not None
    assert packet.report.mailbox.id == keys.id
    assert packet.report.mailbox.recipient == str(keys.identity.recipient())


def test_without_signal_there_is_a_code_as_well(new_phone: Phones, house: House) -> None:
    page = new_phone()
    write(page, f"{house.server.url}/en", "The well is dry")
    page.context.set_offline(True)
    code = read_code(send(page))
    expect(page.locator("[data-packet]")).to_have_attribute("data-state", "sealed")
    assert code not in page.evaluate(STORED)
    page.context.set_offline(False)
    expect(page.locator("[data-received]")).to_be_visible()
    assert len(house.packets("The well is dry")) == 1


def test_it_is_kept_only_when_asked_and_until_then(new_phone: Phones, house: House) -> None:
    page = new_phone()
    write(page, house.server.url, "เก็บรหัสไว้")
    code = read_code(send(page))
    assert not page.is_checked("[data-action=code-keep]")
    told = page.locator("[data-code-panel] [role=status]")
    page.check("[data-action=code-keep]")
    expect(told).to_contain_text("เก็บรหัสไว้ในเครื่องนี้แล้ว")
    assert code in page.evaluate(STORED)
    page.uncheck("[data-action=code-keep]")
    expect(told).to_contain_text("ลบรหัสออก")
    assert code not in page.evaluate(STORED)


def test_who_wants_no_code_is_told_what_that_means(new_phone: Phones, house: House) -> None:
    page = new_phone()
    write(page, house.server.url, "ไม่เอารหัส")
    code = send(page)
    page.check("[data-action=code-keep]")
    page.click("[data-action=code-decline]")
    expect(page.locator("[data-code-panel]")).to_contain_text("ไม่ได้")
    expect(page.locator("[data-code]")).to_have_count(0)
    page.click("[data-action=code-back]")
    assert page.locator("[data-code]").inner_text() == code
    page.click("[data-action=code-decline]")
    page.click("[data-action=code-discard]")
    expect(page.locator("[data-code-done]")).to_be_visible()
    assert read_code(code) not in page.evaluate(STORED)


def test_the_picture_shows_digits_and_its_name_tells_nothing(
    new_phone: Phones, house: House, tmp_path: Path
) -> None:
    page = new_phone()
    write(page, house.server.url, "เก็บเป็นรูป")
    send(page)
    with page.expect_download() as coming:
        page.click("[data-action=code-save]")
    assert coming.value.suggested_filename == "firefly.png"
    file = tmp_path / "firefly.png"
    coming.value.save_as(file)
    with Image.open(file) as picture:
        assert picture.size == (720, 720)
        assert not picture.info, json.dumps(list(picture.info))
        assert len(picture.convert("L").crop((0, 340, 720, 720)).getcolors() or []) > 10


def test_leaving_the_page_takes_the_code_away(new_phone: Phones, house: House) -> None:
    page = new_phone()
    write(page, house.server.url, "ออกด่วน")
    code = send(page)
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    expect(page.locator("[data-code-panel]")).to_have_text("")
    assert code.split()[0] not in page.content()


def test_no_script_no_code_and_the_page_says_so(new_phone: Phones, house: House) -> None:
    page = new_phone()
    page.route("**/build/code.*", lambda route: route.abort())
    page.goto(house.server.url)
    page.wait_for_selector("html[data-ready]")
    page.fill("[name=text]", "ไม่มีรหัส")
    page.click("[data-action=send]")
    expect(page.locator("[data-status]")).to_have_text("ครั้งนี้ไม่มีรหัสติดตาม")
    expect(page.locator("[data-received]")).to_be_visible()
    [packet] = house.packets("ไม่มีรหัส")
    assert packet.report.mailbox is None
