"""One appender at a time: file locks, which every process of a machine sees and death releases.

A lock is shared by the uploads whose ids begin alike (256 files for ever), because a lock file
for each upload could not be removed without a race. They are held for one write, never while a
body is read, so that sharing costs nothing.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.errors import PacketLocked
from webapp.storage.durable import make_folder

PATIENCE = 5.0  # seconds
_PAUSE = 0.01


@contextmanager
def held(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock file `path`; raises PacketLocked after `patience` seconds."""
    make_folder(path.parent)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _wait(handle, time.monotonic() + patience)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise PacketLocked(retry_after=1) from None
            time.sleep(_PAUSE)
