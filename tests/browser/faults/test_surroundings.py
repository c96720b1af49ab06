"""Rows 17, 18 and 40: a wrong clock, another key, and the browser inside another app."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.faults.law import law
from tests.support.faults.pages import phone_in
from tests.support.faults.phone import Phone
from tests.support.faults.site import Site, home, through_proxy
from tests.support.screens import barriers, screenshot, small_targets
from webapp.crypto.recipients import HybridIdentity

pytestmark = pytest.mark.browser
DECADE = 10 * 365 * 24 * 3600 * 1000
# A clock that is wrong by `off` milliseconds, as the page can see it.
CLOCK = """
  globalThis.off = %d;
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length ? given : [Real.now() + off])); }
    static now() { return Real.now() + off; }
  };
"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    one = browser.new_context()
    yield one
    one.close()


@pytest.mark.parametrize("off", [DECADE, -DECADE], ids=["ahead", "behind"])
def test_fault_17_a_clock_that_is_wrong_and_jumps(
    context: BrowserContext, site: Site, off: int
) -> None:
    phone, page = phone_in(context, site, CLOCK % off)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    site.proxy.down()
    packet = phone.seal()
    phone.shows(packet, "sealed", "network")
    page.evaluate("(off) => { globalThis.off = off; }", -off)
    phone.send_now(packet)
    phone.shows(packet, "sealed", "network")
    page.reload()
    phone.shows(packet, "sealed", "network")
    law(phone)
    site.proxy.up()
    page.evaluate("() => { globalThis.off = 0; dispatchEvent(new Event('online')); }")
    phone.shows(packet, "received")
    law(phone, received=True)


def test_fault_18_the_desk_has_another_key_by_the_time_a_packet_comes(
    context: BrowserContext, tmp_path: Path
) -> None:
    with home(tmp_path / "data") as own, through_proxy(own) as site:
        phone, page = phone_in(context, site)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        site.proxy.down()
        packet = phone.seal()
        phone.shows(packet, "sealed", "network")
        replace_key(own.server.data_dir)
        site.proxy.up()
        page.reload()
        phone.shows(packet, "received")
        law(phone, received=True)  # Opened with the key that it was sealed to.


def replace_key(data_dir: Path) -> None:
    """What a rotation will leave behind: another active key, and the old one still there."""
    recipient = str(HybridIdentity.generate().recipient())
    with closing(sqlite3.connect(data_dir / "hinghoi.sqlite", timeout=30)) as database, database:
        names = [row[1] for row in database.execute("PRAGMA table_info(desk_key)")]
        row = dict(zip(names, database.execute("SELECT * FROM desk_key").fetchone(), strict=True))
        database.execute("UPDATE desk_key SET active = 0")
        short = hashlib.sha256(recipient.encode()).hexdigest()[:32]
        new = {**row, "id": "0" * 32, "recipient": recipient, "fingerprint": short, "active": 1}
        marks = ",".join("?" * len(names))
        database.execute(f"INSERT INTO desk_key VALUES ({marks})", list(new.values()))  # noqa: S608


AGENTS = {
    "line": "Mozilla/5.0 (Linux; Android 13; CPH2349) Chrome/119.0 Mobile Safari Line/14.3.0",
    "facebook": "Mozilla/5.0 (Linux; Android 12) Chrome/119.0 Mobile [FB_IAB/FB4A;FBAV/440.0]",
    "instagram": "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) Mobile Instagram 309.0",
}
NO_WORKER = "delete Navigator.prototype.serviceWorker;"


def inside(browser: Browser, site: Site, app: str) -> tuple[Phone, Page]:
    context = browser.new_context(
        user_agent=AGENTS[app], viewport={"width": 360, "height": 640}, locale="th-TH"
    )
    return phone_in(context, site, NO_WORKER)


def test_fault_40_inside_line(browser: Browser, site: Site) -> None:
    phone, page = inside(browser, site, "line")
    assert page.url == f"{site.url}/"  # Nobody is sent anywhere by itself.
    way_out = page.locator("[data-action=outside]")
    expect(way_out).to_have_attribute("href", f"{site.url}/?openExternalBrowser=1")
    screenshot(page, "in-line")
    assert (barriers(page), small_targets(page)) == ([], [])
    phone.shows(phone.seal(), "received")
    law(phone, received=True)
    page.goto(str(way_out.get_attribute("href")))
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("[data-in-app]")).to_contain_text("⋮")
    expect(way_out).to_have_count(0)  # LINE did not let go: the same link would lead in a circle.
    page.context.close()


def test_fault_40_inside_other_apps(browser: Browser, site: Site) -> None:
    _, page = inside(browser, site, "facebook")
    host = site.url.removeprefix("http://")
    address = f"intent://{host}/#Intent;scheme=http;action=android.intent.action.VIEW;end"
    expect(page.locator("[data-action=outside]")).to_have_attribute("href", address)
    page.context.close()
    _, page = inside(browser, site, "instagram")
    expect(page.locator("[data-in-app]")).to_contain_text("⋯")
    expect(page.locator("[data-action=outside]")).to_have_count(0)
    page.context.close()


def test_fault_40_the_phones_own_browser_is_left_alone(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto(f"{site.url}/?openExternalBrowser=1")
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("[data-in-app]")).to_have_count(0)
    assert not [one for one in site.proxy.passed if "in_app" in one.path]
