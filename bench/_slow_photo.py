"""Seconds that a slow phone takes to clean a photo of 12 megapixels: the browser gets a quarter.

The work is done in a worker, which Chromium's own throttling does not reach ("only supported for
pages"). So the whole process group is stopped and let go in turns, each pause three times as long
as the run before it really was: decoders, encoders and every other thread of it are slowed alike.
"""

from __future__ import annotations

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import sync_playwright

from tests.support.browser import Chromium
from tests.support.camera import camera_jpeg
from tests.support.cleaner import Cleaner, cleaner

ROUNDS = 5
RUN_S = 0.005
SLOWER = 4
TWELVE_MEGAPIXELS = (4000, 3000)


def slow_photo() -> tuple[float, float]:
    """Seconds from the page's call to its answer, the median of some: at full speed, and slowed."""
    photo = camera_jpeg(*TWELVE_MEGAPIXELS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = Chromium(playwright, Path(folder))
        try:
            with cleaner(chromium.page()) as ready:
                quick = _median(ready, photo)
                with quartered(chromium.group):
                    return quick, _median(ready, photo)
        finally:
            chromium.kill()


def _median(ready: Cleaner, photo: bytes) -> float:
    return sorted(ready.seconds(photo) for _ in range(ROUNDS))[ROUNDS // 2]


@contextmanager
def quartered(group: int) -> Iterator[None]:
    """Lets the processes of a group run for one part in `SLOWER` of the time."""
    ended = Event()
    thread = Thread(target=_take_turns, args=(group, ended))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _take_turns(group: int, ended: Event) -> None:
    while not ended.is_set():
        began = time.perf_counter()
        time.sleep(RUN_S)
        ran = time.perf_counter() - began
        os.killpg(group, signal.SIGSTOP)
        time.sleep(ran * (SLOWER - 1))
        os.killpg(group, signal.SIGCONT)
