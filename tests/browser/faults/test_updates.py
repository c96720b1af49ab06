"""Rows 20 to 23: the app grows newer while something is written or waits to be sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support.browser import comes_true
from tests.support.fault_proxy import Wire
from tests.support.fault_rules import Answer, Lose, Rule
from tests.support.faults.law import law
from tests.support.faults.pages import phone_in
from tests.support.faults.phone import ROOT, WORDS, Phone
from tests.support.faults.site import Site
from tests.support.faults.tab import PageTab
from tests.support.server import wait_until

pytestmark = pytest.mark.browser
VERSION = json.loads((ROOT / "static/build/manifest.json").read_text("utf-8"))["version"]
ACTIVE = "async () => (await caches.keys()).at(-1)"
# Looks for a newer version, as the browser does by itself on a visit; answers where it ended up.
UPDATE = """async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  const coming = registration.installing ?? registration.waiting;
  if (!coming) return "none";
  return new Promise((resolve) => {
    const ended = () => coming.state !== "installing" && resolve(coming.state);
    coming.addEventListener("statechange", ended);
    ended();
  });
}"""


@dataclass(frozen=True)
class Version:
    """The server's service worker, as if it were of another build."""

    name: str

    async def play(self, one: Wire) -> None:
        one.headers["Accept-Encoding"] = "identity"
        for name in ("If-None-Match", "If-Modified-Since"):
            one.headers.pop(name, None)
        await one.ask()
        head, _, body = (await one.hear()).partition(b"\r\n\r\n")
        other = body.replace(VERSION.encode(), self.name.encode())
        kept = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"content-len")]
        length = f"Content-Length: {len(other)}".encode()
        await one.tell(b"\r\n".join([*kept, length, b"", b""]) + other)


def serve(site: Site, version: str, *more: Rule) -> None:
    """From now on the server's worker is this one."""
    site.proxy.rules = [*more, Rule(Version(version), path="/sw.js", times=None)]  # type: ignore[arg-type]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    one = browser.new_context()
    yield one
    one.close()


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready]")


def active(page: Page) -> None:
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")


def test_fault_20_three_updates_while_a_packet_waits(context: BrowserContext, site: Site) -> None:
    away = Rule(Answer(503), times=None)
    serve(site, "older-3", away)
    phone, page = phone_in(context, site)
    active(page)
    packet = phone.seal()
    phone.shows(packet, "sealed")
    for version in ("older-2", "older-1", VERSION):
        serve(site, version, away)
        page.reload()
        ready(page)
        is_active = "async (name) => (await caches.keys()).at(-1) === 'hinghoi-' + name"
        page.wait_for_function(is_active, arg=version)
        gone = "async () => !(await navigator.serviceWorker.getRegistration()).waiting"
        page.wait_for_function(gone)
        assert phone.stored().has_whole(packet)
    serve(site, VERSION)
    phone.send_now(packet)
    phone.shows(packet, "received")
    law(phone, received=True)


# The rows of an outbox as each version of its schema wrote them.
STORE = """async ({ version, stores, rows }) => {
  const opening = indexedDB.open("hinghoi", version);
  opening.onupgradeneeded = () => {
    for (const [name, keyPath] of Object.entries(stores)) {
      opening.result.createObjectStore(name, keyPath ? { keyPath } : {});
    }
  };
  const db = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
  const tx = db.transaction([...db.objectStoreNames], "readwrite");
  for (const [name, entries] of Object.entries(rows)) {
    for (const [key, value] of entries) {
      const stored = typeof value === "string"
        ? Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0)) : value;
      tx.objectStore(name).put(stored, ...(stores[name] ? [] : [key]));
    }
  }
  await new Promise((resolve) => { tx.oncomplete = resolve; });
  db.close();
}"""
TAKE = """async () => {
  const done = (request) => new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const db = await done(indexedDB.open("hinghoi"));
  const rows = {};
  for (const store of ["packets", "bytes", "pins"]) {
    const source = db.transaction(store).objectStore(store);
    const [keys, values] = [await done(source.getAllKeys()), await done(source.getAll())];
    rows[store] = keys.map((key, n) => [key, values[n] instanceof Uint8Array
      ? btoa(String.fromCharCode(...values[n])) : values[n]]);
  }
  db.close();
  return rows;
}"""
STORES_1 = {"files": "", "bytes": "", "pins": "", "lease": "", "drafts": "id", "packets": "id"}
FACTS_1 = ["id", "state", "day", "size", "offset", "desks", "sha256", "attempts", "reason", "order"]


def test_fault_20_an_outbox_of_the_first_schema_is_delivered(
    context: BrowserContext, browser: Browser, site: Site
) -> None:
    site.proxy.rules = [Rule(Answer(503), times=None)]
    phone, page = phone_in(context, site)
    packet = phone.seal()
    phone.shows(packet, "sealed")
    rows: dict[str, Any] = page.evaluate(TAKE)
    rows["packets"] = [[key, {name: row[name] for name in FACTS_1}] for key, row in rows["packets"]]
    site.proxy.rules = []
    old = browser.new_context()
    tab = old.new_page()
    tab.goto(f"{site.url}/healthz")
    tab.evaluate(STORE, {"version": 1, "stores": STORES_1, "rows": rows})
    later = Phone(PageTab(tab, clock=False), site, sealed=phone.sealed)
    later.visit()
    later.shows(packet, "received")
    law(later, received=True)
    old.close()


def test_fault_21_a_new_version_waits_while_somebody_writes(
    context: BrowserContext, site: Site
) -> None:
    serve(site, "older-1")
    phone, page = phone_in(context, site)
    active(page)
    page.reload()
    ready(page)
    words = phone.write()
    page.evaluate("() => { globalThis.same = true; }")
    serve(site, VERSION)
    assert page.evaluate(UPDATE) == "installed"
    other = context.new_page()
    other.goto(site.url)
    ready(other)
    other.goto("about:blank")  # An idle tab goes: it must not let the new version in either.
    waiting = "async () => !!(await navigator.serviceWorker.ready).waiting"
    assert page.evaluate(waiting)
    assert page.evaluate("globalThis.same")
    expect(page.locator("[name=text]")).to_have_value(words)
    other.close()
    phone.shows(phone.seal(), "received")
    page.reload()
    ready(page)
    comes_true(page, f"async () => !(await ({waiting})())")
    law(phone, received=True)


def test_fault_22_half_a_new_version_is_none(context: BrowserContext, site: Site) -> None:
    serve(site, "older-1")
    phone, page = phone_in(context, site)
    active(page)
    serve(site, VERSION, Rule(Lose(keep=500), path="/en", times=None))
    assert page.evaluate(UPDATE) == "redundant"
    assert page.evaluate("caches.keys()") == ["hinghoi-older-1"]
    site.proxy.down()
    page.reload()
    ready(page)
    packet = phone.seal()
    phone.shows(packet, "sealed", "network")
    law(phone)


# Opens as the next version of the app would.
NEXT = """
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (name, version) {
    return version ? open.call(this, name, version + 1) : open.call(this, name);
  };
"""


def test_fault_23_an_old_tab_lets_a_new_version_in_and_says_so(
    context: BrowserContext, site: Site
) -> None:
    old, page = phone_in(context, site)
    words = old.write()
    page.wait_for_selector("[data-form][data-state=draft]")
    news = context.new_page()
    news.add_init_script(NEXT)
    new = Phone(PageTab(news, clock=False), site)
    new.visit()
    expect(page.locator("[data-announced]")).to_have_text(WORDS["report.locked_by_old_tab"])
    new.shows(new.seal(), "received")
    page.click("[data-action=send]")
    expect(page.locator(".send [data-problem]")).to_have_text(WORDS["report.locked_by_old_tab"])
    expect(page.locator("[name=text]")).to_have_value(words)
    page.add_init_script(NEXT)
    page.reload()
    expect(page.locator("[name=text]")).to_have_value(words)


def test_fault_23_a_tab_that_does_not_let_go_is_named(context: BrowserContext, site: Site) -> None:
    phone_in(context, site)[1].close()
    stubborn = context.new_page()
    stubborn.goto(f"{site.url}/healthz")
    stubborn.evaluate("""() => new Promise((resolve) => {
      indexedDB.open("hinghoi").onsuccess = ({ target }) => resolve(globalThis.db = target.result);
    }).then(() => null)""")
    page = context.new_page()
    page.add_init_script(NEXT)
    page.goto(site.url)
    expect(page.locator("[data-announced]")).to_have_text(WORDS["report.locked_by_old_tab"])
    stubborn.close()
    ready(page)
    wait_until(lambda: page.locator("html[data-ready]").count() == 1, "never let in")
