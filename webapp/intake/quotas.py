"""Whether there is room for a desk's packets, apart from the disk: no desk can use up another's.

Asking costs no query for most packets: each process remembers what it read, adds what it let in
since, and reads again after a second. Other processes may overshoot a quota by that second.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from webapp.errors import StorageFull
from webapp.models.storage_use import ALL

RETRY = 900  # seconds; room is made by people
_FRESH = 1.0


@dataclass
class Quotas:
    """`desk` and `total` in bytes, 0 for none; `read` gives the bytes held by scope."""

    desk: int
    total: int
    read: Callable[[], dict[str, int]]
    _used: dict[str, int] = field(default_factory=dict)
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def require(self, desks: Iterable[str], length: int, *, comes_now: bool = True) -> None:
        """Raises StorageFull unless `length` bytes fit for all `desks` and in all.

        `comes_now`: they are about to be stored, and count from here on.
        """
        if not (self.desk or self.total):
            return
        scopes = (ALL, *desks)
        with self._lock:
            if self._is_stale() or self._over(scopes, length):
                self._used, self._until = dict(self.read()), time.monotonic() + _FRESH
            if self._over(scopes, length):
                raise StorageFull(retry_after=RETRY)
            for scope in scopes if comes_now else ():
                self._used[scope] = self._used.get(scope, 0) + length

    def _is_stale(self) -> bool:
        return time.monotonic() >= self._until

    def _over(self, scopes: Iterable[str], length: int) -> bool:
        limits = ((self.total if scope == ALL else self.desk, scope) for scope in scopes)
        return any(limit and self._used.get(scope, 0) + length > limit for limit, scope in limits)
