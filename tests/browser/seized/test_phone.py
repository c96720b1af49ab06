"""The phone is taken: nothing that was written on it stands in its browser's folder.

Browsers keep what is typed for themselves as well, in session files and lists of things to suggest,
unless a control says otherwise. So the whole profile is searched, not only what the page stores.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Chromium, phone
from tests.support.camera import camera_jpeg
from tests.support.engines import started
from tests.support.engines.firefox import Firefox
from tests.support.engines.reporter import send, visit_and_keep
from tests.support.moderator import Moderator
from tests.support.reporter import open_with, visit_mailbox
from tests.support.seized.needles import Needles
from tests.support.seized.search import files, search
from tests.support.seized.words import STEM, canary
from tests.support.server import Server, running_server, wait_until
from webapp.crypto.base64 import encode_url
from webapp.crypto.letter import Agency, Letter, Step, seal_letter
from webapp.crypto.packet import Attachment
from webapp.crypto.receipt_code import MailboxKeys, new_code, open_mailbox, read_code, show_code

pytestmark = pytest.mark.browser
FIELDS = ("text", "place", "when", "agency", "accused")
THAI = "หิ่งห้อยกระซิบความลับ"
# A control of the test's own that does not say autocomplete=off: what browsers then keep is this.
MARKED = "qqmark4fireflies"
MARK = """() => {
  const mark = Object.assign(document.createElement("input"), { name: "mark", type: "text" });
  document.body.prepend(mark);
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server") / "data"
    with running_server(folder, "--demo", LETTER_BATCH_HOURS="0") as running:
        yield running


def written(page: Page, server: Server, path: str) -> None:
    """A draft that was saved, with a photo, typed key by key as people do."""
    page.goto(server.url)
    page.wait_for_selector("html[data-ready]")
    page.evaluate("navigator.serviceWorker?.ready.then(() => null)")
    for name in FIELDS:
        page.locator(f"[name={name}]").press_sequentially(f"{THAI} {canary(path, name)}")
    hidden = (canary(path, "exif"), canary(path, "serial"), canary(path, "trailer"))
    photo = camera_jpeg(640, 480, hidden)
    name = f"IMG_{canary(path, 'file')}.jpg"
    picked = {"name": name, "mimeType": "image/jpeg", "buffer": photo}
    page.set_input_files("[name=files]", picked)  # type: ignore[arg-type]
    expect(page.locator("[data-files] [data-clean]")).to_be_visible(timeout=60_000)
    expect(page.locator("[data-form]")).to_have_attribute("data-state", "draft")
    page.evaluate(MARK)
    page.locator("[name=mark]").press_sequentially(MARKED)


def session_written(folder: Path) -> None:
    """Until the session file tells what stands in the page: all its controls at once, or none."""
    wait_until(lambda: search(Needles([MARKED]), folder), "no session was written", 60)


STORE = "(words) => [localStorage, sessionStorage].forEach((one) => (one.mark = words))"


def storage_written(page: Page, profile: Path) -> None:
    """Until both storages are in their files, with all that came before; Chromium takes seconds."""
    page.evaluate(STORE, MARKED)
    places = [profile / "Default" / name for name in ("Local Storage", "Session Storage")]
    mark = Needles([MARKED])
    wait_until(lambda: all(search(mark, place) for place in places), "nothing was stored", 60)


def sent(page: Page) -> str:
    """Received; the receipt code was shown, and is on the screen still."""
    page.wait_for_selector("html[data-code-ready]", timeout=60_000)
    page.click("[data-action=send]")
    page.wait_for_selector("[data-received]", timeout=60_000)
    return read_code(page.locator("[data-code]").inner_text())


def queued(page: Page) -> str:
    """Sealed without signal: the packet itself lies on the phone, and the code was shown."""
    page.wait_for_selector("html[data-code-ready]", timeout=60_000)
    page.context.set_offline(True)
    page.click("[data-action=send]")
    page.wait_for_selector("[data-packet][data-state=sealed]", timeout=60_000)
    return read_code(page.locator("[data-code]").inner_text())


def tab_closed(page: Page) -> str:
    page.close()
    return ""


def left_open(page: Page) -> str:
    """The browser dies with the draft on the screen."""
    return ""


# What is done with the draft, how the browser ends, and what was taken from it before.
NO_WORKER = "delete Navigator.prototype.serviceWorker;"
ENDS = {
    "sent": (sent, Chromium.leave, ""),
    "queued, then killed": (queued, Chromium.kill, ""),
    "tab closed": (tab_closed, Chromium.leave, ""),
    "draft left open": (left_open, Chromium.leave, ""),
    "killed with the draft open": (left_open, Chromium.kill, ""),
    "without a worker": (sent, Chromium.kill, NO_WORKER),
}


@pytest.mark.parametrize("case", ENDS)
def test_the_browser_kept_nothing(tmp_path: Path, server: Server, case: str) -> None:
    act, end, before = ENDS[case]
    with phone(tmp_path / "profile") as chromium:
        page = chromium.page()
        page.add_init_script(before)
        written(page, server, act.__name__)
        session_written(tmp_path / "profile" / "Default" / "Sessions")
        code = act(page)
        if not page.is_closed():
            storage_written(page, tmp_path / "profile")
        end(chromium)
    codes = [code, show_code(code), show_code(code)[:14]] if code else []
    assert search(Needles([STEM, THAI, *codes]), tmp_path) == []
    assert_used(tmp_path / "profile")


def assert_used(profile: Path) -> None:
    """The search saw a browser that had been here: its history, its databases, its session."""
    assert search(Needles(["hinghoi"]), profile), "no trace of the site at all"
    names = {str(file.relative_to(profile)) for file in files(profile)}
    for part in ("History", "indexeddb.leveldb", "Sessions"):
        assert [name for name in names if part in name], part


def laid(server: Server, keys: MailboxKeys) -> str:
    """A letter with a photo, from the desk of the demonstration; its id."""
    somsri = Moderator(server)
    somsri.join(server.output.read_text().splitlines()[2].split()[-1])
    says = {name: canary("letter", name) for name in ("text", "agency", "note")}
    steps = (Step("2026-11-20", "received", says["note"]),)
    agency = Agency(says["agency"], says["agency"])
    told = Letter(keys.id, "demo", 1, "th", "2026-11-21", says["text"], "referred", agency, steps)
    photo = Attachment("image/jpeg", "jpg", camera_jpeg(640, 480, (canary("letter", "exif"),)))
    return somsri.post_letter(keys.id, seal_letter(told, [photo], keys.identity.recipient()))


def test_nothing_is_left_of_letters_nor_of_whose_they_were(tmp_path: Path, server: Server) -> None:
    """The browser dies with a letter on the screen and half an answer in its field."""
    code = new_code()
    keys = open_mailbox(code)
    letter = laid(server, keys)
    with phone(tmp_path / "profile") as chromium:
        page = chromium.page()
        visit_mailbox(page, server.url)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        open_with(page, show_code(code))
        expect(page.locator(f"[data-letter='{letter}'] img")).to_be_visible(timeout=60_000)
        page.locator("[name=text]").press_sequentially(f"{THAI} {canary('letter', 'answer')}")
        page.evaluate(MARK)
        page.locator("[name=mark]").press_sequentially(MARKED)
        session_written(tmp_path / "profile" / "Default" / "Sessions")
        chromium.kill()
    codes = [code, show_code(code), show_code(code)[:14]]
    whose = [keys.id, encode_url(keys.token), letter]
    assert search(Needles([STEM, THAI, *codes, *whose]), tmp_path) == []


KEEP = """async (word) => {
  localStorage.setItem("a", `${word}-local`);
  const opening = indexedDB.open("planted", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("s");
  await new Promise((done) => { opening.onsuccess = done; });
  const writing = opening.result.transaction("s", "readwrite", { durability: "strict" });
  writing.objectStore("s").put(`${word}-database `.repeat(9999), "k");
  await new Promise((done) => { writing.oncomplete = done; });
  const cache = await caches.open("planted");
  await cache.put("/planted", new Response(`${word}-cache`));
  history.replaceState(`${word}-history`, "");
}"""
PLANTED = ("local", "database", "cache", "history")


def test_the_search_finds_what_a_browser_keeps(tmp_path: Path, server: Server) -> None:
    """All the places where a mistake of ours would show: the session file among them."""
    with phone(tmp_path / "profile") as chromium:
        page = chromium.page()
        # No page of the form's policy, which would refuse to be changed like this.
        page.goto(f"{server.url}/errors")
        page.evaluate(KEEP, STEM)
        history, session = Needles([f"{STEM}-history"]), tmp_path / "profile/Default/Sessions"
        wait_until(lambda: search(history, session), "no session was written", 60)
        # Chromium gathers for seconds what pages put into their storage.
        local, storage = Needles([f"{STEM}-local"]), tmp_path / "profile/Default/Local Storage"
        wait_until(lambda: search(local, storage), "nothing was stored", 60)
        chromium.leave()
    found = search(Needles([STEM]), tmp_path)
    missed = [place for place in PLANTED if not [hit for hit in found if f"-{place}" in hit]]
    assert missed == []


# Every 200 ms, and what stands in forms as well.
FREQUENT = {"browser.sessionstore.interval": 200, "browser.sessionstore.privacy_level": 0}


def test_firefox_kept_nothing(tmp_path: Path, server: Server) -> None:
    """Its own session file, which holds forms, and its databases, which it compresses."""
    profile = tmp_path / "profile"
    session = profile / "sessionstore-backups"
    with started("firefox", profile, prefs={**FREQUENT}) as engine:
        visit_and_keep(engine, server.url)
        for name in FIELDS:
            engine.fill(f"[name={name}]", f"{THAI} {canary('firefox', name)}")
        engine.wait_visible("[data-form][data-state=draft]")
        engine.run(MARK)
        assert isinstance(engine, Firefox)
        engine.type("[name=mark]", MARKED)
        session_written(session)
        send(engine, f"{THAI} {canary('firefox', 'sent')}")
        engine.kill()
    assert search(Needles([STEM, THAI]), profile) == []
    assert search(Needles(["hinghoi"]), profile), "no trace of the site at all"
