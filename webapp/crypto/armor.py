"""Reads the textual form of an age file, so that a protected identity file may be either form.

Strict PEM (RFC 7468 §3) with canonical base64; LF or CRLF; white space only around the whole.
Packets are always binary and never pass through here.
"""

from __future__ import annotations

import base64
import re

from webapp.crypto.errors import AgeArmorError

_BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
_END = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS = 64
_BASE64 = re.compile(rb"[A-Za-z0-9+/]+={0,2}")


def is_armored(data: bytes) -> bool:
    """Whether `data` sets out to be an armored file."""
    return data.lstrip().startswith(b"-----BEGIN")


def dearmor(text: bytes) -> bytes:
    """The binary age file inside; AgeArmorError for anything but the strict form."""
    lines = text.strip(b" \t\r\n").replace(b"\r\n", b"\n").split(b"\n")
    if len(lines) < 2 or lines[0] != _BEGIN or lines[-1] != _END:
        raise AgeArmorError("the first or the last line is missing")
    body = lines[1:-1]
    if any(len(line) != _COLUMNS for line in body[:-1]) or any(
        not 0 < len(line) <= _COLUMNS for line in body
    ):
        raise AgeArmorError("a line has a wrong length")
    return _decode(b"".join(body))


def _decode(joined: bytes) -> bytes:
    if not joined:
        return b""
    if len(joined) % 4 or not _BASE64.fullmatch(joined):
        raise AgeArmorError("the text is not base64")
    data = base64.b64decode(joined)
    if base64.b64encode(data) != joined:
        raise AgeArmorError("the text is not canonical base64")
    return data
