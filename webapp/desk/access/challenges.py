"""Challenges that passkeys sign: bound to a browser and a purpose, good once and for minutes.

None is stored when it is made, so that asking for them costs us no write; each carries when it runs
out and a MAC. Only what was answered well is remembered, until it would have run out anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets as random
import time
from enum import StrEnum

from flask import session
from sqlalchemy import delete

from webapp.errors import PasskeyRefused
from webapp.models import SpentChallenge, db
from webapp.web.context import secrets

SECONDS = 300
_NONCE, _TIME, _MAC = 16, 8, 32


class Purpose(StrEnum):
    """What the answer is good for; an answer for one is nothing for another."""

    SIGN_IN = "sign-in"
    SECOND = "second"
    ADD = "add"
    PROVE = "prove"


def make(purpose: Purpose, moderator_id: str = "") -> bytes:
    """56 bytes for this browser; `moderator_id` where it is known who is to answer."""
    until = _now() + SECONDS
    head = random.token_bytes(_NONCE) + until.to_bytes(_TIME, "big")
    return head + _mac(head, purpose, moderator_id)


def check(challenge: bytes, purpose: Purpose, moderator_id: str = "") -> None:
    """Raises PasskeyRefused unless it was made here, for this, is still good and not spent."""
    head, mac = challenge[:-_MAC], challenge[-_MAC:]
    ours = hmac.compare_digest(mac, _mac(head, purpose, moderator_id))
    if not ours or _until(challenge) < _now():
        raise PasskeyRefused
    if db.session.get(SpentChallenge, _hash(challenge)) is not None:
        raise PasskeyRefused


def spend(challenge: bytes) -> None:
    """Never take this one again. Flushes."""
    db.session.execute(delete(SpentChallenge).where(SpentChallenge.until < _now()))
    db.session.add(SpentChallenge(hash=_hash(challenge), until=_until(challenge)))
    db.session.flush()


def _until(challenge: bytes) -> int:
    return int.from_bytes(challenge[_NONCE : _NONCE + _TIME], "big")


def _mac(head: bytes, purpose: Purpose, moderator_id: str) -> bytes:
    browser = str(session.get("csrf_token", ""))
    bound = "\0".join(("hinghoi/v1/challenge", purpose, moderator_id, browser))
    return hmac.digest(secrets().session_key, bound.encode() + b"\0" + head, "sha256")


def _hash(challenge: bytes) -> bytes:
    return hashlib.sha256(challenge).digest()


def _now() -> int:
    return int(time.time())
