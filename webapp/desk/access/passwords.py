"""Authentication secrets: stored as Argon2id, and asked for without telling who exists.

What comes here is 32 bytes that scrypt made of a passphrase in the browser, so Argon2id needs no
great cost to guard it; it is there so that a stolen database signs nobody in. Its cost is kept low
(19 MiB, 2 passes: the lower of OWASP's settings) so that sign-ins cannot exhaust a small server.
"""

from __future__ import annotations

import hmac
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from webapp.web.context import secrets

SALT_BYTES = 16
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hash_secret(authentication: bytes) -> str:
    """Argon2id of `authentication`, with its parameters and salt in the text."""
    return _hasher.hash(authentication)


def matches(stored: str | None, authentication: bytes) -> bool:
    """Whether it is the secret of `stored`; costs the same when there is nothing stored."""
    try:
        _hasher.verify(stored or _nobody(), authentication)
    except VerificationError:
        return False
    return stored is not None


def invented_salt(name: str) -> bytes:
    """A salt for a name that does not exist: always the same, and like any other."""
    key = secrets().session_key
    return hmac.digest(key, b"hinghoi/v1/salt\0" + name.encode(), "sha256")[:SALT_BYTES]


@cache
def _nobody() -> str:
    return _hasher.hash(b"the secret of nobody")
