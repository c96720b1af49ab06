"""The lifecycle of a case: every state can be reached, and none is a trap."""

from __future__ import annotations

from itertools import pairwise

import pytest

from webapp.crypto.states import STATES
from webapp.desk.casework import lifecycle
from webapp.desk.casework.lifecycle import ENDED, FIRST, NEEDS, TRANSITIONS

# The way of a report that comes to a good end, as the design tells it.
GOOD = [
    "received",
    "screening",
    "more_info",
    "verified",
    "referred",
    "accepted",
    "in_progress",
    "resolved",
    "confirmed",
]


def reachable(start: str) -> set[str]:
    found, queue = {start}, [start]
    while queue:
        fresh = TRANSITIONS[queue.pop()] - found
        found |= fresh
        queue += fresh
    return found


def test_the_way_to_a_good_end_is_open() -> None:
    assert all(lifecycle.may_follow(a, b) for a, b in pairwise(GOOD))


def test_only_known_states_are_named() -> None:
    assert tuple(TRANSITIONS) == STATES
    assert set().union(*TRANSITIONS.values()) <= set(STATES)
    assert set(NEEDS) | ENDED | {FIRST} <= set(STATES)


@pytest.mark.parametrize("state", STATES)
def test_from_every_state_every_other_can_be_reached_but_the_first(state: str) -> None:
    assert reachable(state) | {FIRST} == set(STATES)
    assert FIRST not in set().union(*TRANSITIONS.values())


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_can_only_be_reopened(state: str) -> None:
    assert TRANSITIONS[state] == {"reopened"}


def test_a_new_case_begins_at_the_beginning_or_one_step_on() -> None:
    assert lifecycle.may_begin("received")
    assert lifecycle.may_begin("not_eligible")
    assert not lifecycle.may_begin("confirmed")
    assert not lifecycle.may_begin("reopened")


def test_an_end_needs_a_reason_and_a_referral_its_agency() -> None:
    assert NEEDS["referred"] == ("referral",)
    assert NEEDS["closed"] == NEEDS["not_eligible"] == ("reason",)
    assert NEEDS["duplicate"] == ("merged_into",)
