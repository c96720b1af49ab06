"""The slow lane: a rate, a burst, a time to come back that spreads, and work that gets harder."""

from __future__ import annotations

from contextlib import suppress

import pytest

from webapp.errors import Busy
from webapp.intake.lane import BURST, HARDER, Lane


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def entered(lane: Lane, tries: int) -> int:
    count = 0
    for _ in range(tries):
        with suppress(Busy):
            lane.enter()
            count += 1
    return count


def test_a_burst_gets_in_and_then_the_rate(clock: Clock) -> None:
    lane = Lane(2.0, clock)
    assert entered(lane, 100) == 2 * BURST
    clock.at += 3
    assert entered(lane, 100) == 6


def test_waiting_saves_up_no_more_than_a_burst(clock: Clock) -> None:
    lane = Lane(2.0, clock)
    clock.at += 86400
    assert entered(lane, 1000) == 2 * BURST


def test_no_rate_lets_all_in(clock: Clock) -> None:
    lane = Lane(0, clock)
    assert entered(lane, 10_000) == 10_000
    assert lane.extra_bits == 0


def test_those_refused_are_told_different_times(clock: Clock) -> None:
    lane = Lane(1.0, clock)
    entered(lane, 400)
    told = set()
    for _ in range(100):
        with pytest.raises(Busy) as refusal:
            lane.enter()
        told.add(int(refusal.value.members["retry_after"]))
    assert len(told) > 30
    assert min(told) >= 5
    assert max(told) <= 600


def test_a_flood_makes_the_work_harder_and_its_end_easier(clock: Clock) -> None:
    lane = Lane(1.0, clock)
    assert lane.extra_bits == 0
    entered(lane, 40)
    assert lane.extra_bits == 1
    entered(lane, 100)
    assert lane.extra_bits == 3
    entered(lane, 100_000)
    assert lane.extra_bits == HARDER
    clock.at += 600
    assert lane.extra_bits == 0
