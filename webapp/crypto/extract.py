"""The server's signed word on what its log says of some cases, for those who were not there.

Spec: docs/formats/export.md §4. What is signed, with the receipt key, is the digest of a text
(`custody.json`), so that whoever keeps the two can check them with any tool.
"""

from __future__ import annotations

import hashlib
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from webapp.crypto.signed_line import sign_line, statement_of


def sign_extract(key: Ed25519PrivateKey, custody: bytes, day: date) -> str:
    """One line of ASCII without a line feed."""
    return sign_line(key, _statement(custody, day.isoformat()))


def vouches(line: str, public_key: bytes, custody: bytes, day: str) -> bool:
    """Whether `line` is that word over `custody` on `day`, under the 32-byte `public_key`."""
    return statement_of(line, public_key) == _statement(custody, day)


def _statement(custody: bytes, day: str) -> str:
    return f"hinghoi-log-extract-v1.{day}.{hashlib.sha256(custody).hexdigest()}"
