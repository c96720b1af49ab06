"""Passkeys and codes in a real browser, with the authenticator that Chromium has for tests."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pyotp import TOTP

from tests.support.browser import PHONE
from tests.support.desk import (
    PATIENCE,
    Desk,
    Member,
    desk_page,
    join_desk,
    new_desk,
    put_off_sheet,
)
from tests.support.desk_look import look
from tests.support.desk_packets import send
from tests.support.screens import screenshot
from tests.support.server import Server

pytestmark = pytest.mark.browser
LAPTOP = {"width": 1366, "height": 768}

# A phone with a fingerprint: passkeys live in it, and it has a PRF (CDP, domain WebAuthn).
PHONE_KEY = {
    "protocol": "ctap2",
    "ctap2Version": "ctap2_1",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "hasPrf": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def desk(server: Server) -> Desk:
    return new_desk(server)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One phone for all tests here; what they do builds on each other."""
    with desk_page(browser) as page:
        cdp = page.context.new_cdp_session(page)
        cdp.send("WebAuthn.enable")
        cdp.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_KEY})
        yield page


@pytest.fixture(scope="module")
def member(page: Page, server: Server, desk: Desk) -> Member:
    """Joined at localhost: no passkey can belong to an IP address."""
    return join_desk(page, at_localhost(desk.link))


@pytest.fixture(scope="module")
def paper() -> list[str]:
    """Recovery codes, as somebody writes them down."""
    return []


def at_localhost(link: str) -> str:
    return link.replace("//127.0.0.1:", "//localhost:")


def open_page(page: Page, name: str) -> None:
    page.click("[data-tab=menu]")
    page.click(f"[data-page={name}]")
    expect(page.locator(f"[data-screen={name}]")).to_be_visible()


def show_passphrase(page: Page, member: Member) -> None:
    page.fill("[data-screen=again] [name=passphrase]", member.passphrase)
    page.click("[data-screen=again] [type=submit]")
    expect(page.locator("[data-screen=again]")).to_have_count(0)


def sign_in(page: Page, member: Member) -> None:
    page.fill("[name=name]", member.name)
    page.fill("[name=passphrase]", member.passphrase)
    page.click("[data-screen=sign-in] [type=submit]")


def test_a_passkey_is_added_and_one_touch_signs_in_and_unlocks(
    page: Page, member: Member, paper: list[str]
) -> None:
    open_page(page, "account")
    expect(page.locator("[data-factors=no]")).to_be_visible()
    look(page, "account")
    show_passphrase(page, member)
    page.click("[data-action=add-passkey]")
    look(page, "add-passkey")
    page.fill("[name=label]", "โทรศัพท์")
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.post_data or ""))
    page.click("[data-screen=add-passkey] [type=submit]")
    expect(page.locator("[data-screen=passkey-added]")).to_have_attribute("data-unlocks", "true")
    page.click("[data-action=next]")
    expect(page.locator("[data-recovery-code]")).to_have_count(10)
    paper += page.locator("[data-recovery-code]").all_inner_texts()
    look(page, "recovery")
    page.check("[name=kept]")
    page.click("[data-screen=recovery] [data-action=next]")
    expect(page.locator("[data-passkeys='1']")).to_contain_text("โทรศัพท์")
    assert not [body for body in posted if "prf" in body or member.passphrase in body]

    page.click("[data-action=sign-out]")
    expect(page.locator("[data-screen=sign-in]")).to_be_visible()
    look(page, "sign-in-passkey")
    page.click("[data-action=passkey]")
    expect(page.locator("[data-screen=cases]")).to_be_visible()

    page.click("[data-action=lock]")
    expect(page.locator("[data-screen=locked]")).to_be_visible()
    page.click("[data-action=passkey]")
    expect(page.locator("[data-screen=cases]")).to_be_visible()


def test_a_code_follows_the_passphrase(page: Page, member: Member) -> None:
    open_page(page, "account")
    show_passphrase(page, member)
    page.click("[data-action=add-codes]")
    secret = page.locator("[data-secret]").get_attribute("data-secret")
    assert secret
    look(page, "add-codes")
    page.fill("[name=code]", TOTP(secret).now())
    page.click("[data-screen=add-codes] [type=submit]")
    expect(page.locator("[data-codes=on]")).to_be_visible()
    look(page, "account-guarded")

    page.click("[data-action=sign-out]")
    sign_in(page, member)
    expect(page.locator("[data-screen=second]")).to_be_visible()
    look(page, "second")
    page.fill("[name=code]", "000 000")
    page.click("[data-screen=second] [type=submit]")
    expect(page.get_by_role("alert")).to_contain_text("รหัสนี้ไม่ถูก")
    # The present one turned the app on, and is not taken again.
    page.fill("[name=code]", thai(TOTP(secret).at(int(time.time()) + 30)))
    page.click("[data-screen=second] [type=submit]")
    expect(page.locator("[data-screen=cases]")).to_be_visible()


def thai(digits: str) -> str:
    return "".join(chr(0x0E50 + int(digit)) for digit in digits)


def test_an_administrator_invites_and_asks_for_a_second_factor(
    page: Page, browser: Browser
) -> None:
    open_page(page, "people")
    look(page, "people-again")
    page.click("[data-screen=again] [data-action=passkey]")
    expect(page.locator("[data-screen=again]")).to_have_count(0)
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.post_data or ""))
    page.select_option("[name=invite-role]", "auditor")
    page.click("[data-action=invite]")
    link = page.locator("[data-link]").get_attribute("data-link")
    assert link
    look(page, "invited")
    secret = link.partition("#join=")[2]
    assert len(secret) == 43
    assert not [body for body in posted if secret in body]
    page.click("[data-action=invited]")
    expect(page.locator("[data-invitations='1']")).to_be_visible()
    page.click("[data-action=demand-second]")
    expect(page.locator("[data-demanded=true]")).to_be_visible()
    look(page, "people")

    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    newcomer = context.new_page()
    newcomer.goto(at_localhost(link))
    newcomer.fill("[name=name]", "malee")
    newcomer.check("[name=kept]")
    newcomer.click("[data-screen=join] [type=submit]")
    put_off_sheet(newcomer)
    expect(newcomer.locator("[data-screen=bare]")).to_be_visible()
    look(newcomer, "bare")
    context.close()


def test_by_sheet_and_screen_alone_to_the_first_case(
    page: Page, browser: Browser, server: Server, desk: Desk, member: Member, paper: list[str]
) -> None:
    """A new laptop, the printed sheet, and nothing but the words on the screen."""
    send(server, desk)
    groups = printed_sheet(page)
    context = browser.new_context(viewport=LAPTOP)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    laptop = context.new_page()
    laptop.goto(f"{at_localhost(server.url)}/desk")
    press(laptop, "ลืมรหัสผ่าน หรือใช้เครื่องใหม่")
    laptop.get_by_label("ชื่อที่ใช้เข้าโต๊ะ").fill(member.name)
    laptop.get_by_label("เลข 8 กลุ่มบนใบกู้คืน").fill(groups)
    press(laptop, "ไปต่อ")
    laptop.get_by_label("ฉันจดไว้ หรือเก็บในโปรแกรมจำรหัสผ่านแล้ว").check()
    press(laptop, "เปลี่ยนรหัสผ่านและเข้าโต๊ะ")
    press(laptop, "โทรศัพท์หาย ใช้รหัสสำรอง")
    laptop.get_by_label("รหัสสำรอง", exact=True).fill(paper[0])
    press(laptop, "เข้าโต๊ะ")
    expect(laptop.get_by_text("กดเรื่องข้างล่างเพื่ออ่าน")).to_be_visible()
    walked(laptop, "walk-list")
    laptop.get_by_role("button", name="ถนนหน้าวัดสร้างไม่เสร็จ").click()
    press(laptop, "ฉันรับเรื่องนี้")
    expect(laptop.get_by_text("เรื่องนี้อยู่กับคุณแล้ว")).to_be_visible()
    walked(laptop, "walk-taken")
    context.close()


def press(page: Page, words: str) -> None:
    walked(page, f"walk-{words[:12]}")
    page.get_by_role("button", name=words, exact=True).click()


def walked(page: Page, name: str) -> None:
    """The screen as a laptop and as a small phone shows it."""
    screenshot(page, f"desk-{name}-laptop")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    screenshot(page, f"desk-{name}-phone")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]


def printed_sheet(page: Page) -> str:
    """The digits of a new sheet, for which a touch was enough."""
    page.click("[data-action=back]")
    page.click("[data-page=sheet]")
    page.click("[data-sheet] [data-action=passkey]")
    expect(page.locator("[data-sheet-code] li")).to_have_count(8, timeout=PATIENCE)
    return " ".join(page.locator("[data-sheet-code] li").all_inner_texts())


def test_an_ip_address_offers_no_passkeys(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/desk")
    expect(page.locator("[data-screen=sign-in]")).to_be_visible()
    expect(page.locator("[data-action=passkey]")).to_have_count(0)
