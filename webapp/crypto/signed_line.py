"""Statements of one line with their signature behind the last dot: heads, extracts, exports.

Each kind begins with a name of its own, so that a signature of one never counts for another.
"""

from __future__ import annotations

import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from webapp.crypto import base64

_FORM = re.compile(r"(?P<statement>[!-~]{1,200})\.(?P<signature>[A-Za-z0-9_-]{86})")


def sign_line(key: Ed25519PrivateKey, statement: str) -> str:
    """One line of ASCII without a line feed: Ed25519 (RFC 8032) over the statement's bytes."""
    return f"{statement}.{base64.encode_url(key.sign(statement.encode('ascii')))}"


def statement_of(line: str, public_key: bytes) -> str | None:
    """What the line says, if it is signed under the 32-byte `public_key`; else None."""
    form = _FORM.fullmatch(line)
    if form is None:
        return None
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(base64.decode_url(form["signature"]), form["statement"].encode("ascii"))
    except (InvalidSignature, ValueError):
        return None
    return form["statement"]
