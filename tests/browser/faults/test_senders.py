"""Rows 28, 41 and 43: who sends, with what, and what becomes of it when it is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.support.fault_proxy import FaultProxy
from tests.support.fault_rules import Rule, Stall
from tests.support.faults.law import law
from tests.support.faults.pages import phone_in
from tests.support.faults.site import Site
from tests.support.server import wait_until
from tests.support.weather import INNOCENT

pytestmark = pytest.mark.browser

# No Web Locks; and what takes a second or more takes a twentieth of it.
WITHOUT_LOCKS = """
  Object.defineProperty(navigator, "locks", { value: undefined });
  const { setTimeout: real } = globalThis;
  globalThis.setTimeout = (task, ms = 0, ...rest) => real(task, ms < 1000 ? ms : ms / 20, ...rest);
"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    one = browser.new_context()
    yield one
    one.close()


def sent(proxy: FaultProxy) -> int:
    return sum(one.sent for one in proxy.packets())


@pytest.mark.parametrize("before", ["", WITHOUT_LOCKS], ids=["locks", "lease"])
def test_fault_28_two_tabs_at_once_have_one_sender(
    context: BrowserContext, site: Site, tmp_path: Path, before: str
) -> None:
    first, page = phone_in(context, site, before)
    second, other = phone_in(context, site, before)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    first.photo(tmp_path)
    site.proxy.down()
    packet = first.seal()
    other.reload()
    second.shows(packet, "sealed")
    site.proxy.up()
    for one in (page, other):
        one.evaluate("() => { dispatchEvent(new Event('online')); }")
    wait_until(lambda: packet in site.home.held(), "never delivered")
    wait_until(lambda: packet not in first.stored().packets, "never deleted")
    size = (site.server.data_dir / "blobs/packets" / site.home.held()[packet]).stat().st_size
    assert sent(site.proxy) == size
    assert len(site.proxy.packets("POST")) == 1


@pytest.mark.parametrize("before", ["", WITHOUT_LOCKS], ids=["locks", "lease"])
def test_fault_28_the_turn_of_a_dead_tab_is_taken_over(
    context: BrowserContext, site: Site, tmp_path: Path, before: str
) -> None:
    first, page = phone_in(context, site, before)
    second, other = phone_in(context, site, before)
    site.proxy.rules = [Rule(Stall(), method="POST", times=None)]
    first.photo(tmp_path)
    packet = first.seal()
    first.shows(packet, "sending")
    wait_until(lambda: bool(site.proxy.packets("POST")), "never began")
    other.reload()
    second.shows(packet, "sending")
    page.close()
    site.proxy.rules = []
    site.proxy.down()  # What the second began meanwhile is not left to stall.
    site.proxy.up()
    second.sealed = first.sealed
    second.shows(packet, "received")
    law(second, received=True)


def test_fault_41_reports_need_neither_session_nor_token(
    context: BrowserContext, site: Site
) -> None:
    for name in ("session", "hinghoi", "csrf"):
        context.add_cookies([{"name": name, "value": "expired", "url": site.url}])
    phone, page = phone_in(context, site)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    site.proxy.down()
    packet = phone.seal()
    phone.shows(packet, "sealed", "network")
    site.proxy.up()
    phone.send_now(packet)
    phone.shows(packet, "received")
    asked = [one for one in site.proxy.passed if one.path.startswith("/api/")]
    assert asked
    assert not [one for one in asked if {"cookie", "x-csrf-token"} & set(one.headers)]
    law(phone, received=True)


def test_fault_43_wiped_while_uploading(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    site.proxy.rules = [Rule(Stall(after=1000), method="PATCH", times=None)]
    phone, page = phone_in(context, site)
    phone.photo(tmp_path)
    packet = phone.seal()
    wait_until(lambda: site.home.underway().get(packet, 0) > 0, "the server never had a part")
    wait_until(lambda: len(site.proxy.packets("PATCH")) == 1, "the next piece never began")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click(f"[data-packet='{packet}'] [data-action=delete-packet]")
    expect(page.locator(f"[data-packet='{packet}']")).to_have_count(0)
    wait_until(lambda: packet not in site.home.underway(), "the server kept its part")
    phone.deleted.add(packet)
    stored = phone.stored().stores
    assert (stored["packets"], stored["bytes"]) == ({}, {})
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert [one.status for one in site.proxy.packets("DELETE")] == [204]
    assert len(site.proxy.packets("POST")) == 1
    assert packet not in site.home.held()


def test_fault_43_wiped_without_signal_the_part_is_left_to_expire(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    site.proxy.rules = [Rule(Stall(), method="PATCH", times=None)]
    phone, page = phone_in(context, site)
    phone.photo(tmp_path)
    packet = phone.seal()
    wait_until(lambda: site.home.underway().get(packet, 0) > 0, "the server never had a part")
    site.proxy.down()
    phone.shows(packet, "sealed", "network")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click(f"[data-packet='{packet}'] [data-action=delete-packet]")
    expect(page.locator(f"[data-packet='{packet}']")).to_have_count(0)
    wait_until(lambda: not phone.stored().packets, "it is still on the phone")
    site.proxy.rules = []
    site.proxy.up()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert packet in site.home.underway()
    assert packet not in site.home.held()


def test_fault_43_everything_wiped_while_another_tab_uploads(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    context.route(INNOCENT, lambda route: route.fulfill(body="rain"))
    site.proxy.rules = [Rule(Stall(after=1000), method="PATCH", times=None)]
    phone, page = phone_in(context, site)
    phone.photo(tmp_path)
    packet = phone.seal()
    wait_until(lambda: len(site.proxy.packets("PATCH")) == 1, "the second piece never began")
    other = context.new_page()
    other.goto(f"{site.url}/#outbox")
    other.click("[data-action=wipe]")
    other.click("[data-action=wipe-yes]")
    expect(other.locator("[data-wiped='']")).to_be_visible(timeout=30_000)
    page.wait_for_url(INNOCENT)
    site.proxy.rules = []
    asked = len(site.proxy.passed)
    assert other.evaluate("async () => (await indexedDB.databases()).length") == 0
    # Back at the site by hand: nothing is left that could go on.
    phone.deleted.add(packet)
    phone.visit()
    assert phone.items() == []
    assert not [one for one in site.proxy.passed[asked:] if "/api/packets" in one.path]
    assert packet in site.home.underway()
    assert packet not in site.home.held()
