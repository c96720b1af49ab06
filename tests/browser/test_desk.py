"""The desk in a real browser: a moderator joins, unlocks, reads, keeps and locks."""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.desk import PATIENCE, Desk, hinghoi, join_desk, put_off_sheet, show_packets
from tests.support.desk_look import look
from tests.support.desk_packets import SCRIPT, deliver, picture, report, send
from tests.support.server import Server
from webapp.crypto import age, packet
from webapp.crypto.packet import Attachment
from webapp.crypto.recipients import HybridIdentity, HybridRecipient
from webapp.desk.keyring import keys

pytestmark = pytest.mark.browser


def open_first(page: Page) -> None:
    page.locator("[data-screen=list] [data-packet]").first.click()


def test_joining_reading_and_keeping(
    page: Page, server: Server, desk: Desk, tmp_path: Path
) -> None:
    photo = picture()
    packet_id = send(
        server,
        desk,
        Attachment("image/jpeg", "jpg", photo, ("gps", "device")),
        Attachment("image/png", "png", b"<svg onload=alert(3)>"),
    )
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))

    page.goto(desk.link)
    page.wait_for_selector("[data-screen=join]")
    assert page.evaluate("() => location.href + JSON.stringify(history.state)").endswith(
        "/desknull"
    )
    look(page, "join")
    passphrase = join_desk(page, desk.link).passphrase
    expect(page.locator(f"[data-packet='{packet_id}']")).to_have_attribute("data-read", "false")
    look(page, "list")

    open_first(page)
    expect(page.locator("[data-field=text]")).to_contain_text(SCRIPT)
    for words in ("ก่อสร้าง", "หน้าวัด · แงง · ปัว · น่าน", "อบต. แงง", "550505", "20 พฤศจิกายน"):
        expect(page.locator("[data-report]")).to_contain_text(words)
    shown = page.locator("[data-attachment='01.jpg'] canvas")
    expect(shown).to_have_js_property("width", 640)
    expect(page.locator("[data-attachment='02.png'] canvas")).to_have_count(0)
    look(page, "packet")

    with page.expect_download() as kept:
        page.click("[data-attachment='01.jpg'] [data-action=download-file]")
    assert Path(kept.value.path()).read_bytes() == photo
    with page.expect_download() as kept:
        page.click("[data-action=download-packet]")
    assert kept.value.suggested_filename == f"{packet_id}.age"
    opened_offline(server, desk, Path(kept.value.path()), tmp_path)

    page.get_by_role("button", name="ทำเครื่องหมายว่าอ่านแล้ว").click()
    expect(page.get_by_role("status")).to_contain_text("อ่านแล้ว")
    page.go_back()
    with page.expect_response(lambda answer: answer.url.endswith("/desk/api/packets")) as listed:
        page.get_by_role("button", name="ดูซองใหม่").click()
    assert [row["read"] for row in listed.value.json()["packets"]] == [True]
    expect(page.locator(f"[data-packet='{packet_id}']")).to_have_attribute("data-read", "true")
    never_sent(passphrase, sent)
    assert not any(desk.link.partition("join=")[2] in line for line in sent)


def opened_offline(server: Server, desk: Desk, sealed: Path, folder: Path) -> None:
    """What the page hint says: the command line opens it with the desk's key, without a server."""
    key = keys.unwrap_desk_key(recovery_file(server), desk.recovery, desk.recipient)
    (folder / "desk.key").write_text(key.export() + "\n")
    identity, out = str(folder / "desk.key"), str(folder / "out")
    hinghoi(server, "packet", "open", "--identity", identity, str(sealed), "-o", out)
    assert "ถนนหน้าวัด" in json.loads((folder / "out" / "report.json").read_text("utf-8"))["text"]
    assert (folder / "out" / "attachments" / "01.jpg").read_bytes() == picture()


def recovery_file(server: Server) -> bytes:
    """The newest key wrapped to a recovery key, out of the database."""
    chosen = "SELECT file FROM wrapped_key WHERE holder = 'recovery' ORDER BY id DESC LIMIT 1"
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite")) as database:
        (file,) = database.execute(chosen).fetchone()
    return bytes(file)


def never_sent(passphrase: str, sent: list[str]) -> None:
    assert len(passphrase) == 29
    assert any("/desk/api/join" in line for line in sent)
    forms = {
        passphrase,
        passphrase.replace("-", ""),
        hashlib.sha256(passphrase.encode()).hexdigest(),
    }
    assert not [line for line in sent if any(form in line for form in forms)]


def test_signing_in_locking_and_leaving(page: Page, server: Server, desk: Desk) -> None:
    packet_id = send(server, desk)
    member = join_desk(page, desk.link)
    page.click("[data-action=sign-out]")
    expect(page.locator("[data-screen=sign-in]")).to_contain_text("ออกจากโต๊ะแล้ว")
    look(page, "sign-in")

    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    enter(page, "wrong-wrong-wrong", name=member.name)
    expect(page.get_by_role("alert")).to_contain_text("ชื่อหรือรหัสผ่านไม่ถูก", timeout=PATIENCE)
    look(page, "sign-in-wrong")
    enter(page, member.passphrase, name=member.name)
    show_packets(page)
    assert not [line for line in sent if member.passphrase in line or "wrong-wrong" in line]

    open_first(page)
    expect(page.locator("[data-report]")).to_be_visible()
    page.click("[data-action=lock]")
    expect(page.locator("[data-screen=locked]")).to_be_visible()
    assert "ถนนหน้าวัด" not in page.content()
    look(page, "locked")
    sent.clear()
    enter(page, "wrong-wrong-wrong")
    expect(page.get_by_role("alert")).to_contain_text("รหัสผ่านไม่ถูก", timeout=PATIENCE)
    assert sent == [], "unlocking asks nobody"
    enter(page, member.passphrase)
    expect(page.locator(f"[data-screen=packet][data-packet='{packet_id}']")).to_be_visible(
        timeout=PATIENCE
    )

    page.reload()
    expect(page.locator("[data-screen=locked]")).to_contain_text(member.name)
    assert "ถนนหน้าวัด" not in page.content()


def enter(page: Page, passphrase: str, name: str | None = None) -> None:
    if name is not None:
        page.fill("[name=name]", name)
    page.fill("[name=passphrase]", passphrase)
    page.click("[type=submit]")


def test_an_idle_desk_locks_itself(page: Page, desk: Desk) -> None:
    page.clock.install()
    member = join_desk(page, desk.link)
    look(page, "empty")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 20)
    page.clock.fast_forward("14:30")
    page.mouse.click(5, 5)
    page.clock.fast_forward("14:59")
    expect(page.locator("[data-screen=list]")).to_be_visible()
    page.clock.fast_forward("00:02")
    expect(page.locator("[data-screen=locked]")).to_contain_text("15 นาที")
    # Unlocked and left at once: no sign of life ever comes.
    page.clock.resume()
    # Asked for once the desk is open and its clock runs, which is a moment after it is on screen.
    with page.expect_response("**/desk/api/people"):
        enter(page, member.passphrase)
    expect(page.locator("[data-screen=list]")).to_be_visible(timeout=PATIENCE)
    page.clock.fast_forward("15:01")
    expect(page.locator("[data-screen=locked]")).to_be_visible()


def test_a_revoked_session_drops_the_keys(
    page: Page, browser: Browser, server: Server, desk: Desk
) -> None:
    send(server, desk)
    member = join_desk(page, desk.link)
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(f"{server.url}/desk")
    enter(elsewhere, member.passphrase, name=member.name)
    expect(elsewhere.locator("[data-screen=cases]")).to_be_visible(timeout=PATIENCE)
    elsewhere.click("[data-tab=menu]")
    elsewhere.get_by_role("button", name="ออกจากทุกเครื่อง").click()
    expect(elsewhere.locator("[data-screen=sign-in]")).to_be_visible()
    elsewhere.context.close()

    # Coming back to the page asks the server, if the page has not heard of it by then.
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-screen=sign-in]")).to_contain_text(
        "การเข้าใช้สิ้นสุดแล้ว", timeout=PATIENCE
    )


def test_packets_that_do_not_open_say_why_and_can_be_kept(
    page: Page, server: Server, desk: Desk
) -> None:
    recipient = HybridRecipient.parse(desk.recipient)
    stranger = HybridIdentity.generate().recipient()
    bodies = {
        "packet_no_key": packet.seal(report(), (), [stranger]),
        "packet_damaged": packet.seal(report(), (), [recipient])[:-1] + b"x",
        "packet_archive": age.encrypt(secrets.token_bytes(8192), [recipient]),
    }
    delivered = {code: deliver(server, desk, data) for code, data in bodies.items()}
    join_desk(page, desk.link)
    for code, packet_id in delivered.items():
        page.click(f"[data-packet='{packet_id}']")
        expect(page.locator("[data-refused]")).to_have_attribute("data-refused", code)
        with page.expect_download() as kept:
            page.click("[data-action=download-packet]")
        assert Path(kept.value.path()).read_bytes() == bodies[code]
        look(page, f"refused-{code}")
        page.get_by_role("button", name="กลับไปรายการซอง").click()


def test_choosing_a_passphrase_of_ones_own(page: Page, server: Server, desk: Desk) -> None:
    page.goto(desk.link)
    page.get_by_label("ตั้งเอง").check()
    page.fill("[name=name]", "สมศรี")
    page.fill("[name=passphrase]", "สั้นไป")
    page.click("[type=submit]")
    expect(page.get_by_role("alert")).to_contain_text("14")
    look(page, "join-own")
    for name in ("passphrase", "again"):
        page.fill(f"[name={name}]", "คืนนี้หิ่งห้อยเต็มต้นลำพู")
    page.click("[type=submit]")
    put_off_sheet(page)
    expect(page.locator("[data-screen=cases]")).to_be_visible(timeout=PATIENCE)

    page.goto(desk.link)
    expect(page.locator("[data-screen=gone]")).to_be_visible()
    look(page, "gone")
    page.goto(f"{server.url}/desk#join=broken")
    expect(page.locator("[data-screen=gone]")).to_be_visible()


def test_english_and_the_way_there_keep_the_invitation(page: Page, desk: Desk) -> None:
    page.goto(desk.link)
    page.wait_for_selector("[data-screen=join]")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Join Nan desk")
    assert page.evaluate("() => location.hash") == ""
    look(page, "join-english")


def test_a_second_moderator_by_the_recovery_key(page: Page, server: Server, desk: Desk) -> None:
    packet_id = send(server, desk)
    stdin = desk.recovery.export()
    told = hinghoi(server, "moderator", "add", "--desk", desk.slug, "--identity", "-", stdin=stdin)
    join_desk(page, told.split()[-1])
    page.click(f"[data-packet='{packet_id}']")
    expect(page.locator("[data-field=text]")).to_contain_text("ถนนหน้าวัด")
