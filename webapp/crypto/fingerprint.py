"""The short form of a desk's key, for posters and for comparing by eye (docs/formats/keys.md)."""

from __future__ import annotations

import hashlib

FINGERPRINT_BYTES = 16


def fingerprint(recipient: str, signing: str | None) -> str:
    """32 lower-case hex digits over both public halves; `signing` as the key list writes it."""
    words = f"hinghoi-desk-key-v1\n{recipient}\n{signing or ''}\n"
    return hashlib.sha256(words.encode("ascii")).digest()[:FINGERPRINT_BYTES].hex()


def member_mark(recipient: str, signing: str) -> str:
    """The same over a moderator's own public halves: what their eight words are made of."""
    words = f"hinghoi-member-key-v1\n{recipient}\n{signing}\n"
    return hashlib.sha256(words.encode("ascii")).digest()[:FINGERPRINT_BYTES].hex()
