"""Writers of one SQLite file take turns before they ask SQLite.

SQLite's own waiting polls with growing sleeps and is not fair: with sixty-four phones the unlucky
ones wait a second for a lock that is held for half a millisecond. A lock in the process and a file
lock between processes wake exactly one. Other engines queue by themselves.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from flask import current_app

from webapp.errors import Busy
from webapp.models import db
from webapp.models.engine import BUSY_MILLISECONDS

RETRY_SECONDS = 5


class Turns:
    """The queue of one database file; made in each process after it was forked."""

    def __init__(self, path: str) -> None:
        self._here = threading.Lock()
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Held while a transaction writes; Busy when its turn does not come in time."""
        if not self._here.acquire(timeout=BUSY_MILLISECONDS / 1000):
            raise Busy(retry_after=RETRY_SECONDS)
        try:
            # Unbounded, but every holder is bounded by SQLite's own timeout.
            fcntl.flock(self._file, fcntl.LOCK_EX)
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)
            self._here.release()

    def __del__(self) -> None:
        os.close(self._file)


_making = threading.Lock()


def turn() -> AbstractContextManager[None]:
    """The turn of the current application's database."""
    turns: Turns | None = current_app.extensions.get("hinghoi.turns")
    if turns is None and db.engine.dialect.name != "sqlite":
        return nullcontext()
    return (turns or _open()).one()


def _open() -> Turns:
    with _making:
        if "hinghoi.turns" not in current_app.extensions:
            current_app.extensions["hinghoi.turns"] = Turns(f"{db.engine.url.database}-turn")
    found: Turns = current_app.extensions["hinghoi.turns"]
    return found
