"""What the tests in all engines rely on: real clicks, picked files, and nothing left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.support.cleaner import served
from tests.support.engines import Engine
from tests.support.engines.engine import PHONE, EngineError

pytestmark = pytest.mark.browser
PAGE = b"""<!doctype html><meta charset=utf-8><title>x</title><body>
<div style="height: 2000px"></div><input name=words><input type=file name=files multiple>
<button>press</button><script src=/page.js></script>"""
SCRIPT = b"""
const button = document.querySelector("button");
button.addEventListener("click", ({ isTrusted }) => {
  button.textContent = `trusted: ${isTrusted}`;
});
"""
KEEP = """(words) => new Promise((resolve) => {
  const opening = indexedDB.open("kept", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("rows");
  opening.onsuccess = () => {
    const kept = opening.result.transaction("rows", "readwrite", { durability: "strict" });
    kept.objectStore("rows").put(words, 1);
    kept.oncomplete = () => resolve(opening.result.close());
  };
})"""
KEPT = """() => new Promise((resolve) => {
  const opening = indexedDB.open("kept", 1);
  opening.onupgradeneeded = () => opening.transaction.abort();
  opening.onerror = () => resolve(null);
  opening.onsuccess = () => {
    const get = opening.result.transaction("rows").objectStore("rows").get(1);
    get.onsuccess = () => resolve(get.result);
  };
})"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served({"/": PAGE, "/page.js": SCRIPT}) as address:
        yield address


def test_it_does_what_a_reporter_does(engine: Engine, site: str, tmp_path: Path) -> None:
    engine.open(site)
    engine.fill("[name=words]", "หิ่งห้อย")
    assert engine.run("() => document.querySelector('[name=words]').value") == "หิ่งห้อย"
    engine.click("button")
    engine.wait_text("button", "trusted: true")
    names = ["a.txt", "ข.txt"]
    for name in names:
        (tmp_path / name).write_text(name, "utf-8")
    engine.attach("[name=files]", *(tmp_path / name for name in names))
    read = (
        "() => Promise.all([...document.querySelector('[name=files]').files].map((f) => f.text()))"
    )
    assert engine.run(read) == names
    engine.screenshot(tmp_path / "screen.png")
    with Image.open(tmp_path / "screen.png") as screen:
        assert screen.size == PHONE


def test_what_goes_wrong_in_the_page_is_told(engine: Engine, site: str) -> None:
    engine.open(site)
    assert engine.run("(a, b) => a + b", 40, 2) == 42
    assert engine.run("() => undefined") is None
    with pytest.raises(EngineError, match="Error: boo"):
        engine.run("async () => { throw new Error('boo'); }")
    with pytest.raises(AssertionError, match="never true"):
        engine.wait_for("() => false", patience=0.1)


def test_the_next_test_finds_nothing(engine: Engine, site: str) -> None:
    engine.open(site)
    assert engine.run(KEPT) is None
    engine.run(KEEP, "secret")
    engine.forget()
    engine.open(site)
    assert engine.run(KEPT) is None
