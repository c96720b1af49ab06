"""Who one is, shown once more before what decides who gets in: by the passphrase, or by a touch.

A touch of a passkey is remembered in this browser's signed cookie: for two minutes, and for one
change. The session's own proof would not do: it lasts as long as a screen may be left alone.
"""

from __future__ import annotations

import time

from flask import session

from webapp.desk.access.sheets import check_passphrase
from webapp.errors import ProofRequired
from webapp.models import Moderator, db

SECONDS = 120
_KEPT = "touched"


def touched() -> None:
    """A passkey of whoever is signed in here was just touched."""
    session[_KEPT] = _now() + SECONDS


def shown(*, moderator_id: str, authentication: bytes | None) -> Moderator:
    """Whose passphrase this is the secret of, or, without one, who touched a passkey just now.

    Uses the touch up. Raises PassphraseRefused or ProofRequired.
    """
    if authentication is not None:
        return check_passphrase(moderator_id=moderator_id, authentication=authentication)
    if session.pop(_KEPT, 0) < _now():
        raise ProofRequired
    return db.session.get_one(Moderator, moderator_id)


def _now() -> int:
    return int(time.time())
