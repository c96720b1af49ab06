"""The settings that x264 writes into the picture stream: a message that no decoder draws.

It becomes a filler message of the same length (ITU-T H.264 §7.3.2.3.1, payload types 5 and 3), so
that nothing moves and every drawn byte stays.
"""

from __future__ import annotations

import re

from webapp.cleaning.findings import Finding

_UUID = bytes.fromhex("dc45e9bde6d948b7962cd820d923eeef")
_MESSAGE = re.compile(rb"\x06\x05(\xff{0,16}[\x10-\xfe]|\xff{1,16}[\0-\x0f])" + re.escape(_UUID))


def blank_settings(data: bytes) -> bytes:
    """The same file, with filler in place of each such message."""
    made = bytearray(data)
    for match in _MESSAGE.finditer(data):
        start = match.end() - len(_UUID)
        end = min(start + sum(match[1]), len(data))
        made[match.start() + 1] = 3
        made[start:end] = b"\xff" * (end - start)
    return bytes(made)


def settings_findings(data: bytes) -> list[Finding]:
    return [Finding("device", "encoder's settings in the stream")] if _UUID in data else []
