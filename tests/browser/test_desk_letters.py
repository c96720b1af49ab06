"""Letters from the desk in a real browser, read with the code; packets that came as files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from tests.support.browser import PHONE
from tests.support.camera import CANARIES, camera_jpeg
from tests.support.desk import PATIENCE, Desk, desk_page, hinghoi, join_desk, new_desk
from tests.support.desk_look import look
from tests.support.desk_packets import report, send
from tests.support.screens import screenshot
from tests.support.server import Server, running_server
from webapp.cleaning.verify import verify_file
from webapp.crypto import courier, packet, receipt_code
from webapp.crypto.base64 import encode_url
from webapp.crypto.letter import OpenedLetter, open_letter
from webapp.crypto.receipt_code import MailboxKeys
from webapp.crypto.recipients import HybridRecipient
from webapp.crypto.report import Mailbox

pytestmark = pytest.mark.browser
WIDE = {"width": 1280, "height": 800}
OWN_TEMPLATE = "นัดไปตรวจพร้อมกัน"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("letters") / "data"
    with running_server(folder, LETTER_BATCH_HOURS="0") as server:
        yield server


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return new_desk(server)


@pytest.fixture(scope="module")
def page(browser: Browser, server: Server, desk: Desk) -> Iterator[Page]:
    """One moderator, who stays; whatever the page complains of fails the tests."""
    with desk_page(browser) as page:
        join_desk(page, desk.link)
        yield page


def new_page(browser: Browser) -> Page:
    return browser.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]


@pytest.fixture
def mailbox() -> MailboxKeys:
    return receipt_code.open_mailbox(receipt_code.new_code())


def send_with(server: Server, desk: Desk, mailbox: MailboxKeys, **fields: object) -> str:
    place = Mailbox(mailbox.id, str(mailbox.identity.recipient()))
    return send(server, desk, mailbox=place, **fields)


def open_packet(page: Page, packet_id: str) -> None:
    if page.locator("[data-screen=packet]").count():
        page.locator("[data-screen=packet] .leave").click()
    page.get_by_role("button", name="ดูซองใหม่").click()
    page.click(f"[data-screen=list] [data-packet='{packet_id}']")
    expect(page.locator("[data-letters]")).to_be_visible(timeout=PATIENCE)


def write(page: Page, text: str, state: str = "", photo: bytes | None = None) -> None:
    page.click("[data-action=write-letter]")
    page.fill("[name=letter-text]", text)
    page.select_option("[name=letter-state]", state)
    if photo:
        file: FilePayload = {
            "name": "somsri-at-home.jpg",
            "mimeType": "image/jpeg",
            "buffer": photo,
        }
        page.set_input_files("[name=letter-files]", [file])
        expect(page.locator("[data-letter-files='1']")).to_be_visible(timeout=PATIENCE)
    page.click("[data-action=preview-letter]")


def seal_and_send(page: Page, number: int) -> None:
    page.click("[data-action=send-letter]")
    expect(page.locator(f"[data-letter='{number}']")).to_be_visible(timeout=PATIENCE)


def letters(server: Server, mailbox: MailboxKeys) -> dict[int, OpenedLetter]:
    """What the reporter reads with the code, by number."""
    listed = json.loads(fetch(server, mailbox, ""))["letters"]
    files = [fetch(server, mailbox, f"/letters/{row['id']}") for row in listed]
    opened = [open_letter(file, mailbox.identity, mailbox.id) for file in files]
    return {one.letter.number: one for one in opened}


def fetch(server: Server, mailbox: MailboxKeys, path: str, method: str = "GET") -> bytes:
    headers = {"Authorization": f"Bearer {encode_url(mailbox.token)}"}
    request = Request(f"{server.url}/api/mailbox{path}", None, headers, method=method)  # noqa: S310
    with urlopen(request) as answer:  # noqa: S310
        body: bytes = answer.read()
    return body


def test_two_letters_are_written_and_read_with_the_code(
    page: Page, browser: Browser, server: Server, desk: Desk, mailbox: MailboxKeys
) -> None:
    packet_id = send_with(server, desk, mailbox)
    open_packet(page, packet_id)
    expect(page.locator("[data-letters='0']")).to_contain_text("ยังไม่เคยเขียน")
    page.click("[data-action=write-letter]")
    page.locator("summary").click()
    page.get_by_role("button", name="ขอรูปเพิ่ม").click()
    look(page, "letter-form")
    page.get_by_role("button", name="ยังไม่เขียน").click()

    write(page, "ขอรูปเพิ่มได้ไหม <b>ป้าย</b>", "more_info", camera_jpeg(400, 300))
    look(page, "letter-preview")
    seal_and_send(page, 1)
    write(page, "ส่งเรื่องแล้ว", "referred")
    page.get_by_role("button", name="กลับไปแก้").click()
    page.fill("[name=letter-agency]", "ป.ป.ช. น่าน")
    page.fill("[name=letter-reference]", "๑๒/๒๕๖๙")
    page.click("[data-action=preview-letter]")
    seal_and_send(page, 2)
    expect(page.locator("[data-letter='1']")).to_contain_text("อยู่ในตู้ของผู้แจ้ง")
    look(page, "letters")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    screenshot(page, "desk-letters-wide", full=True)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    read = letters(server, mailbox)
    one, two = read[1].letter, read[2].letter
    assert (sorted(read), one.desk, one.text) == ([1, 2], desk.slug, "ขอรูปเพิ่มได้ไหม <b>ป้าย</b>")
    assert (one.state, two.state) == ("more_info", "referred")
    assert [step.state for step in two.history] == ["more_info", "referred"]
    assert two.agency
    assert (two.agency.name, two.agency.reference) == ("ป.ป.ช. น่าน", "๑๒/๒๕๖๙")
    has_no_residue(read[1])
    nothing_joins(server, packet_id, mailbox)
    a_template_is_kept(page, server)
    colleague = a_second_moderator_reads(browser, server, desk, packet_id)
    both_change_the_template(page, colleague)
    colleague.context.close()


def has_no_residue(opened: OpenedLetter) -> None:
    (facts,), (photo,) = opened.letter.attachments, opened.files
    assert (facts.name, facts.type) == ("01.jpg", "image/jpeg")
    assert verify_file(photo) == []
    assert not [word for word in (*CANARIES, "somsri") if word.encode() in photo]


def nothing_joins(server: Server, packet_id: str, mailbox: MailboxKeys) -> None:
    """No row speaks of both, and no row of letters speaks of what rows of packets do."""
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}  # noqa: S608
    ids = {value for row in rows["packet"] for value in row if len(str(value)) >= 32}
    of_mailbox = [row for found in rows.values() for row in found if mailbox.id in row]
    assert packet_id in ids
    assert len(of_mailbox) >= 6
    assert not [row for row in of_mailbox if ids & set(row)]


def a_second_moderator_reads(browser: Browser, server: Server, desk: Desk, packet_id: str) -> Page:
    stdin = desk.recovery.export()
    told = hinghoi(server, "moderator", "add", "--desk", desk.slug, "--identity", "-", stdin=stdin)
    colleague = new_page(browser)
    join_desk(colleague, told.split()[-1])
    open_packet(colleague, packet_id)
    first = colleague.locator("[data-letter='1']")
    expect(first.locator("[data-field=letter-text]")).to_have_text("ขอรูปเพิ่มได้ไหม <b>ป้าย</b>")
    expect(first.locator("canvas")).to_be_visible()
    expect(colleague.locator("[data-letter='2'] [data-field=state]")).to_have_text("ส่งต่อหน่วยงาน")
    return colleague


def templates(page: Page) -> None:
    page.locator("[data-screen=packet] .leave").click()
    page.click("[data-tab=menu]")
    page.click("[data-page=templates]")
    expect(page.locator("[data-own-templates]")).to_be_visible(timeout=PATIENCE)


def keep_template(page: Page) -> None:
    page.click("[data-action=keep-template]")
    expect(page.locator("[data-own-templates='1']")).to_be_visible(timeout=PATIENCE)


def a_template_is_kept(page: Page, server: Server) -> None:
    """Of the desk's own: the blank by its button, nothing of it in the server's database."""
    templates(page)
    look(page, "templates-none")
    page.click("[data-action=new-template]")
    page.click("[data-action=keep-template]")
    expect(page.get_by_role("alert").filter(has_text="ใส่ชื่อแม่แบบ")).to_be_visible()
    page.fill("[name=template-title]", OWN_TEMPLATE)
    page.fill("[name=template-th]", f"{OWN_TEMPLATE} ")
    page.locator("[data-put=agency]").first.click()
    assert page.input_value("[name=template-th]") == f"{OWN_TEMPLATE} {{หน่วยงาน}}"
    look(page, "template-editor")
    keep_template(page)
    look(page, "templates")
    for kept in server.data_dir.glob("hinghoi.sqlite*"):
        assert OWN_TEMPLATE.encode() not in kept.read_bytes()
    page.click(f"[data-edit-template='{OWN_TEMPLATE}']")
    page.fill("[name=template-th]", "ของฉัน {หน่วยงาน} {วันนัด}")


def both_change_the_template(page: Page, colleague: Page) -> None:
    """The second to keep it reads what the first wrote before anything is replaced."""
    templates(colleague)
    colleague.click(f"[data-edit-template='{OWN_TEMPLATE}']")
    expect(colleague.locator("[name=template-th]")).to_have_value(f"{OWN_TEMPLATE} {{หน่วยงาน}}")
    colleague.fill("[name=template-th]", "ของเพื่อน")
    keep_template(colleague)
    page.click("[data-action=keep-template]")
    expect(page.locator("[data-overtaken=changed]")).to_contain_text("ของเพื่อน", timeout=PATIENCE)
    look(page, "template-overtaken")
    page.click("[data-action=keep-mine]")
    keep_template(page)
    page.click("[data-action=back]")
    page.click("[data-tab=packets]")


def test_a_letter_in_the_reporters_language(
    page: Page, server: Server, desk: Desk, mailbox: MailboxKeys
) -> None:
    """Out of templates, with what it means beside it; it does not go with a blank in it."""
    open_packet(page, send_with(server, desk, mailbox, language="en"))
    page.click("[data-action=write-letter]")
    page.click("[data-templates='1'] summary")
    own = page.get_by_role("button").filter(has_text=OWN_TEMPLATE)
    expect(own.locator("[data-fallback=th]")).to_contain_text("ยังไม่มีภาษาอังกฤษ")
    look(page, "letter-templates")
    page.click("[data-template=forwarded_waiting]")
    assert page.input_value("[name=letter-text]").startswith(
        "We forwarded your report to {หน่วยงาน}"
    )
    expect(page.locator("[data-side=own] mark[data-blank=agency]")).to_have_text("หน่วยงาน")
    page.click("[data-action=preview-letter]")
    alert = page.get_by_role("alert").filter(has_text="ยังส่งไม่ได้")
    expect(alert).to_contain_text("หน่วยงาน, วันที่ส่งต่อ")
    look(page, "letter-blanks")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    screenshot(page, "desk-letter-blanks-wide", full=True)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.fill("[name=letter-agency]", "NACC {reference} <b>")
    page.fill("[name=letter-forwarded]", "20 November")
    page.click("[data-action=preview-letter]")
    expect(page.locator("[data-side=own]")).to_contain_text("เราส่งเรื่องของคุณให้ NACC {reference} <b>")
    look(page, "letter-meaning")
    seal_and_send(page, 1)
    letter = letters(server, mailbox)[1].letter
    assert letter.text.startswith(
        "We forwarded your report to NACC {reference} <b> on 20 November."
    )
    assert (letter.language, letter.state) == ("en", "referred")


def test_numbers_go_on_after_the_reporter_deleted_and_a_colleague_wrote(
    page: Page, server: Server, desk: Desk, mailbox: MailboxKeys
) -> None:
    open_packet(page, send_with(server, desk, mailbox))
    write(page, "ฉบับแรก", "received")
    seal_and_send(page, 1)
    for row in json.loads(fetch(server, mailbox, ""))["letters"]:
        fetch(server, mailbox, f"/letters/{row['id']}", "DELETE")
    # The number that the page knows was taken meanwhile: the server says so to number 1 again.
    page.route("**/desk/api/letters", number_one, times=1)
    write(page, "ฉบับสอง")
    page.click("[data-action=send-letter]")
    expect(page.get_by_role("alert").filter(has_text="เพิ่งเขียนถึง")).to_be_visible(timeout=PATIENCE)
    assert page.input_value("[name=letter-text]") == "ฉบับสอง"
    page.click("[data-action=preview-letter]")
    seal_and_send(page, 2)
    expect(page.locator("[data-letter='1']")).to_contain_text("ไม่อยู่ในตู้แล้ว")
    read = letters(server, mailbox)
    assert {number: one.letter.state for number, one in read.items()} == {2: "received"}


def number_one(route: Route) -> None:
    route.continue_(headers={**route.request.headers, "hinghoi-letter-number": "1"})


def test_a_lost_answer_makes_no_second_letter(
    page: Page, server: Server, desk: Desk, mailbox: MailboxKeys
) -> None:
    open_packet(page, send_with(server, desk, mailbox))
    write(page, "คำตอบหายกลางทาง")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/desk/api/letters", lose, times=1)
    page.click("[data-action=send-letter]")
    expect(page.get_by_role("alert").filter(has_text="ต่อเน็ตไม่ได้")).to_be_visible(timeout=PATIENCE)
    seal_and_send(page, 1)
    assert list(letters(server, mailbox)) == [1]


def test_a_follow_up_leads_to_the_packet_before_it(
    page: Page, server: Server, desk: Desk, mailbox: MailboxKeys
) -> None:
    first = send_with(server, desk, mailbox)
    answer = send_with(server, desk, mailbox, kind="followup", answer="reopen", text="ยังไม่แก้")
    open_packet(page, first)
    open_packet(page, answer)
    expect(page.locator("[data-field=answer]")).to_have_text("ยังไม่แก้ ขอให้เปิดเรื่องใหม่")
    look(page, "follow-up")
    page.click(f"[data-same='{first}']")
    expect(page.locator(f"[data-screen=packet][data-packet='{first}']")).to_be_visible()
    same = page.locator(f"[data-same='{answer}']")
    expect(same).to_be_visible(timeout=PATIENCE)
    expect(same).to_contain_text("ยังไม่แก้ ขอให้เปิดเรื่องใหม่")
    look(page, "same-reporter")


def test_packets_that_came_as_files_are_taken_in(
    page: Page, server: Server, desk: Desk, tmp_path: Path
) -> None:
    sealed = [packet.seal(report(), (), [HybridRecipient.parse(desk.recipient)]) for _ in range(3)]
    spoilt = courier.wrap(sealed[2], [desk.slug])[:-1] + b"x"
    files = {
        "a.hhp": (courier.wrap(sealed[0], [desk.slug]), "received"),
        "b.age": (sealed[1], "received"),
        "c.hhp": (spoilt, "damaged"),
        "d.age": (b"nothing of ours", "malformed"),
    }
    if page.locator("[data-screen=packet]").count():
        page.locator("[data-screen=packet] .leave").click()
    before = page.locator("[data-screen=list] [data-packet]").count()
    for name, (data, _) in files.items():
        (tmp_path / name).write_bytes(data)
    page.click("[data-tab=menu]")
    page.click("[data-page=take-in]")
    page.set_input_files("[name=carried]", [tmp_path / name for name in files])
    for name, (_, ending) in files.items():
        line = page.locator(f"[data-taken={ending}]", has_text=name)
        expect(line).to_be_visible(timeout=PATIENCE)
    look(page, "take-in")
    page.click("[data-action=back]")
    page.click("[data-tab=packets]")
    expect(page.locator("[data-screen=list] [data-packet]")).to_have_count(before + 2)
