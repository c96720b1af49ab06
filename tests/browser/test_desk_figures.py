"""The desk from above: its figures, counted in the browser, and its log, checked there."""

from __future__ import annotations

import io
import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

import geothai
import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.desk import Desk, desk_page, hinghoi, join_desk, new_desk, put_off_sheet
from tests.support.desk_look import look
from tests.support.desk_packets import send
from tests.support.screens import PICTURES
from tests.support.server import Server, running_server
from webapp.crypto.report import Place

pytestmark = pytest.mark.browser
ASK_NOW = "() => document.dispatchEvent(new Event('visibilitychange'))"
A4_POINTS = 842
NAN, PHRAE = Place("น่าน", "ปัว", "", "", ""), Place("แพร่", "สอง", "", "", "")


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return new_desk(server)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A small phone whose clock is ten days ahead: what comes today is overdue there."""
    with desk_page(browser) as page:
        page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=10))
        yield page


def has_figures(page: Page, cases: int) -> None:
    page.evaluate(ASK_NOW)
    expect(page.locator("[data-figures]")).to_have_attribute("data-figures", str(cases))


def on_paper(page: Page) -> None:
    """A few sheets of A4, and nothing on them that only works on a screen."""
    sheet = page.pdf(prefer_css_page_size=True)
    (PICTURES / "desk-figures.pdf").write_bytes(sheet)
    with pikepdf.open(io.BytesIO(sheet)) as document:
        assert len(document.pages) <= 3
        assert all(round(float(one.mediabox[3])) == A4_POINTS for one in document.pages)
    page.emulate_media(media="print")
    for screen_only in (".bar", "[name=period]", "[data-action=print]", "[data-action=back]"):
        expect(page.locator(screen_only)).to_be_hidden()
    page.emulate_media(media="screen")


def test_the_desk_at_a_glance(page: Page, server: Server, desk: Desk) -> None:
    for place, category in ((NAN, "land"), (NAN, "school"), (PHRAE, "land")):
        send(server, desk, place=place, category=category, text="ถนนหน้าวัดสร้างไม่เสร็จ")
    join_desk(page, desk.link)
    page.click("[data-tab=menu]")
    page.click("[data-page=figures]")
    has_figures(page, 3)
    expect(page.locator("[data-total=overdue]")).to_have_attribute("data-number", "3")
    expect(page.locator("[data-group=land] [data-cases]")).to_have_attribute("data-cases", "2")
    expect(page.locator("rect[data-cases='3']")).to_have_count(1)

    # The map, by the keyboard: from Chiang Rai down to Phayao, and to the right to Nan.
    page.focus(".tiles")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-tile]")).to_contain_text("น่าน 2 เรื่อง ค้างนาน 2")
    expect(page.locator("[data-province=น่าน]")).to_have_attribute("data-shade", "5")
    expect(page.locator("[data-province=ตาก]")).to_have_attribute("data-shade", "0")
    tiles = page.locator("[data-province]").evaluate_all(
        "(all) => all.map(({ dataset }) => dataset.province)"
    )
    assert sorted(tiles) == sorted(province.name_th for province in geothai.provinces())
    look(page, "figures")
    on_paper(page)

    # Numbers lead to the cases that they count, and Back leads here again.
    page.click("[data-action=show-province]")
    expect(page.locator("[data-cases]")).to_have_attribute("data-cases", "2")
    page.go_back()
    page.select_option("[name=period]", "29")
    expect(page.locator("[data-within='29']")).to_be_visible()
    page.click("[data-group=land] [data-go=overdue]")
    expect(page.locator("[data-cases]")).to_have_attribute("data-cases", "2")
    wants_reminders(page)


def wants_reminders(page: Page) -> None:
    """A mail a day: an address that is none is told, another one is kept until it is taken back."""
    page.click("[data-tab=menu]")
    page.click("[data-page=reminder]")
    expect(page.locator("[data-reminder=off]")).to_be_visible()
    page.fill("[name=address]", "somsri")
    page.click("[data-reminder] [type=submit]")
    expect(page.locator("[data-reminder] [role=alert]")).to_contain_text("ไม่ถูกต้อง")
    page.fill("[name=address]", "s.2519@mail.example")
    page.click("[data-reminder] [type=submit]")
    expect(page.locator("[data-reminder=on]")).to_contain_text("s.2519@mail.example ทุกวัน")
    expect(page.locator("[data-push=off]")).to_be_visible()
    look(page, "reminder")
    page.click("[data-action=reminder-off]")
    expect(page.locator("[data-reminder=off]")).to_be_visible()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """For what leaves a server broken."""
    with running_server(tmp_path / "data") as running:
        yield running


def test_an_auditor_checks_the_log(page: Page, own_server: Server) -> None:
    server, desk = own_server, new_desk(own_server)
    join(page, server, desk, "auditor")
    expect(page.locator("[data-page]")).to_have_count(4)
    page.click("[data-page=log]")
    expect(page.locator("[data-kind=joined]").first).to_contain_text("ผู้ตรวจสอบ")
    page.click("[data-action=check-log]")
    expect(page.locator("[data-log=whole]")).to_contain_text("ครบถ้วน")
    look(page, "log")
    kept = page.locator("[data-log-head]").inner_text()
    with page.expect_download() as download:
        page.click("[data-action=save-log]")
    with urlopen(f"{server.url}/api/desks") as answer:  # noqa: S310
        key = json.load(answer)["receipt_key"]
    extract = str(download.value.path())
    told = hinghoi(server, "audit", "verify", "--extract", extract, "--receipt-key", key)
    assert "is whole" in told
    page.fill("[name=kept-head]", kept[:-86] + kept[-86:].swapcase())
    page.click("[data-action=check-log]")
    expect(page.locator("[data-unsigned=kept]")).to_contain_text("ไม่ได้ลงชื่อ")

    # The newest entry is cut off: the chain holds, and only the line that was kept tells.
    change(server, "DELETE FROM event WHERE number = (SELECT max(number) FROM event)")
    page.fill("[name=kept-head]", kept)
    page.click("[data-action=check-log]")
    expect(page.locator("[data-log=broken]")).to_contain_text("ไม่ใช่เล่มเดียวกับ")
    change(server, "UPDATE event SET kind = 'wrote' WHERE desk_number = 2")
    page.click("[data-action=check-log]")
    expect(page.locator("[data-broken='2']")).to_contain_text("รายการที่ 2")
    look(page, "log-broken")


def test_a_coordinator_is_told_what_the_role_may_do(page: Page, server: Server, desk: Desk) -> None:
    join(page, server, desk, "coordinator")
    expect(page.locator("[data-page=figures]")).to_have_count(0)
    page.click("[data-page=role]")
    expect(page.locator("[data-role=coordinator]")).to_contain_text("ไม่เห็นเรื่อง")


def join(page: Page, server: Server, desk: Desk, role: str) -> None:
    told = hinghoi(server, "moderator", "add", "--desk", desk.slug, "--role", role)
    page.goto(told.split()[-1])
    page.fill("[name=name]", f"{role}-{secrets.token_hex(4)}")
    page.check("[name=kept]")
    page.click("[data-screen=join] [type=submit]")
    put_off_sheet(page)
    expect(page.locator("[data-screen=menu]")).to_be_visible()


def change(server: Server, statement: str) -> None:
    """What a thief of the server might do to the log."""
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite", timeout=30)) as database:
        database.execute(statement)
        database.commit()
