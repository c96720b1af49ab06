"""How many may post plaintext at once in one process, so that memory has an end.

A body lies in memory while it comes and until it is sealed; decoding a photo or stretching a code
takes much more, for a moment. So there are a few places to arrive, and one to work in. Phones that
seal by themselves need neither and never wait here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app

from webapp.errors import Busy

AT_ONCE = 4
_WAIT = 60  # seconds for the one place to work in
_RETRY = 30
_KEY = "hinghoi.places"


class Places:
    """The places of one process; made before it serves."""

    def __init__(self, at_once: int = AT_ONCE, wait: float = _WAIT) -> None:
        self._arriving = threading.BoundedSemaphore(at_once)
        self._working = threading.Lock()
        self._wait = wait

    @contextmanager
    def arriving(self) -> Iterator[None]:
        """Held from before the body is read until the answer is made; Busy, at once, when full."""
        if not self._arriving.acquire(blocking=False):
            raise Busy(retry_after=_RETRY)
        try:
            yield
        finally:
            self._arriving.release()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Held while pictures are decoded or a code is stretched; Busy when it takes too long."""
        if not self._working.acquire(timeout=self._wait):
            raise Busy(retry_after=_RETRY)
        try:
            yield
        finally:
            self._working.release()


def places() -> Places:
    """Those of the current application."""
    found: Places = current_app.extensions.setdefault(_KEY, Places())
    return found
