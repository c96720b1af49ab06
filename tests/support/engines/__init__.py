"""Firefox, WebKit and Chromium behind one small interface, for tests of the shipped bundle.

A test takes the fixture `engine` (tests/browser/conftest.py) and runs once in each; one that needs
a profile of its own, or kills the browser, takes `engine_name` and uses `started`:

    with started("firefox", tmp_path / "profile") as engine:
        engine.open(server.url)
        engine.wait_for("() => 'ready' in document.documentElement.dataset")
        engine.fill("[name=text]", "ถนน")
        engine.click("[data-action=send]")
        engine.kill()  # SIGKILL; the profile folder stays
    with started("firefox", tmp_path / "profile") as engine: ...  # the same phone, later

See `Engine` for all that a browser can be told to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.engines.chromium import Chromium
from tests.support.engines.engine import Engine, Pref
from tests.support.engines.firefox import Firefox
from tests.support.engines.webkit import WebKit

ENGINES: dict[str, type[Engine]] = {
    "chromium": Chromium,
    "firefox": Firefox,
    "webkit": WebKit,
}

__all__ = ["ENGINES", "Engine", "launch", "started"]


def launch(
    name: str, profile: Path, *, before: str = "", prefs: dict[str, Pref] | None = None
) -> Engine:
    """A running browser over `profile` (made when it is not there), to be killed by the caller.

    `before`: a script that runs in every page ahead of the page's own.
    `prefs`: Firefox's about:config; the others have none and refuse any.
    """
    profile.mkdir(parents=True, exist_ok=True)
    return ENGINES[name](profile, before, prefs or {})


@contextmanager
def started(
    name: str, profile: Path, *, before: str = "", prefs: dict[str, Pref] | None = None
) -> Iterator[Engine]:
    """As `launch`; killed at the end, whatever happens."""
    engine = launch(name, profile, before=before, prefs=prefs)
    try:
        yield engine
    finally:
        engine.kill()
