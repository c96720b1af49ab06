"""Rows 1, 2, 3 and 29: what is being written, when the phone takes the page away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.camera import camera_jpeg
from tests.support.engines import Engine, started
from tests.support.engines.chromium import Chromium
from tests.support.fault_rules import Rule, Stall
from tests.support.faults.pages import SAVE
from tests.support.faults.phone import READY, Phone
from tests.support.faults.site import Site
from tests.support.server import wait_until

pytestmark = pytest.mark.browser
CANARIES = ("CANARYowner", "CANARY0042", "CANARYtrailer")
PROMPT = "() => !document.querySelector('[data-draft-prompt]').hidden"
DRAFT = "() => document.querySelector('[data-form]').dataset.state === 'draft'"
TEXT = "() => document.querySelector('[name=text]').value"
# One letter every 50 ms, as somebody who never pauses.
TYPE = """() => {
  const field = document.querySelector("[name=text]");
  setInterval(() => {
    field.value += "ก";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, 50);
}"""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Chromium]:
    with started("chromium", tmp_path / "profile") as one:
        assert isinstance(one, Chromium)
        yield one


def phone_of(engine: Engine, site: Site) -> Phone:
    phone = Phone(engine, site)
    phone.visit()
    return phone


def restored(engine: Chromium, site: Site) -> None:
    """The system ends the tab's process; the reporter comes back to the tab."""
    engine.group.kill_children("--type=renderer")
    engine.revive(site.url)
    engine.wait_for(READY)
    engine.wait_for(PROMPT)


def test_fault_01_what_was_typed_comes_back_up_to_the_last_second(
    engine: Chromium, site: Site
) -> None:
    phone = phone_of(engine, site)
    engine.run(TYPE)
    engine.wait_for("() => document.querySelector('[name=text]').value.length > 40")
    second_ago = len(engine.run(TEXT))
    more = "(old) => document.querySelector('[name=text]').value.length >= old + 20"
    engine.wait_for(more, second_ago)
    restored(engine, site)
    assert len(engine.run(TEXT)) >= second_ago
    assert len(phone.stored().stores["drafts"]) == 1
    engine.click("[data-action=discard]")
    engine.wait_for("() => document.querySelector('[name=text]').value === ''")
    wait_until(lambda: not phone.stored().stores["drafts"], "the draft was not wiped")
    engine.reload()
    engine.wait_for(READY)
    assert engine.run(TEXT) == ""


def test_fault_02_killed_while_a_photo_is_cleaned(
    engine: Chromium, site: Site, tmp_path: Path
) -> None:
    site.proxy.rules = [Rule(Stall(), path=r"/build/clean\..*", times=None)]
    phone = phone_of(engine, site)
    photo = tmp_path / "IMG_0001.jpg"
    photo.write_bytes(camera_jpeg(1600, 1200, CANARIES))
    words = phone.write()
    engine.attach("[name=files]", photo)

    engine.wait_for("() => document.querySelector('[data-files] li') !== null")
    engine.wait_for(DRAFT)
    wait_until(lambda: "clean" in str([one.path for one in site.proxy.passed]), "never cleaned")
    site.proxy.rules = []
    restored(engine, site)
    assert engine.run(TEXT) == words
    engine.wait_text("[data-problem=interrupted]", "เลือกใหม่")
    assert phone.stored().stores["files"] == {}
    engine.kill()
    assert nothing_of((*CANARIES, words.split()[-1]), tmp_path / "profile") == []


def nothing_of(words: tuple[str, ...], profile: Path) -> list[tuple[Path, str]]:
    """Where any of the words stands in the browser's files, as UTF-8 or UTF-16."""
    return [
        (file, word)
        for file in profile.rglob("*")
        if file.is_file() and not file.is_symlink()
        for word in words
        if any(word.encode(code) in file.read_bytes() for code in ("utf-8", "utf-16-le"))
    ]


# Stands still for ever at one point of sealing, after telling so by a request.
FREEZE = """(() => {
  const point = "%s";
  const freeze = () => { fetch("/frozen"); for (;;); };
  const sealing = (stores, mode) => mode === "readwrite" && [].concat(stores).includes("bytes");
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    if (point === "before" && sealing(stores, mode)) freeze();
    const tx = transaction.call(this, stores, mode, options);
    const kept = point === "after" && sealing(stores, mode);
    if (kept) tx.addEventListener("complete", freeze);
    return tx;
  };
  for (const [name, store, when] of [["put", "packets", "packet"], ["delete", "drafts", "draft"]]) {
    const real = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function (...given) {
      const answer = real.apply(this, given);
      const inSeal = this.transaction.objectStoreNames.contains("bytes");
      if (point === when && this.name === store && inSeal) freeze();
      return answer;
    };
  }
})()"""
ROWS = """async () => {
  const db = await new Promise((resolve) => {
    indexedDB.open("hinghoi").onsuccess = ({ target }) => resolve(target.result);
  });
  const count = (store) => new Promise((resolve) => {
    const request = db.transaction(store).objectStore(store).count();
    request.onsuccess = () => resolve(request.result);
  });
  const counts = await Promise.all(["drafts", "packets", "bytes"].map(count));
  db.close();
  return counts;
}"""


@pytest.mark.parametrize(
    ("point", "left"),
    [
        ("before", [1, 0, 0]),
        ("packet", [1, 0, 0]),
        ("draft", [1, 0, 0]),
        ("after", [0, 1, 1]),
    ],
)
def test_fault_03_killed_while_sealing(
    site: Site, tmp_path: Path, point: str, left: list[int]
) -> None:
    profile = tmp_path / "profile"
    with started("chromium", profile, before=FREEZE % point) as engine:
        phone = phone_of(engine, site)
        words = phone.write()
        engine.wait_for(DRAFT)
        engine.run("() => setTimeout(() => document.querySelector('[data-action=send]').click())")
        frozen = lambda: "/frozen" in [one.path for one in site.proxy.passed]  # noqa: E731
        wait_until(frozen, "sealing never came to that point")
        engine.kill()
    assert nothing_of((words.split()[-1],), profile) == []
    with started("chromium", profile) as engine:
        engine.open(site.url + "/healthz")
        assert engine.run(ROWS) == left
        if left[1]:
            phone_of(engine, site)
            engine.wait_for("() => document.querySelector('[data-received]') !== null")
            opened = site.home.packets().values()
            assert sum(one.report.text == words for one in opened) == 1


@pytest.mark.parametrize("locks", [True, False], ids=["locks", "no-locks"])
def test_fault_29_the_same_draft_in_two_tabs(browser: Browser, site: Site, locks: bool) -> None:
    context = browser.new_context()
    if not locks:
        context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    first = context.new_page()
    opened(first, site.url)
    first.fill("[name=text]", "หนึ่ง")
    first.wait_for_selector("[data-form][data-state=draft]")
    with context.expect_page() as news:
        first.evaluate("() => { open(location.href); }")
    second = news.value
    second.wait_for_selector("html[data-ready]")
    expect(second.locator("[name=text]")).to_have_value("หนึ่ง")
    second.reload()
    expect(second.locator("[name=text]")).to_have_value("หนึ่ง")
    told = ((first, "หนึ่งกับสาม"), (second, "หนึ่งกับสอง"))
    for page, words in told:
        page.fill("[name=text]", words)
        page.evaluate(SAVE)
    for page, words in told:
        page.reload()
        expect(page.locator("[name=text]")).to_have_value(words)
    context.close()


def opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("html[data-ready]")
