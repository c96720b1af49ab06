"""Codes of six digits out of an app (TOTP, RFC 6238), each good once.

The secret must be known to the server, so it is the weaker factor. It is stored sealed under a key
that is not in the database, together with the last step that was used: not even when somebody last
signed in stands in a row.
"""

from __future__ import annotations

import hmac
import secrets as random
import time
from base64 import b32encode
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyotp import TOTP
from sqlalchemy import select

from webapp.errors import SecondFactorRefused
from webapp.models import CodeGenerator, db, today
from webapp.web.context import secrets

ISSUER = "Hinghoi"
STEP_SECONDS = 30
# Clocks of phones are wrong by half a minute at most, or they show no code that fits.
SLACK = (-1, 0, 1)
OFFER_SECONDS = 900
_SECRET, _NUMBER, _NONCE = 20, 8, 12


@dataclass(frozen=True)
class Offer:
    """A secret that is not in use before a code of it was shown; `token` brings it back here."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)
    token: bytes = field(repr=False)


def offer(*, moderator_id: str, name: str) -> Offer:
    """A new secret for the app of the moderator `name`; nothing is stored."""
    secret = random.token_bytes(_SECRET)
    until = _now() + OFFER_SECONDS
    text = b32encode(secret).decode("ascii")
    uri = TOTP(text).provisioning_uri(name=name, issuer_name=ISSUER)
    return Offer(text, uri, _seal(secret, until, "offer", moderator_id))


def turn_on(*, moderator_id: str, token: bytes, code: str) -> None:
    """Use the offered secret from now on, as `code` shows that the app has it.

    Raises SecondFactorRefused. Flushes.
    """
    secret, until = _open(token, "offer", moderator_id)
    step = _step_of(secret, code)
    if until < _now() or step is None:
        raise SecondFactorRefused
    turn_off(moderator_id=moderator_id)
    state = _seal(secret, step, "state", moderator_id)
    db.session.add(CodeGenerator(moderator_id=moderator_id, added=today(), state=state))
    db.session.flush()


def turn_off(*, moderator_id: str) -> bool:
    """Forget the secret; whether there was one. Flushes."""
    found = db.session.get(CodeGenerator, moderator_id)
    if found is None:
        return False
    db.session.delete(found)
    db.session.flush()
    return True


def is_on(*, moderator_id: str) -> bool:
    """Whether the moderator has an app that makes codes."""
    return db.session.get(CodeGenerator, moderator_id) is not None


def use(*, moderator_id: str, code: str) -> None:
    """Take a code, and no code of this or an earlier step again; raises SecondFactorRefused."""
    chosen = select(CodeGenerator).where(CodeGenerator.moderator_id == moderator_id)
    found = db.session.scalars(chosen.with_for_update()).first()
    if found is None:
        raise SecondFactorRefused
    secret, last = _open(found.state, "state", moderator_id)
    step = _step_of(secret, code)
    if step is None or step <= last:
        raise SecondFactorRefused
    found.state = _seal(secret, step, "state", moderator_id)
    db.session.flush()


def _step_of(secret: bytes, code: str) -> int | None:
    """The step near now that has this code; looks at all of them, whichever fits."""
    generator, now = TOTP(b32encode(secret).decode("ascii")), _now() // STEP_SECONDS
    fits = [
        step
        for step in (now + slack for slack in SLACK)
        if hmac.compare_digest(generator.generate_otp(step).encode(), code.encode())
    ]
    return fits[-1] if fits else None


def _seal(secret: bytes, number: int, use: str, moderator_id: str) -> bytes:
    nonce = random.token_bytes(_NONCE)
    plain = secret + number.to_bytes(_NUMBER, "big")
    return nonce + _cipher().encrypt(nonce, plain, _bound(use, moderator_id))


def _open(sealed: bytes, use: str, moderator_id: str) -> tuple[bytes, int]:
    nonce, rest = sealed[:_NONCE], sealed[_NONCE:]
    try:
        plain = _cipher().decrypt(nonce, rest, _bound(use, moderator_id))
    except (InvalidTag, ValueError) as error:
        raise SecondFactorRefused from error
    return plain[:_SECRET], int.from_bytes(plain[_SECRET:], "big")


def _bound(use: str, moderator_id: str) -> bytes:
    return f"{use}\0{moderator_id}".encode()


def _cipher() -> AESGCM:
    derive = HKDF(SHA256(), 32, salt=None, info=b"hinghoi/v1/code-generator")
    return AESGCM(derive.derive(secrets().session_key))


def _now() -> int:
    return int(time.time())
