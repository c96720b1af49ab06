"""The slow lane: new packets beyond a rate wait their turn, and nobody asks whose they are.

What is under way goes on, so a flood delays reports and cuts none off. Addresses are not looked
at: a province's phones come from the one address of their carrier.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from webapp.errors import Busy

BURST = 10.0  # seconds' worth of packets that may come at once
_MEMORY = 30.0  # seconds over which demand is measured
_SHORTEST, _LONGEST = 5, 600  # seconds of Retry-After
HARDER = 4  # bits at most that a flood adds to the work


@dataclass
class Lane:
    """A token bucket of `rate` new packets a second in this process; 0 lets all in."""

    rate: float
    now: Callable[[], float] = time.monotonic
    _tokens: float = field(init=False)
    _heat: float = 0.0
    _seen: float = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._tokens, self._seen = self._room(), self.now()

    def enter(self) -> None:
        """One new packet wants in. Raises Busy with a time that spreads those who were refused."""
        if not self.rate:
            return
        with self._lock:
            self._pass_time()
            self._heat += 1
            if self._tokens < 1:
                raise Busy(retry_after=self._later())
            self._tokens -= 1

    @property
    def extra_bits(self) -> int:
        """How much harder the work gets: a bit when demand reaches the rate, and one for each
        doubling beyond.
        """
        if not self.rate:
            return 0
        with self._lock:
            self._pass_time()
            pressure = self._pressure()
        return 0 if pressure < 1 else min(HARDER, 1 + int(math.log2(pressure)))

    def _pass_time(self) -> None:
        now = self.now()
        passed, self._seen = now - self._seen, now
        self._tokens = min(self._room(), self._tokens + passed * self.rate)
        self._heat *= math.exp(-passed / _MEMORY)

    def _room(self) -> float:
        return max(1.0, self.rate * BURST)

    def _pressure(self) -> float:
        """Demand over the rate."""
        return self._heat / _MEMORY / self.rate

    def _later(self) -> int:
        # Long enough for all that were refused to get in one after another.
        last = min(_LONGEST, max(2 * _SHORTEST, round(self._pressure() * _MEMORY)))
        return random.randint(_SHORTEST, last)  # noqa: S311
