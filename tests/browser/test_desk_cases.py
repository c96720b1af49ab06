"""The desk's cases in a real browser: opened from packets, found, worked on, never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from tests.support.browser import comes_true, heard
from tests.support.desk import Desk, Member, join_desk
from tests.support.desk_look import look
from tests.support.desk_packets import SCRIPT, send
from tests.support.server import Server

pytestmark = pytest.mark.browser
ASK_NOW = "() => document.dispatchEvent(new Event('visibilitychange'))"
DATABASES = "async () => (await indexedDB.databases()).map(({ name }) => name)"
BRIDGE = "สะพานไม้ห้วยหลอดพัง ผู้รับเหมาเบิกเงินครบแล้ว ๕๐๐,๐๐๐ บาท"
LUNCH = f"อาหารกลางวันเด็กไม่ครบ\n{SCRIPT}"


def cases_of(page: Page, desk: Desk) -> Member:
    member = join_desk(page, desk.link)
    page.click("[data-tab=cases]")
    expect(page.locator("[data-screen=cases]")).to_be_visible()
    return member


def has_lines(page: Page, count: int) -> None:
    page.evaluate(ASK_NOW)
    expect(page.locator("[data-cases]")).to_have_attribute("data-cases", str(count))
    expect(page.locator("[data-case]")).to_have_count(count)


def open_with(page: Page, words: str) -> None:
    page.fill("[name=search]", words)
    expect(page.locator("[data-answered]")).to_have_attribute("data-answered", words)
    page.locator("[data-case] .case__open").first.click()
    expect(page.locator("[data-screen=case] [data-field=text]")).to_contain_text(words)


def saved(page: Page, version: int) -> None:
    expect(page.locator("[data-screen=case]")).to_have_attribute("data-version", str(version))


def test_packets_become_cases_that_are_found_and_worked_on(
    page: Page, server: Server, desk: Desk
) -> None:
    send(server, desk, text=BRIDGE)
    send(server, desk, text=LUNCH, category="school")
    cases_of(page, desk)
    has_lines(page, 2)
    look(page, "cases")
    send(server, desk, text="ที่ดินทับป่าชุมชน", category="land")
    has_lines(page, 3)

    page.keyboard.press("/")
    page.keyboard.type("500,000")
    expect(page.locator("[data-case]")).to_have_count(1)
    expect(page.locator(".case__excerpt mark")).to_have_text("๕๐๐,๐๐๐")
    look(page, "cases-search")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("[data-screen=case]")).to_contain_text("ผู้รับเหมา")
    look(page, "case")
    page.keyboard.press("a")
    saved(page, 2)
    page.check("[name=risk][value=red]")
    saved(page, 3)
    page.select_option("[name=next-state]", "not_eligible")
    expect(page.get_by_role("button", name="บันทึกสถานะ")).to_be_disabled()
    page.select_option("[name=next-state]", "screening")
    page.get_by_role("button", name="บันทึกสถานะ").click()
    saved(page, 4)
    expect(page.locator("[data-field=state]")).to_have_text("กำลังคัดกรอง")
    page.fill("[name=label]", "ด่วน")
    page.keyboard.press("Enter")
    saved(page, 5)
    page.click("[data-open-packet]")
    expect(page.locator("[data-report]")).to_contain_text(BRIDGE)
    page.go_back()
    page.go_back()

    page.fill("[name=search]", "ด่วน")
    page.click("[data-queue=mine]")
    expect(page.locator("[data-case]")).to_have_count(1)
    expect(page.locator("[data-case]")).to_have_attribute("data-case-state", "screening")
    page.click("[data-queue=free]")
    page.fill("[name=search]", "")
    expect(page.locator("[data-case]")).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("[data-screen=keys]")).to_be_visible()
    look(page, "cases-keys")
    page.keyboard.press("Escape")
    tells_nothing(server)


def tells_nothing(server: Server) -> None:
    """Nothing of the cards is in the server's database."""
    for file in server.data_dir.glob("hinghoi.sqlite*"):
        assert "ห้วยหลอด".encode() not in file.read_bytes()
        assert "ด่วน".encode() not in file.read_bytes()


def test_whoever_was_quicker_is_not_overwritten(page: Page, server: Server, desk: Desk) -> None:
    send(server, desk, text=BRIDGE)
    member = cases_of(page, desk)
    has_lines(page, 1)
    open_with(page, "สะพานไม้")
    other = page.context.new_page()
    other.goto(f"{server.url}/desk")
    other.fill("[name=passphrase]", member.passphrase)
    other.click("[type=submit]")
    has_lines(other, 1)
    open_with(other, "สะพานไม้")
    page.fill("[name=note]", "ของแท็บแรก")
    other.fill("[name=note]", "ของแท็บที่สอง")
    other.get_by_role("button", name="เพิ่มบันทึก").click()
    saved(other, 2)

    page.get_by_role("button", name="เพิ่มบันทึก").click()
    expect(page.get_by_role("alert")).to_contain_text("เพิ่งแก้เรื่องนี้")
    page.click("[data-action=look-again]")
    expect(page.locator("[data-note]")).to_contain_text(["ของแท็บที่สอง"])
    expect(page.locator("[name=note]")).to_have_value("ของแท็บแรก")
    page.get_by_role("button", name="เพิ่มบันทึก").click()
    saved(page, 3)
    expect(page.locator("[data-note]")).to_have_count(2)
    other.close()


def taken_out(page: Page) -> str:
    """The packet that went into a case of its own."""
    button = page.locator("[data-split]").last
    packet = button.get_attribute("data-split") or ""
    button.click()
    look(page, "case-split")
    page.click("[data-action=split]")
    expect(page.locator("[data-open-packet]")).to_have_count(2)
    return packet


def ticked_off(page: Page) -> None:
    page.locator("[data-checklist] summary").click()
    page.check("[name=check][value=who]")
    expect(page.locator("[data-checklist]")).to_have_attribute("data-checklist", "1")
    page.fill("[name=new-check]", "สำเนาสัญญา")
    page.keyboard.press("Enter")
    expect(page.locator("[name=check][value=สำเนาสัญญา]")).to_be_visible()
    look(page, "case-checklist")


def put_back(page: Page, packet: str) -> None:
    """The case of that packet is found, marked as a duplicate of the other, and leads there."""
    page.fill("[name=search]", packet[:8])
    expect(page.locator("[data-answered]")).to_have_attribute("data-answered", packet[:8])
    expect(page.locator("[data-case]")).to_have_count(1)
    page.locator("[data-case] .case__open").click()
    expect(page.locator("[data-open-packet]")).to_have_attribute("data-open-packet", packet)
    page.select_option("[name=next-state]", "duplicate")
    expect(page.get_by_role("button", name="บันทึกสถานะ")).to_be_disabled()
    page.fill("[name=other-case]", "ชุดเดียวกัน")
    expect(page.locator("[name=merged-into]")).to_have_count(1)
    page.check("[name=merged-into]")
    look(page, "case-duplicate")
    page.get_by_role("button", name="บันทึกสถานะ").click()
    expect(page.locator("[data-field=state]")).to_have_text("ซ้ำ")
    page.click("[data-action=show-target]")
    expect(page.locator("[data-open-packet]")).to_have_count(3)
    page.go_back()
    expect(page.locator("[data-field=state]")).to_have_text("ซ้ำ")
    page.go_back()


@contextmanager
def old_news_under_way(page: Page) -> Iterator[None]:
    """The list has asked what is new, and hears what was new before this block only after it."""
    late: list[tuple[Route, APIResponse]] = []
    page.route("**/desk/api/changes?*", lambda route: late.append((route, route.fetch())), times=1)
    page.evaluate(ASK_NOW)
    heard(page, late)
    yield
    for route, answer in late:
        route.fulfill(response=answer)


def test_many_at_once_and_without_signal(page: Page, server: Server, desk: Desk) -> None:
    for n in range(3):
        send(server, desk, text=f"{BRIDGE} ครั้งที่ {n + 1}")
    member = cases_of(page, desk)
    has_lines(page, 3)
    page.locator(".narrow summary").click()
    page.select_option("[name=by-age]", "31-")
    expect(page.locator("[data-cases]")).to_have_attribute("data-cases", "0")
    look(page, "cases-narrowed")
    page.select_option("[name=by-age]", "own")
    page.fill("[name=to]", "2000-01-02")
    expect(page.locator("[data-cases]")).to_have_attribute("data-cases", "0")
    page.fill("[name=from]", "2000-01-01")
    look(page, "cases-between")
    page.fill("[name=to]", "")
    has_lines(page, 3)
    page.select_option("[name=by-age]", "-7")
    has_lines(page, 3)
    page.locator(".narrow summary").click()
    for box in page.locator("[name=picked]").all():
        box.check()
    expect(page.locator("[data-bulk]")).to_have_attribute("data-bulk", "3")
    page.click("[data-action=bulk-label]")
    page.fill("[name=bulk-words]", "ชุดเดียวกัน")
    look(page, "cases-bulk")
    # What is done next is done to the cases as they are by then.
    with old_news_under_way(page):
        with page.expect_response("**/desk/api/cases/bulk"):
            page.keyboard.press("Enter")
        expect(page.locator("[data-action=bulk-merge]")).to_have_count(0)
    page.fill("[name=search]", "ชุดเดียวกัน")
    expect(page.locator("[data-case]")).to_have_count(3)
    page.click("[data-action=bulk-merge]")
    expect(page.locator("[data-case]")).to_have_count(1)
    page.locator("[data-case] .case__open").click()
    expect(page.locator("[data-open-packet]")).to_have_count(3)
    packet = taken_out(page)
    ticked_off(page)
    page.click("[data-action=back]")
    put_back(page, packet)
    page.fill("[name=search]", "ชุดเดียวกัน")
    expect(page.locator("[data-case]")).to_have_count(1)

    page.context.set_offline(True)
    page.click("[data-action=lock]")
    page.fill("[name=passphrase]", member.passphrase)
    page.click("[type=submit]")
    expect(page.locator("[data-case]")).to_have_count(1)
    open_with(page, "ห้วยหลอด")
    page.context.set_offline(False)
    assert "hinghoi-desk" in page.evaluate(DATABASES)
    page.click("[data-action=sign-out]")
    expect(page.locator("[data-screen=sign-in]")).to_be_visible()
    comes_true(page, f"async () => !(await ({DATABASES})()).includes('hinghoi-desk')")
