"""The shipped service worker in a real browser: one whole version, or the one before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests.support.cleaner import served
from tests.support.client import bundle

pytestmark = pytest.mark.browser
PATHS = ["/", "/en", "/build/app.js"]
APP = b"document.title = 'app';"
ACTIVATE = """async () => {
    const { waiting } = await navigator.serviceWorker.ready;
    await new Promise((resolve) => {
        waiting.onstatechange = () => waiting.state === "activated" && resolve();
        waiting.postMessage("activate");
    });
}"""


def worker(version: str, precache: list[str]) -> bytes:
    return bundle("service_worker/sw.ts", __VERSION__=version, __PRECACHE__=precache)


class Site:
    """A page, its script and its worker, to be broken at will."""

    def __init__(self, page: Page, address: str, files: dict[str, bytes]) -> None:
        self.page = page
        self.address = address
        self.files = files

    def visit(self, path: str = "/") -> str:
        self.page.goto(self.address + path)
        return self.page.title()

    def install(self, script: bytes) -> str:
        """Registers or updates the worker; answers the state in which its install ends."""
        self.files["/sw.js"] = script
        state: str = self.page.evaluate("""async () => {
            const createScriptURL = (url) => url;
            globalThis.policy ??= trustedTypes.createPolicy("hinghoi", { createScriptURL });
            const url = policy.createScriptURL("/sw.js");
            const registration = await navigator.serviceWorker.register(url);
            const coming = new Promise((resolve) => {
                registration.onupdatefound = () => resolve(registration.installing);
            });
            void registration.update().catch(() => null);
            const worker = registration.installing ?? await coming;
            return new Promise((resolve) => {
                const ended = ["activated", "redundant"];
                const look = () => {
                    const waits = worker.state === "installed" && registration.active;
                    if (waits || ended.includes(worker.state)) resolve(worker.state);
                };
                worker.addEventListener("statechange", look);
                look();
            });
        }""")
        return state

    def caches(self) -> list[str]:
        names: list[str] = self.page.evaluate("() => caches.keys()")
        return names


@pytest.fixture
def site(browser: Browser) -> Iterator[Site]:
    html = b"<!doctype html><title>%s</title><script src=/build/app.js></script>"
    files = {
        "/": html % b"th",
        "/en": html % b"en",
        "/desk": b"<!doctype html><title>desk</title>",
        "/build/app.js": APP,
    }
    context = browser.new_context()
    with served(files) as address:
        site = Site(context.new_page(), address, files)
        site.visit("/desk")
        yield site
    context.close()


def test_after_one_visit_the_pages_open_without_a_network(site: Site) -> None:
    assert site.install(worker("1", PATHS)) == "activated"
    site.page.context.set_offline(True)
    assert [site.visit(path) for path in ("/", "/?w=nan-road-7", "/en")] == ["app"] * 3
    with pytest.raises(BrowserError, match="ERR_INTERNET_DISCONNECTED"):
        site.visit("/desk")


def test_a_file_that_is_missing_fails_the_install_and_the_old_version_stays_whole(
    site: Site,
) -> None:
    site.install(worker("1", PATHS))
    del site.files["/build/app.js"]
    assert site.install(worker("2", PATHS)) == "redundant"
    assert site.caches() == ["hinghoi-1"]
    site.page.context.set_offline(True)
    assert site.visit() == "app"


def test_other_bytes_than_the_build_made_fail_the_install(site: Site) -> None:
    named = f"/build/app.{hashlib.sha256(APP).hexdigest()[:10]}.js"
    home = f"/#{hashlib.sha256(site.files['/']).hexdigest()[:10]}"
    for path, entry in ((named, named), ("/", home)):
        right = site.files["/"] if path == "/" else APP
        site.files[path] = right.replace(b"title", b"Title")
        assert site.install(worker("1", [entry])) == "redundant"
        assert site.caches() == []
        site.files[path] = right
    assert site.install(worker("1", [named, home])) == "activated"


def test_a_new_version_waits_until_the_page_lets_it(site: Site) -> None:
    site.install(worker("1", PATHS))
    site.visit()
    site.files["/"] = b"<!doctype html><title>new</title>"
    assert site.install(worker("2", PATHS)) == "installed"
    assert site.visit() == "app"
    site.page.evaluate(ACTIVATE)
    assert site.visit() == "new"


def test_a_page_that_is_open_since_before_an_update_keeps_its_files(site: Site) -> None:
    site.install(worker("1", PATHS))
    site.visit()
    for version in ("2", "3"):
        newer = f"/build/app{version}.js"
        site.files[newer] = APP
        site.install(worker(version, ["/", "/en", newer]))
        site.page.evaluate(ACTIVATE)
    assert site.caches() == ["hinghoi-2", "hinghoi-3"]
    site.page.context.set_offline(True)
    assert site.page.evaluate("fetch('/build/app2.js').then((answer) => answer.ok)")


def test_caches_that_the_browser_threw_away_are_no_harm(site: Site) -> None:
    site.install(worker("1", PATHS))
    site.visit()
    site.page.evaluate("() => caches.delete('hinghoi-1')")
    assert site.visit() == "app"
    assert site.caches() == []
