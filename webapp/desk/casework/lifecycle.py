"""Which state of a case may follow which: one table, in JSON because browsers read the same file.

The server sees states only. What a state needs (an agency, a reason) is in the sealed card, so here
is enforced that a card comes with it, and in the browser that the card has it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from webapp.crypto.states import STATES

_TABLE: dict[str, Any] = json.loads(Path(__file__).with_name("lifecycle.json").read_text("utf-8"))

FIRST: str = _TABLE["first"]
TRANSITIONS: dict[str, frozenset[str]] = {
    state: frozenset(following) for state, following in _TABLE["transitions"].items()
}
NEEDS: dict[str, tuple[str, ...]] = {state: tuple(keys) for state, keys in _TABLE["needs"].items()}
ENDED: frozenset[str] = frozenset(_TABLE["ended"])

if tuple(TRANSITIONS) != STATES:
    raise ValueError("lifecycle.json must name every state, in the order of STATES")


def may_follow(before: str, after: str) -> bool:
    """Whether a case in state `before` may get the state `after`."""
    return after in TRANSITIONS[before]


def may_begin(state: str) -> bool:
    """Whether a new case may have this state: the first one, or one that may follow it."""
    return state == FIRST or may_follow(FIRST, state)
