"""What a test may tell a browser, whichever it is."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.engines.process import Group
from tests.support.server import wait_until

PHONE = (360, 640)
PATIENCE = 30.0  # seconds, for a slow machine; nothing waits longer than it must
Pref = bool | int | str

# Errors are told in the page: each driver has a way of its own, and Firefox's loses their words.
_CALL = """async (text) => {
  const call = async () => (%s)(...JSON.parse(text));
  return JSON.stringify(await call().then((answer) => [answer ?? null, ""], (e) => [null, `${e}`]));
}"""
_VISIBLE = """(selector) => {
  const found = document.querySelector(selector);
  if (!found || found.disabled) return false;
  found.scrollIntoView({ block: "center" });
  return found.getClientRects().length > 0;
}"""
# A pointer that is pressed and released, as WebDriver's two protocols write it.
TAP: list[dict[str, Any]] = [
    {"type": "pointerDown", "button": 0},
    {"type": "pointerUp", "button": 0},
]
_FILL = """(selector, value) => {
  const field = document.querySelector(selector);
  field.focus();
  field.value = value;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}"""
# Null until two frames agree on where it is, and a press there would reach it: WebKit presses where
# the page was before it scrolled.
_CENTRE = """async (selector) => {
  const one = document.querySelector(selector);
  one.scrollIntoView({ block: "center", behavior: "instant" });
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const centre = () => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [Math.round(x + width / 2), Math.round(y + height / 2)];
  };
  await frame();
  const before = centre();
  await frame();
  const hit = document.elementFromPoint(...before);
  const reached = one.contains(hit) || [...(one.labels ?? [])].some((label) => label.contains(hit));
  return reached && `${before}` === `${centre()}` ? before : null;
}"""
# Only a document of the same origin can do this; every page of ours may be it.
_FORGET = """async () => {
  for (const one of await navigator.serviceWorker?.getRegistrations() ?? []) await one.unregister();
  for (const name of await globalThis.caches?.keys() ?? []) await caches.delete(name);
  const gone = (name) => new Promise((resolve) => {
    indexedDB.deleteDatabase(name).onsuccess = resolve;
  });
  for (const { name } of await indexedDB.databases()) await gone(name);
  sessionStorage.clear();
}"""


class EngineError(Exception):
    """What the browser answered instead of a result: its own words."""


class Engine(ABC):
    """One browser process with one tab, 360 by 640, over one profile folder.

    Scripts run beside the page's policies (as a debugger's do), so a test may look at anything.
    """

    name: str
    group: Group

    def __init__(self, profile: Path, before: str, prefs: dict[str, Pref]) -> None:
        self.profile = profile
        self.before = before
        self.prefs = prefs
        assert not prefs or self.name == "firefox", "only Firefox has preferences"
        self._start()

    @abstractmethod
    def _start(self) -> None:
        """Start the process and connect."""

    @abstractmethod
    def open(self, url: str) -> None:
        """Go to the address and wait for its load event.

        EngineError when nothing answers; WebKit shows a page of its own instead.
        """

    @abstractmethod
    def reload(self) -> None:
        """As the reporter's reload button does, and wait for the load event."""

    @abstractmethod
    def _evaluate(self, function: str, text: str) -> str:
        """Call the JavaScript function with one string; await and answer its string."""

    @abstractmethod
    def _press(self, x: int, y: int) -> None:
        """A real click, trusted by the page, at a place of the screen in CSS pixels."""

    @abstractmethod
    def attach(self, selector: str, *files: Path) -> None:
        """Pick files (on disk, by absolute path) in a file input, as its dialog would."""

    @abstractmethod
    def screenshot(self, file: Path) -> None:
        """Save what is on the screen as PNG."""

    def run(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function, awaited: JSON in, JSON out (`undefined` is None).

        `run("async (a) => (await fetch(a)).status", "/")`. EngineError when it throws.
        """
        answer, error = json.loads(self._evaluate(_CALL % function, json.dumps(arguments)))
        if error:
            raise EngineError(error)
        return answer

    def wait_for(self, function: str, *arguments: object, patience: float = PATIENCE) -> Any:
        """Call it again and again until its answer is true; that answer, or AssertionError."""
        answer: Any = None

        def is_so() -> bool:
            nonlocal answer
            answer = self._try(function, *arguments)
            return bool(answer)

        try:
            wait_until(is_so, "", patience)
        except AssertionError:
            raise AssertionError(f"{self.name}: never true: {function} {arguments}") from None
        return answer

    def _try(self, function: str, *arguments: object) -> Any:
        """A page that is just being replaced by the next one answers nothing yet."""
        try:
            return self.run(function, *arguments)
        except EngineError:
            return None

    def wait_text(self, selector: str, words: str, patience: float = PATIENCE) -> None:
        """Wait until the first such element contains the words."""
        look = "(one, words) => document.querySelector(one)?.textContent.includes(words)"
        self.wait_for(look, selector, words, patience=patience)

    def wait_visible(self, selector: str, patience: float = PATIENCE) -> None:
        """Wait until such an element is there, drawn and not disabled."""
        self.wait_for(_VISIBLE, selector, patience=patience)

    def text(self, selector: str) -> str:
        """The text of the first such element; EngineError when there is none."""
        return str(self.run("(one) => document.querySelector(one).textContent", selector))

    def fill(self, selector: str, value: str) -> None:
        """Put a value into a text field or a select, with the events that typing ends in."""
        self.wait_visible(selector)
        self.run(_FILL, selector, value)

    def click(self, selector: str) -> None:
        """Wait for the element to be clickable, scroll to it and click it as a finger would."""
        self.wait_visible(selector)
        x, y = self.wait_for(_CENTRE, selector)
        self._press(x, y)

    def forget(self) -> None:
        """Wipe all that the origin of the open page keeps; then leave it."""
        self.run(_FORGET)
        self.open("about:blank")

    @property
    def alive(self) -> bool:
        return self.group.alive

    def kill(self) -> None:
        """SIGKILL to every process of the browser: no handler, no last write."""
        self.group.kill()

    def retry(self, act: Callable[[], None], patience: float = PATIENCE) -> None:
        """Do it again until it does not fail: for what the browser is not ready for yet."""

        def works() -> bool:
            try:
                act()
            except EngineError:
                return False
            return True

        wait_until(works, f"{self.name}: never worked", patience)
