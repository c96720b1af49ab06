"""Rows 24 to 27: a phone that is full, forgets, or keeps nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.engines import started
from tests.support.engines.engine import Pref
from tests.support.faults.law import never_in_the_clear, never_lost, never_twice
from tests.support.faults.pages import phone_in
from tests.support.faults.phone import READY, WORDS, Phone
from tests.support.faults.site import Site
from tests.support.no_database import NO_DATABASE
from tests.support.server import wait_until
from webapp.crypto import courier

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    one = browser.new_context(accept_downloads=True)
    yield one
    one.close()


EMPTY = 73_728  # bytes of a new database


def room(phone: Phone, page: Page, size: int, *also: str) -> None:
    """The same phone with room for `size` bytes more than what is there, `also` cleared before.

    The database is made anew: Chromium remembers for half a minute how much room there was.
    """
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.goto(f"{phone.site.url}/healthz")
    origin = {"origin": phone.site.url}
    devtools = page.context.new_cdp_session(page)
    gone = ",".join(["indexeddb", *also])
    devtools.send("Storage.clearDataForOrigin", {**origin, "storageTypes": gone})
    used = devtools.send("Storage.getUsageAndQuota", origin)["usage"]
    devtools.send("Storage.overrideQuotaForOrigin", {**origin, "quotaSize": used + EMPTY + size})
    phone.visit()


def test_fault_24_caches_make_room_for_what_was_written(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    phone, page = phone_in(context, site)
    room(phone, page, 60_000)
    assert len(page.evaluate("caches.keys()")) == 1
    phone.write()
    page.wait_for_selector("[data-form][data-state=draft]")
    phone.photo(tmp_path)
    wait_until(lambda: len(phone.stored().stores["files"]) == 1, "the photo was not kept")
    assert page.evaluate("caches.keys()") == []
    expect(page.locator("[data-problem]").first).to_be_hidden()


def test_fault_24_without_room_for_photos_the_words_are_kept(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    phone, page = phone_in(context, site)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.evaluate(
        "async () => { for (const one of await caches.keys()) await caches.delete(one); }"
    )
    room(phone, page, 60_000)
    words = phone.write()
    page.wait_for_selector("[data-form][data-state=draft]")
    phone.photo(tmp_path)
    problem = page.locator(".send [data-problem]")
    expect(problem).to_have_text(WORDS["report.problem_quota"])
    expect(page.locator("[data-form]")).to_have_attribute("data-state", "empty")
    page.reload()
    expect(page.locator("[name=text]")).to_have_value(words)
    expect(page.locator("[data-problem=interrupted]")).to_contain_text("เลือกใหม่")


def test_fault_24_a_packet_without_room_is_never_called_saved(
    context: BrowserContext, site: Site
) -> None:
    phone, page = phone_in(context, site)
    room(phone, page, 40_000, "cache_storage")
    words = phone.write()
    page.wait_for_selector("[data-form][data-state=draft]")
    wait_until(lambda: "/build/outbox" in str([one.path for one in site.proxy.passed]), "no outbox")
    page.wait_for_load_state("networkidle")
    site.proxy.down()
    packet = phone.seal(f"{'ยาว' * 6000} {words}")
    item = page.locator(f"[data-packet='{packet}']")
    expect(item).to_contain_text(WORDS["report.state.unsaved"])
    expect(item).not_to_contain_text(WORDS["report.state.sealed"])
    with page.expect_download() as download:
        item.locator("[data-action=hand-over]").click()
    saved = courier.unwrap(Path(download.value.path()).read_bytes())
    assert saved.packet.startswith(b"age-encryption.org/v1")
    stored = phone.stored()
    assert (len(stored.stores["drafts"]), stored.packets) == (1, {})
    site.proxy.up()
    phone.send_now(packet)
    phone.shows(packet, "received")
    wait_until(lambda: not phone.stored().stores["drafts"], "the draft outlived its packet")
    never_lost(phone)
    never_twice(phone)
    never_in_the_clear(phone)


@pytest.mark.parametrize("missing", NO_DATABASE.values(), ids=NO_DATABASE)
def test_fault_25_without_a_database_it_is_sent_at_once(
    context: BrowserContext, site: Site, missing: str
) -> None:
    phone, page = phone_in(context, site, missing)
    expect(page.locator("[data-status]")).to_have_text(WORDS["report.ready_memory"])
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    site.proxy.down()
    packet = phone.seal()
    phone.shows(packet, "sealed", "network")
    expect(page.locator("[data-packet]")).to_contain_text(WORDS["report.state.unsaved"])
    site.proxy.up()
    phone.send_now(packet)
    phone.shows(packet, "received")
    assert site.home.packets()[packet].report.text == phone.sealed[packet]


def test_fault_25_a_private_window_of_firefox(site: Site, tmp_path: Path) -> None:
    private: dict[str, Pref] = {"browser.privatebrowsing.autostart": True}
    with started("firefox", tmp_path / "profile", prefs=private) as firefox:
        phone = Phone(firefox, site)
        phone.visit()
        packet = phone.seal()
        phone.shows(packet, "received")
        firefox.kill()
    assert site.home.packets()[packet].report.text == phone.sealed[packet]
    canary = phone.sealed[packet].split()[-1].encode()
    files = [file for file in (tmp_path / "profile").rglob("*") if file.is_file()]
    assert not [file for file in files if canary in file.read_bytes()]


# Remembers every connection, to end them all as WebKit does when its storage process dies.
REMEMBER = """
  globalThis.connections = [];
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (...given) {
    const request = open.apply(this, given);
    request.addEventListener("success", () => connections.push(request.result));
    return request;
  };
"""


def test_fault_26_a_connection_that_webkit_killed_is_opened_again(
    site: Site, tmp_path: Path
) -> None:
    with started("webkit", tmp_path / "profile", before=REMEMBER) as webkit:
        phone = Phone(webkit, site)
        phone.visit()
        words = phone.write()
        webkit.wait_for("() => document.querySelector('[data-form]').dataset.state === 'draft'")
        webkit.run("() => { connections.splice(0).forEach((one) => one.close()); }")
        packet = phone.seal(words)
        phone.shows(packet, "received")
        assert webkit.run("() => connections.length") >= 1
    assert site.home.packets()[packet].report.text == words


# Counts how often the page asks to be kept.
ASKED = """
  globalThis.asked = 0;
  StorageManager.prototype.persist = async () => { asked += 1; return true; };
  StorageManager.prototype.persisted = async () => false;
"""


def test_fault_27_it_asks_to_be_kept_with_the_first_packet(
    context: BrowserContext, site: Site
) -> None:
    phone, page = phone_in(context, site, ASKED)
    phone.write()
    page.wait_for_selector("[data-form][data-state=draft]")
    assert page.evaluate("asked") == 0
    phone.shows(phone.seal(), "received")
    assert page.evaluate("asked") == 1


def test_fault_27_a_loss_is_noticed_and_said(context: BrowserContext, site: Site) -> None:
    phone, page = phone_in(context, site)
    announced = page.locator("[data-announced]")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(announced).to_have_count(0)
    site.proxy.down()
    phone.seal()
    session = context.new_cdp_session(page)
    evicted = {"origin": site.url, "storageTypes": "indexeddb,cache_storage,service_workers"}
    session.send("Storage.clearDataForOrigin", evicted)
    site.proxy.up()
    page.reload()
    expect(announced).to_have_text(WORDS["report.lost"])
    page.wait_for_selector("html[data-ready]")
    page.reload()
    page.wait_for_function(READY)
    expect(announced).to_have_count(0)
