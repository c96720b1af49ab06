"""Proof of work over a packet's digest (docs/formats/work.md): a second for a phone, days for many.

It can be done without a network and is useless for any other packet. Sixteen small puzzles instead
of a large one, so that no phone is ever very unlucky.
"""

from __future__ import annotations

import hashlib
from itertools import count

from webapp.crypto.base64 import decode_url, encode_url

PUZZLES = 16
HARDEST = 20  # bits; no client works for more, whatever it is asked
_PREFIX = b"hinghoi-work-v1"
_VERSION = 1
_NONCE = 4


def make_work(sha256: bytes, bits: int) -> str:
    """Solves all puzzles for the packet with the digest `sha256` at `bits` of difficulty."""
    nonces = b"".join(_solve(_PREFIX + sha256 + bytes([puzzle]), bits) for puzzle in range(PUZZLES))
    return encode_url(bytes([_VERSION]) + nonces)


def work_done(sha256: bytes, work: str) -> int:
    """The difficulty that `work` proves for this packet: that of its easiest puzzle; 0 if none."""
    try:
        data = decode_url(work)
    except ValueError:
        return 0
    if len(data) != 1 + PUZZLES * _NONCE or data[0] != _VERSION:
        return 0
    nonces = (data[at : at + _NONCE] for at in range(1, len(data), _NONCE))
    return min(
        _zeros(hashlib.sha256(_PREFIX + sha256 + bytes([puzzle]) + nonce).digest())
        for puzzle, nonce in enumerate(nonces)
    )


def _solve(start: bytes, bits: int) -> bytes:
    prepared = hashlib.sha256(start)
    for number in count():
        nonce = number.to_bytes(_NONCE, "big")
        attempt = prepared.copy()
        attempt.update(nonce)
        if _zeros(attempt.digest()) >= bits:
            return nonce
    raise AssertionError("unreachable")


def _zeros(digest: bytes) -> int:
    """Leading zero bits."""
    return len(digest) * 8 - int.from_bytes(digest, "big").bit_length()
