"""The mailbox's use cases for the current application: transactions, rounds, limits, blobs."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from limits import RateLimitItemPerHour
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from webapp.errors import LetterUnknown, TooManyTries
from webapp.mailbox import service
from webapp.models import Letter, letter_rounds, today
from webapp.web.context import blobs, settings
from webapp.web.transaction import transaction

# Counted by mailbox, that is by the hash of a token: an address may be a whole province.
LOOKS = RateLimitItemPerHour(120, namespace="mailbox")
_WAIT_SECONDS = 600


def look(mailbox_id: str) -> Sequence[Letter]:
    """Letters that have gone out; notes the day of the look. Raises TooManyTries."""
    if not _limiter().hit(LOOKS, mailbox_id):
        raise TooManyTries(retry_after=_WAIT_SECONDS)
    _tidy_once_a_day()
    hours = settings().letter_batch_hours
    if letter_rounds.is_due(hours=hours):
        with transaction():
            letter_rounds.release(hours=hours)
    if not service.has_been_looked_at(mailbox_id):
        with transaction():
            service.note_look(mailbox_id)
    return service.letters_of(mailbox_id)


def letter(mailbox_id: str, letter_id: str) -> Letter:
    """One letter; raises LetterUnknown."""
    return service.letter_of(mailbox_id, letter_id)


def forget(mailbox_id: str, letter_id: str) -> None:
    """Delete a letter from the database and from the disk."""
    with transaction():
        try:
            gone = service.forget([service.letter_of(mailbox_id, letter_id)])
        except LetterUnknown:
            return
    _delete(gone)


def tidy() -> None:
    """Delete letters that lay here for LETTER_DAYS."""
    with transaction():
        gone = service.forget(service.outdated(days=settings().letter_days))
    _delete(gone)


def _delete(sha256s: Sequence[str]) -> None:
    for sha256 in sha256s:
        blobs().delete(sha256)


def _tidy_once_a_day() -> None:
    if current_app.extensions.get("hinghoi.letters_tidied") != today():
        current_app.extensions["hinghoi.letters_tidied"] = today()
        tidy()


def _limiter() -> MovingWindowRateLimiter:
    made: MovingWindowRateLimiter | None = current_app.extensions.get("hinghoi.looks")
    if made is None:
        made = MovingWindowRateLimiter(storage_from_string(settings().rate_limit_url))
        current_app.extensions["hinghoi.looks"] = made
    return made
