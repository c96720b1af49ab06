"""Base64 as age and receipts want it: without padding, and only the one canonical spelling.

Python's decoder forgives stray characters and spare bits; a format that is signed must not.
"""

from __future__ import annotations

import base64
import binascii


def encode(data: bytes) -> str:
    """Standard base64 (RFC 4648 §4) without padding."""
    return base64.b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes of canonical unpadded base64; ValueError for any other spelling."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if encode(data) != text:
        raise ValueError("not canonical base64")
    return data


def encode_url(data: bytes) -> str:
    """base64url (RFC 4648 §5) without padding."""
    return encode(data).translate(_TO_URL)


def decode_url(text: str) -> bytes:
    """The bytes of canonical unpadded base64url; ValueError for any other spelling."""
    if "+" in text or "/" in text:
        raise ValueError("not base64url")
    return decode(text.translate(_FROM_URL))


_TO_URL = str.maketrans("+/", "-_")
_FROM_URL = str.maketrans("-_", "+/")
