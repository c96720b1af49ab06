"""A case goes from one desk to another of the same server, in two moderators' browsers."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.support.browser import heard
from tests.support.desk import Desk, desk_page, hinghoi, join_desk, new_desk
from tests.support.desk_look import look
from tests.support.desk_packets import picture, send
from tests.support.server import Server, running_server
from webapp.crypto.packet import Attachment
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.report import Mailbox

pytestmark = pytest.mark.browser
ROAD = "ถนนหน้าวัดบ้านน้ำปั้วสร้างไม่เสร็จ ผู้รับเหมาเบิกเงินครบแล้ว"
REASON = "อยู่ในพื้นที่ของโต๊ะแพร่ <b>ด่วน</b>"
NOTE = "โทรหาผู้ใหญ่บ้านได้ตอนเย็น"
SECRET_NOTE = "บันทึกที่ไม่ไปไหน"
PHOTO = picture()
MAILBOX = Mailbox("ab" * 16, str(HybridIdentity.generate().recipient()))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("handover") / "data") as server:
        yield server


def open_case(page: Page, desk: Desk) -> None:
    """As a moderator of the desk, whose list has one case in it."""
    join_desk(page, desk.link)
    page.click("[data-tab=cases]")
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    page.click("[data-case] .case__open")
    expect(page.locator("[data-screen=case] [data-field=text]")).to_contain_text(ROAD)


def test_a_case_is_handed_to_another_desk_and_its_photo_is_the_same(
    browser: Browser, server: Server
) -> None:
    nan, phrae = new_desk(server, "nan"), new_desk(server, "phrae", "โต๊ะเมืองแพร่")
    send(server, nan, Attachment("image/jpeg", "jpg", PHOTO), text=ROAD, mailbox=MAILBOX)
    with desk_page(browser) as page:
        open_case(page, nan)
        page.fill("[name=note]", SECRET_NOTE)
        page.get_by_role("button", name="เพิ่มบันทึก").click()
        expect(page.locator("[data-screen=case]")).to_have_attribute("data-version", "2")
        handed_over(page)
    stdin = f"{nan.recovery.export()}\n"
    hinghoi(server, "desk", "rotate", "nan", "--identity", "-", stdin=stdin)
    with desk_page(browser) as page:
        a_month_later(page)
        open_case(page, phrae)
        taken_in(page)
    both_logs_tell(server)


def a_month_later(page: Page) -> None:
    """When the list of packets no longer reaches back to this one."""
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=30))
    nothing = '{"packets": [], "next": null}'
    page.route(re.compile("/desk/api/packets$"), lambda route: route.fulfill(body=nothing))


def handed_over(page: Page) -> None:
    page.click("[data-action=hand-case]")
    page.check("[name=to-desk][value=phrae]")
    expect(page.locator("[data-to-key] [data-words] li")).to_have_count(8)
    expect(page.locator("[data-action=hand-over-next]")).to_be_disabled()
    page.fill("[name=handover-reason]", REASON)
    page.fill("[name=handover-note]", NOTE)
    look(page, "handover")
    page.click("[data-action=hand-over-next]")
    expect(page.locator("[data-sure]")).to_contain_text("โต๊ะเมืองแพร่")
    look(page, "handover-sure")
    # What the case says of it is lost on the way, after the packet has arrived.
    page.route(re.compile(r"/desk/api/cases/[0-9a-f]{32}$"), lambda route: route.abort(), times=1)
    leaving_is_asked_for(page)
    asked: list[int] = []

    def on_its_way(route: Route) -> None:
        asked.append(page.locator("[data-sending]").count())
        route.continue_()

    page.route("**/api/packets/*/receipt", on_its_way, times=1)
    page.click("[data-action=hand-over-again]")
    expect(page.locator("[data-handed='1'] [data-end=before]")).to_be_visible()
    # Who stayed the first time is not asked again.
    assert asked == [0]
    expect(page.locator("[data-handed] .notice--ok")).to_be_visible()
    look(page, "handover-done")
    page.click("[data-action=hand-over-done]")
    expect(page.locator("[data-screen=case] [data-field=state]")).to_have_text("ยุติ")
    expect(page.locator("[data-handed-to=phrae]")).to_contain_text(REASON)
    expect(page.locator("[data-handed-to]")).to_have_count(1)


def leaving_is_asked_for(page: Page) -> None:
    """Whoever goes back while it is being sent is asked, and it goes on meanwhile."""
    held: list[Route] = []
    page.route("**/api/packets", lambda route: held.append(route), times=1)
    page.click("[data-action=hand-over-yes]")
    heard(page, held)
    page.go_back()
    expect(page.locator("[data-sending]")).to_be_visible()
    look(page, "handover-sending")
    for route in held:
        route.continue_()
    expect(page.locator("[data-sending]")).to_have_count(0)


def taken_in(page: Page) -> None:
    came = page.locator("[data-came-from=nan]")
    expect(came).to_have_attribute("data-confirmed", "true")
    expect(came.locator("[data-field=handover-reason]")).to_have_text(REASON)
    expect(came.locator("[data-field=handover-note]")).to_have_text(NOTE)
    assert SECRET_NOTE not in page.locator("main").inner_text()
    look(page, "handover-came")
    page.click("[data-open-packet]")
    expect(came).to_have_attribute("data-confirmed", "true")
    with page.expect_download() as kept:
        page.click("[data-attachment='01.jpg'] [data-action=download-file]")
    assert Path(kept.value.path()).read_bytes() == PHOTO
    expect(page.locator("[data-letters]")).to_be_visible()
    page.go_back()
    page.click("[data-action=hand-case]")
    page.check("[name=to-desk][value=nan]")
    expect(page.locator("[data-before=came]")).to_be_visible()


def both_logs_tell(server: Server) -> None:
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite")) as database:
        told = "SELECT kind, desk_id, detail, hex(card) FROM event WHERE detail IN ('nan', 'phrae')"
        rows = database.execute(f"{told} ORDER BY number").fetchall()
        (sent,) = database.execute("SELECT count(*) FROM packet_desk WHERE desk_id = 'phrae'")
    assert sent == (1,)
    noted = [row[:3] for row in rows]
    assert set(noted) == {("case_handed", "nan", "phrae"), ("handed_in", "phrae", "nan")}
    assert len({row[3] for row in rows}) == 2
    hinghoi(server, "audit", "verify")
