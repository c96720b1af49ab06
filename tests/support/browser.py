"""A real Chromium in a profile of its own, which a test can kill as a phone's system would."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sized
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.support.server import wait_until

PHONE = {"width": 360, "height": 640}
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What pages store is on the disk within a second, not a minute: searches look for it there.
    "--enable-aggressive-domstorage-flushing",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--log-level=3",
    "--remote-debugging-port=0",
    "--window-size=360,640",
    "--hide-scrollbars",
)


def chrome_path() -> str:
    """Where Chromium is: `CHROME_PATH`, or the first that is installed."""
    names = (os.environ.get("CHROME_PATH"), "chromium", "google-chrome")
    found = [path for name in names if name and (path := shutil.which(name))]
    if not found:
        raise RuntimeError("No Chromium here; set CHROME_PATH or install chromium.")
    return found[0]


class Chromium:
    """One browser process over one profile folder."""

    def __init__(self, playwright: Playwright, profile: Path, *flags: str) -> None:
        self.profile = profile
        port_file = profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [chrome_path(), *FLAGS, *flags, f"--user-data-dir={profile}", "about:blank"],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
            env={**os.environ, "TZ": "Asia/Bangkok"},
        )
        self.browser: Browser = playwright.chromium.connect_over_cdp(self._endpoint())

    def _endpoint(self) -> str:
        """Chromium says where it listens on its standard error, once it does."""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if line.startswith("DevTools listening on "):
                return line.split()[-1]
        raise RuntimeError("Chromium ended before it listened")

    @property
    def group(self) -> int:
        """The id of the process group that all its processes are in."""
        return self._process.pid

    def page(self) -> Page:
        """A new tab of a small phone."""
        page = self.browser.contexts[0].new_page()
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        return page

    def leave(self) -> None:
        """SIGTERM: Chromium ends as it likes to, and writes down all that it wants to keep."""
        self._process.terminate()
        self._process.wait(timeout=60)

    def kill(self) -> None:
        """SIGKILL to the whole process group: no handler, no last write."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stderr:
            self._process.stderr.close()


@cache
def driver() -> Playwright:
    """The one Playwright of this process: a second in the same thread would not start."""
    return sync_playwright().start()


def stop_driver() -> None:
    """End it, if anybody asked for it."""
    if driver.cache_info().currsize:
        driver().stop()
        driver.cache_clear()


def heard(page: Page, told: Sized) -> None:
    """Returns once a handler has put something there: they run while the page is asked."""
    wait_until(lambda: page.evaluate("() => true") and bool(told), "nothing was heard")


def comes_true(page: Page, promised: str) -> None:
    """Wait until this asynchronous function of the page's gives something true.

    Playwright's own `wait_for_function` takes the promise itself for an answer.
    """
    wait_until(lambda: page.evaluate(promised), f"did not come true: {promised}")


@contextmanager
def phone(profile: Path, *flags: str) -> Iterator[Chromium]:
    """A started Chromium; killed at the end, whatever happens."""
    profile.mkdir(parents=True, exist_ok=True)
    chromium = Chromium(driver(), profile, *flags)
    try:
        yield chromium
    finally:
        chromium.kill()
