"""Callers that wait share one write; each gets its own result, or the error of its write."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.support.server import wait_until
from webapp.web.together import Together


class Disk:
    """Writes when it is let, and remembers what it was given at once."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.may_go_on = threading.Event()

    def write(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        assert self.may_go_on.wait(30)
        if 13 in items:
            raise OSError("no disk")
        return [item * 2 for item in items]


def queued(together: Together[int, int], disk: Disk, pool: ThreadPoolExecutor) -> list[Future[int]]:
    """One write under way and four callers behind it."""
    first = pool.submit(together, 1)
    wait_until(lambda: disk.batches == [[1]], "the first did not write")
    rest = [pool.submit(together, item) for item in (2, 3, 4, 5)]
    wait_until(lambda: len(together._waiting) == 4, "the others did not queue up")
    return [first, *rest]


def test_those_who_wait_share_the_next_write_and_nobody_is_answered_before_it() -> None:
    disk = Disk()
    together = Together(disk.write)
    with ThreadPoolExecutor(5) as pool:
        callers = queued(together, disk, pool)
        assert not any(caller.done() for caller in callers)
        disk.may_go_on.set()
        assert [caller.result(30) for caller in callers] == [2, 4, 6, 8, 10]
    assert [sorted(batch) for batch in disk.batches] == [[1], [2, 3, 4, 5]]


def test_an_error_reaches_those_it_belongs_to_and_the_next_write_is_a_new_one() -> None:
    disk = Disk()
    together = Together(disk.write)
    disk.may_go_on.set()
    with pytest.raises(OSError, match="no disk"):
        together(13)
    assert together(4) == 8
