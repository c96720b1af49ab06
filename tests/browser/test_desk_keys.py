"""A moderator's first day, and the day on which the laptop is gone: following the screen only."""

from __future__ import annotations

import io
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PHONE
from tests.support.desk import PATIENCE, Desk, hinghoi, new_desk, show_packets
from tests.support.desk_look import look
from tests.support.desk_packets import send
from tests.support.moderator import Moderator
from tests.support.screens import screenshot
from tests.support.server import Server, wait_until

pytestmark = pytest.mark.browser
NAME = "มาลี"
PASSPHRASE = "คืนนี้หิ่งห้อยเต็มต้นลำพู"


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return new_desk(server)


def laptop(browser: Browser) -> Page:
    """A machine that was never here."""
    page = browser.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    return page


def test_from_the_invitation_to_a_new_laptop(
    browser: Browser, server: Server, desk: Desk, tmp_path: Path
) -> None:
    packet = send(server, desk)
    groups, photo = first_day(laptop(browser), desk, tmp_path)
    page = laptop(browser)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"{server.url}/desk")
    page.click("[data-action=lost-passphrase]")
    page.fill("[name=name]", NAME)
    wrong = str((int(groups[0][-1]) + 1) % 10)
    page.fill("[name=sheet-code]", f"{groups[0][:-1]}{wrong} {groups[1]}")
    page.click("[data-screen=restore] [type=submit]")
    expect(page.get_by_role("alert").filter(has_text="กลุ่มที่ 1")).to_be_visible()
    look(page, "restore-wrong")
    page.set_input_files("[name=sheet-photo]", photo)
    expect(page.locator("[name=sheet-code]")).to_have_value(" ".join(groups))
    look(page, "restore")
    page.click("[data-screen=restore] [type=submit]")
    expect(page.locator("[data-screen=restore-passphrase]")).to_be_visible()
    look(page, "restore-passphrase")
    page.check("[name=kept]")
    passphrase = page.locator("[data-made]").inner_text()
    page.click("[data-screen=restore-passphrase] [type=submit]")
    show_packets(page)
    page.click(f"[data-packet='{packet}']")
    expect(page.locator("[data-field=text]")).to_contain_text("ถนนหน้าวัด")
    assert not [line for line in sent if any(group in line for group in groups)]
    somebody_is_removed(page, server, desk, passphrase)
    somebody_asks_to_be_let_in(page, laptop(browser), server, passphrase)


def colleague(server: Server, desk: Desk, name: str) -> None:
    """Somebody who joined with a program that knows nothing of vouching."""
    stdin = desk.recovery.export()
    told = hinghoi(server, "moderator", "add", "--desk", desk.slug, "--identity", "-", stdin=stdin)
    Moderator(server, name=name).join(told.split()[-1])


def somebody_is_removed(page: Page, server: Server, desk: Desk, passphrase: str) -> None:
    """In one action: the desk has another key, and what comes after opens here."""
    for name in ("prasit", "anong"):
        colleague(server, desk, name)
    page.go_back()
    page.click("[data-tab=menu]")
    a_template_is_kept(page)
    page.click("[data-page=people]")
    expect(page.locator("[data-person]")).to_have_count(3)
    look(page, "people-remove")
    page.click("[data-remove-person=prasit]")
    expect(page.locator("[data-holder][data-sure=true]")).to_contain_text(NAME)
    expect(page.locator("[data-holder][data-sure=false]")).to_contain_text("anong")
    look(page, "remove")
    page.check("[name=new-paper]")
    page.fill("[name=passphrase]", "not-this-one-at-all")
    page.click("[data-screen=remove] [type=submit]")
    expect(page.get_by_role("alert").filter(has_text="รหัสผ่านไม่ถูก")).to_be_visible()
    page.fill("[name=passphrase]", passphrase)
    page.click("[data-screen=remove] [type=submit]")
    expect(page.locator("[data-screen=removed]")).to_be_visible()
    look(page, "removed")
    paper = page.locator("[data-recovery-key]").inner_text()
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        assert len(pdf.pages) == 1
    leaving_asks_first(page)
    page.click("[data-action=removed-done]")
    expect(page.locator("[data-remove-person]")).to_have_count(1)
    now = listed(server, desk)
    the_list_came_along(page, server, desk)
    assert [one["recipient"] for one in now["chain"]] == [desk.recipient]
    late = send(server, replace(desk, recipient=now["recipient"]), text="หลังจากเขาออกไป")
    page.click("[data-action=back]")
    page.click("[data-tab=packets]")
    page.get_by_role("button", name="ดูซองใหม่").click()
    page.click(f"[data-packet='{late}']")
    expect(page.locator("[data-field=text]")).to_contain_text("หลังจากเขาออกไป")
    command = ("moderator", "add", "--desk", desk.slug, "--identity", "-")
    assert "#join=" in hinghoi(server, *command, stdin=paper)


def leaving_asks_first(page: Page) -> None:
    """The paper is shown once: neither going back nor locking takes it away unprinted."""
    page.go_back()
    expect(page.locator("[data-unprinted]")).to_be_visible()
    look(page, "removed-unprinted")
    page.click("[data-action=lock]")
    expect(page.locator("[data-action=leave-unprinted]")).to_be_visible()
    expect(page.locator("[data-recovery-key]")).to_be_visible()
    page.evaluate("() => { print = () => undefined; }")
    page.click("[data-action=print-recovery]")
    expect(page.locator("[data-unprinted]")).to_have_count(0)


def a_template_is_kept(page: Page) -> None:
    page.click("[data-page=templates]")
    page.click("[data-action=new-template]")
    page.fill("[name=template-title]", "ขอบคุณ")
    page.fill("[name=template-th]", "ขอบคุณที่บอกเรา")
    page.click("[data-action=keep-template]")
    expect(page.locator("[data-own-templates='1']")).to_be_visible()
    page.click("[data-action=back]")


def the_list_came_along(page: Page, server: Server, desk: Desk) -> None:
    """What the desk shares is under the next key by itself, for those who never get the old one."""
    query = """SELECT note.version FROM desk_note AS note
        JOIN desk_key AS key ON key.fingerprint = note.key_fingerprint
        WHERE key.active AND note.desk_id = ?"""

    def carried_over() -> list[int]:
        with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite")) as database:
            return [version for (version,) in database.execute(query, [desk.slug])]

    wait_until(lambda: carried_over() == [2], "the list is still under the old key")
    page.click("[data-action=back]")
    page.click("[data-tab=menu]")
    page.click("[data-page=templates]")
    expect(page.locator("[data-edit-template='ขอบคุณ']")).to_be_visible()
    nobody_can_open_it(page, server, desk)


def nobody_can_open_it(page: Page, server: Server, desk: Desk) -> None:
    """It begins anew, after a second question."""
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite", timeout=30)) as database:
        ruin = "UPDATE desk_note SET file = randomblob(length(file)) WHERE desk_id = ?"
        database.execute(ruin, [desk.slug])
        database.commit()
    page.click("[data-action=back]")
    page.click("[data-page=templates]")
    page.click("[data-action=begin-anew]")
    look(page, "list-anew")
    # An answer that was lost is no list that does not open: it is still there.
    lost = iter((False, True))
    way = "**/desk/api/templates"
    page.route(way, lambda route: route.abort() if next(lost) else route.continue_(), times=2)
    page.click("[data-action=begin-anew-yes]")
    expect(page.get_by_role("alert").filter(has_text="สัญญาณ")).to_be_visible()
    page.click("[data-action=back]")
    page.click("[data-page=templates]")
    page.click("[data-action=begin-anew]")
    page.click("[data-action=begin-anew-yes]")
    expect(page.locator("[data-own-templates='0']")).to_be_visible()
    page.click("[data-action=back]")
    page.click("[data-page=templates]")
    expect(page.locator("[data-own-templates='0']")).to_be_visible()


def somebody_asks_to_be_let_in(page: Page, other: Page, server: Server, passphrase: str) -> None:
    """Neither passphrase nor sheet: the same words on both screens, and one word is not enough."""
    other.goto(f"{server.url}/desk")
    other.click("[data-action=lost-passphrase]")
    other.fill("[name=name]", "anong")
    other.click("[data-action=no-sheet]")
    look(other, "plea")
    other.check("[name=kept]")
    other.click("[data-screen=plea] [type=submit]")
    expect(other.locator("[data-screen=plea-waiting] [data-words] li")).to_have_count(8)
    look(other, "plea-waiting")
    page.go_back()
    page.click("[data-tab=menu]")
    page.click("[data-page=help]")
    page.click("[data-plea]")
    expect(page.locator("[data-screen=compare] [data-words] li")).to_have_count(8)
    said = other.locator("[data-words] li").all_inner_texts()
    assert page.locator("[data-words] li").all_inner_texts() == said
    look(page, "compare")
    page.check("[name=same]")
    page.fill("[name=passphrase]", passphrase)
    page.click("[data-screen=compare] [type=submit]")
    expect(page.locator("[data-told]")).to_contain_text("อีกคน")
    expect(page.locator("[data-plea]")).to_have_attribute("data-words", "1")
    look(page, "help")
    other.click("[data-action=plea-enter]")
    expect(other.get_by_role("alert")).to_contain_text("ยังเข้าไม่ได้")


def listed(server: Server, desk: Desk) -> dict[str, Any]:
    """The desk as phones are told it."""
    with urlopen(f"{server.url}/api/desks") as answer:  # noqa: S310
        (found,) = [one for one in json.load(answer)["desks"] if one["id"] == desk.slug]
    return dict(found)


def first_day(page: Page, desk: Desk, folder: Path) -> tuple[list[str], Path]:
    """Sign up, print, and read it back; what is on the paper, and a photo of it."""
    page.goto(desk.link)
    page.get_by_label("ตั้งเอง").check()
    page.fill("[name=name]", NAME)
    for name in ("passphrase", "again"):
        page.fill(f"[name={name}]", PASSPHRASE)
    page.click("[data-screen=join] [type=submit]")
    expect(page.locator("[data-screen=sheet]")).to_be_visible()
    groups = page.locator("[data-sheet-code] li").all_inner_texts()
    look(page, "sheet")
    page.click("[data-action=sheet-later]")
    look(page, "sheet-later")
    page.click("[data-action=sheet-back]")
    photo = folder / "photo.png"
    page.locator(".sheet__code").screenshot(path=photo)
    printed(page, groups)
    page.click("[data-action=sheet-next]")
    assert not [group for group in groups if group in page.content()]
    asked = page.locator("[data-group]")
    asked.first.fill("000000")
    page.click("[data-screen=sheet-prove] [type=submit]")
    expect(page.get_by_role("alert")).to_contain_text("ไม่ตรงกับใบ")
    for field in asked.all():
        field.fill(groups[int(field.get_attribute("data-group") or 0) - 1])
    look(page, "sheet-prove")
    page.click("[data-screen=sheet-prove] [type=submit]")
    expect(page.locator("[data-screen=cases]")).to_be_visible()
    page.click("[data-tab=menu]")
    expect(page.locator("[data-page=sheet]")).to_be_visible()
    expect(page.locator("[data-due]")).to_have_count(0)
    return groups, photo


def printed(page: Page, groups: list[str]) -> None:
    """One A4 with the whole code, the address and what to do, and nobody's name."""
    with pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True))) as pdf:
        assert len(pdf.pages) == 1
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    screenshot(page, "desk-sheet-printed", full=True)
    page.emulate_media(media="screen")
    assert [group for group in groups if group not in text] == []
    assert "/desk" in text
    assert "โต๊ะเมืองน่าน" not in text
    assert NAME not in text
