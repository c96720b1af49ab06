"""Many requests, one commit: whoever writes takes along all that queued up while it waited.

A commit waits for the disk, and SQLite lets one writer in at a time. So the rows of packets that
arrive together share a transaction. Nobody is answered before it has ended: a receipt promises no
less than it would after a transaction of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(eq=False)
class _Place(Generic[Item, Result]):
    """One caller's place in the queue; `outcome` holds one result once it was served."""

    item: Item
    outcome: tuple[Result, ...] = ()
    error: BaseException | None = None


class Together(Generic[Item, Result]):
    """Calls `write` with one or more items; it gives one result for each, or raises for all."""

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._write = write
        self._waiting: list[_Place[Item, Result]] = []
        self._queue = threading.Lock()
        self._leader = threading.Lock()

    def __call__(self, item: Item) -> Result:
        """The result for `item`; raises what `write` raised."""
        place = _Place[Item, Result](item)
        with self._queue:
            self._waiting.append(place)
        with self._leader:
            if not place.outcome and not place.error:
                self._serve_all()
        if place.error:
            raise place.error
        return place.outcome[0]

    def _serve_all(self) -> None:
        with self._queue:
            places, self._waiting = self._waiting, []
        try:
            results = self._write([place.item for place in places])
            for place, result in zip(places, results, strict=True):
                place.outcome = (result,)
        except BaseException as error:
            for place in places:
                place.error = error
