"""Lets letters out in rounds: the desk posts between rounds, mailboxes see what went out.

Here, because both features need the one rule and neither may import the other. The number of the
last round is all that is kept; no letter remembers the hour it came.
"""

from __future__ import annotations

import time

from sqlalchemy import exists, select, update

from webapp.models.base import db
from webapp.models.letter import Letter, LetterRound
from webapp.models.row_order import forget_letters


def is_due(*, hours: int) -> bool:
    """Whether letters wait that `release` would let out; every waiting one if `hours` is 0."""
    waiting = bool(db.session.scalar(select(exists().where(Letter.released.is_(False)))))
    return waiting and (hours == 0 or _last_round() < _round(hours))


def release(*, hours: int) -> None:
    """Begin the present round: all that waited for it goes out together. Flushes.

    Called before a letter is kept as well, so that a new letter never slips into a round that
    has begun already.
    """
    if hours and _last_round() >= _round(hours):
        return
    waiting = update(Letter).where(Letter.released.is_(False)).values(released=True)
    went_out = db.session.execute(waiting.returning(Letter.id)).all()
    db.session.merge(LetterRound(id=1, number=_round(hours)))
    db.session.flush()
    if went_out:
        forget_letters(db.session.connection())


def _last_round() -> int:
    row = db.session.get(LetterRound, 1)
    return row.number if row else 0


def _round(hours: int) -> int:
    return int(time.time()) // (hours * 3600 or 1)
