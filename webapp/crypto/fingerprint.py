"""The short form of a desk's key, for posters and for comparing by eye."""

from __future__ import annotations

import hashlib

FINGERPRINT_BYTES = 16


def fingerprint(recipient: str) -> str:
    """32 lower-case hex digits: the first 16 bytes of SHA-256 of the recipient's text."""
    return hashlib.sha256(recipient.encode("ascii")).digest()[:FINGERPRINT_BYTES].hex()
