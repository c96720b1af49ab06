"""The memory of processes and all their children, at its highest: PSS, which counts pages once."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path

PAUSE = 1.0


class Peak:
    """Watches in a thread; `mebibytes` is the highest sum seen."""

    def __init__(self, pids: list[int]) -> None:
        self._pids = pids
        self.mebibytes = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            kibibytes = sum(_pss(pid) for pid in _family(self._pids))
            self.mebibytes = max(self.mebibytes, round(kibibytes / 1024, 1))
            if self._over.wait(PAUSE):
                return


def _family(pids: list[int]) -> list[int]:
    found = list(pids)
    for pid in found:
        with suppress(OSError):
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
            found += [int(child) for child in children.split()]
    return found


def _pss(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0
