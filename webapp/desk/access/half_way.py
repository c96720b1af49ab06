"""Who has shown the passphrase and not the second factor yet: a few minutes, in the signed cookie.

It opens nothing: all that it proves to its browser is what that browser has just proved to us.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import session

from webapp.errors import SecondFactorExpired

SECONDS = 300
_KEPT = "half_way"


@dataclass(frozen=True)
class HalfWay:
    """The moderator, and the name that they gave."""

    moderator_id: str
    name: str


def keep(moderator_id: str, name: str) -> None:
    """Remember it in this browser."""
    session[_KEPT] = [moderator_id, name, _now() + SECONDS]


def forget() -> None:
    """Begin anew in this browser."""
    session.pop(_KEPT, None)


def found() -> HalfWay | None:
    """Who is half-way in this browser; None when nobody is, or for too long."""
    kept = session.get(_KEPT)
    if kept is None or kept[2] < _now():
        return None
    return HalfWay(kept[0], kept[1])


def who() -> HalfWay:
    """The same; raises SecondFactorExpired instead."""
    half = found()
    if half is None:
        raise SecondFactorExpired
    return half


def _now() -> int:
    return int(time.time())
