"""Answers to a desk: sealed on the phone with or without signal, delivered by the same sender."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.mailbox.conftest import House
from tests.browser.mailbox.test_letters import letter, looks_well
from tests.support.camera import CANARIES, camera_jpeg
from tests.support.reporter import DRAFTS, STORED, open_with, visit_mailbox
from webapp.cleaning.verify import verify_file
from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.packet import OpenedPacket
from webapp.crypto.receipt_code import MailboxKeys, new_code, open_mailbox
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.rotation import signing_text

pytestmark = pytest.mark.browser
Phones = Callable[[], Page]
# Ends once the page lies where the service worker finds it.
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  while (!(await caches.match(location.pathname))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}"""


def answer(page: Page, words: str, kind: str = "") -> None:
    page.fill("[data-answer] [name=text]", words)
    page.check(f"[data-answer] [name=answer][value='{kind}']")
    page.click("[data-answer] [data-action=send]")
    expect(page.locator("[data-answered]")).to_be_visible()


def received(page: Page) -> None:
    expect(page.locator("[data-packet]")).to_have_attribute("data-state", "received")


def kept(page: Page) -> None:
    expect(page.locator("[data-answer]")).to_have_attribute("data-state", "draft")


def opened_again(page: Page, code: str) -> None:
    """After the page was pushed out of memory, and with it the code."""
    page.reload()
    page.wait_for_selector("html[data-ready]")
    open_with(page, code)


def the_one(house: House, words: str, keys: MailboxKeys) -> OpenedPacket:
    """The only packet that says so, which answers about this mailbox."""
    (packet,) = house.packets(words)
    assert packet.report.kind == "followup"
    assert packet.report.mailbox is not None
    assert packet.report.mailbox.id == keys.id
    assert packet.report.mailbox.recipient == str(keys.identity.recipient())
    return packet


def test_an_answer_with_a_photo_reaches_the_desk_that_wrote(
    new_phone: Phones, house: House
) -> None:
    code = new_code()
    keys = open_mailbox(code)
    house.write(keys, letter(1, "แก้แล้วหรือยัง ช่วยถ่ายรูปให้ดูหน่อย", "resolved"))
    page = new_phone()
    visit_mailbox(page, house.server.url)
    open_with(page, code)
    expect(page.locator("[data-letter]")).to_be_visible()
    expect(page.locator("[data-desks]")).to_contain_text("โต๊ะเมืองน่าน")
    expect(page.locator("[data-desks-hint]")).to_contain_text("โต๊ะที่เขียนจดหมายมา")
    assert page.is_checked("[name=desk][value=nan]")
    page.click("[data-answer] [data-action=send]")
    expect(page.locator("[data-answer-problem]")).to_be_visible()
    photo: FilePayload = {
        "name": "somsri.jpg",
        "mimeType": "image/jpeg",
        "buffer": camera_jpeg(1200, 900),
    }
    page.set_input_files("[name=files]", [photo])
    expect(page.locator("[data-files] [data-clean]")).to_be_visible()
    looks_well(page, "mailbox-answer")
    answer(page, "ถนนเรียบแล้วจริง", "confirmed")
    received(page)
    looks_well(page, "mailbox-answered")
    packet = the_one(house, "ถนนเรียบแล้วจริง", keys)
    assert packet.report.answer == "confirmed"
    (sent,) = packet.files
    assert verify_file(sent) == []
    assert not [word for word in (*CANARIES, "somsri") if word.encode() in sent]
    assert page.input_value("[data-answer] [name=text]") == ""
    assert page.locator("[data-files] > *").count() == 0


def test_without_signal_the_answer_waits_and_letters_say_what_they_need(
    new_phone: Phones, house: House
) -> None:
    code = new_code()
    keys = open_mailbox(code)
    house.write(keys, letter(1, "ปิดเรื่องแล้ว", "closed"))
    page = new_phone()
    visit_mailbox(page, house.server.url)
    page.evaluate(KEPT)
    expect(page.locator("[name=files]")).to_be_enabled()
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    open_with(page, code)
    expect(page.locator("[data-problem]")).to_contain_text("ต้องมีสัญญาณ")
    expect(page.locator("[data-status]")).to_be_hidden()
    looks_well(page, "mailbox-offline")
    answer(page, "ยังไม่ได้แก้เลย", "reopen")
    expect(page.locator("[data-packet]")).to_have_attribute("data-state", "sealed")
    stored = page.evaluate(STORED)
    assert not [word for word in (code, keys.id, "ยังไม่ได้แก้เลย") if word in stored]
    page.context.set_offline(False)
    received(page)
    expect(page.locator("[data-letter]")).to_contain_text("ปิดเรื่องแล้ว")
    expect(page.locator("[data-problem]")).to_be_hidden()
    assert the_one(house, "ยังไม่ได้แก้เลย", keys).report.answer == "reopen"


def test_a_half_written_answer_outlives_its_page_for_the_same_code_only(
    new_phone: Phones, house: House
) -> None:
    code = new_code()
    page = new_phone()
    visit_mailbox(page, house.server.url)
    open_with(page, code)
    expect(page.locator("[name=files]")).to_be_enabled()
    page.fill("[name=text]", "พิมพ์ค้างไว้ก่อนถ่ายรูป")
    page.check("[name=answer][value=reopen]")
    taken = camera_jpeg(640, 480)
    photo: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": taken}
    page.set_input_files("[name=files]", [photo])
    expect(page.locator("[data-files] [data-clean]")).to_be_visible()
    kept(page)
    stored = page.evaluate(STORED)
    assert not [word for word in (code, open_mailbox(code).id, "พิมพ์ค้างไว้") if word in stored]
    opened_again(page, new_code())
    expect(page.locator("[data-status]")).to_contain_text("ยังไม่มีจดหมาย")
    assert page.input_value("[name=text]") == ""
    opened_again(page, code)
    expect(page.locator("[name=text]")).to_have_value("พิมพ์ค้างไว้ก่อนถ่ายรูป")
    expect(page.locator("[data-answered]")).to_contain_text("ที่พิมพ์ค้างไว้ยังอยู่")
    assert page.is_checked("[name=answer][value=reopen]")
    expect(page.locator("[data-files] [data-clean]")).to_have_count(1)
    looks_well(page, "mailbox-draft")
    expect(page.locator("[data-answer] [data-action=send]")).to_be_enabled()
    page.check("[name=desk][value=nan]")
    page.click("[data-answer] [data-action=send]")
    received(page)
    packet = the_one(house, "พิมพ์ค้างไว้ก่อนถ่ายรูป", open_mailbox(code))
    assert (packet.report.answer, len(packet.files)) == ("reopen", 1)
    assert page.evaluate(DRAFTS) == 0


def test_another_key_than_the_pinned_one_stops_answers_and_says_why(
    new_phone: Phones, house: House
) -> None:
    page = new_phone()
    visit_mailbox(page, house.server.url)
    open_with(page, new_code())
    expect(page.locator("[data-answer] [data-action=send]")).to_be_enabled()
    thief = HybridIdentity.generate()
    recipient, signing = str(thief.recipient()), signing_text(thief)
    facts = {"recipient": recipient, "signing": signing}

    def forged(route: Route) -> None:
        told = route.fetch().json()
        told["desks"][0] |= {**facts, "fingerprint": fingerprint(recipient, signing), "chain": []}
        route.fulfill(json=told)

    page.route("**/api/desks", forged)
    opened_again(page, new_code())
    expect(page.locator("[data-poster=stop]")).to_contain_text("หยุด")
    expect(page.locator("[data-answer-problem]")).to_be_visible()
    expect(page.locator("[data-answer] [data-action=send]")).to_be_disabled()
    looks_well(page, "mailbox-key-changed")


def test_what_waits_is_delivered_by_the_first_page_too(new_phone: Phones, house: House) -> None:
    code = new_code()
    page = new_phone()
    visit_mailbox(page, house.server.url)
    page.evaluate(KEPT)
    open_with(page, code)
    expect(page.locator("[name=files]")).to_be_enabled()
    page.context.set_offline(True)
    answer(page, "ส่งจากหน้าแรก")
    expect(page.locator("[data-packet]")).to_have_attribute("data-state", "sealed")
    page.goto(house.server.url)
    expect(page.locator("[data-packet]")).to_have_attribute("data-state", "sealed")
    page.context.set_offline(False)
    received(page)
    assert the_one(house, "ส่งจากหน้าแรก", open_mailbox(code)).report.answer is None
