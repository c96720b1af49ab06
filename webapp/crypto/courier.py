"""A sealed packet as a file that other people carry; docs/formats/courier.md is its specification.

What is read here comes from strangers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.crypto import limits
from webapp.crypto.header import VERSION_LINE
from webapp.errors import CourierDamaged, CourierMalformed

MAGIC = b"hinghoi-courier/"
_HEADER_LIMIT = 1024
_DESK = rb"[a-z0-9][a-z0-9-]{0,39}"
_HEADER = re.compile(
    rb"hinghoi-courier/1 ([0-9a-f]{64}) (" + _DESK + rb"(?:," + _DESK + rb"){0,15})"
)


@dataclass(frozen=True)
class Carried:
    """What a courier knows of a packet. `sha256`: 64 hex digits, of `packet`."""

    sha256: str
    desks: tuple[str, ...]
    packet: bytes


def wrap(packet: bytes, desks: Sequence[str]) -> bytes:
    """The courier file for a packet that is sealed to `desks`, by their ids."""
    digest = hashlib.sha256(packet).hexdigest()
    return f"hinghoi-courier/1 {digest} {','.join(desks)}\n".encode("ascii") + packet


def unwrap(file: bytes) -> Carried:
    """Reads a courier file; raises CourierMalformed or CourierDamaged."""
    end = file.find(b"\n", 0, _HEADER_LIMIT)
    if len(file) > limits.PACKET_BYTES + _HEADER_LIMIT or end < 0:
        raise CourierMalformed
    found = _HEADER.fullmatch(file[:end])
    desks = tuple(found[2].decode("ascii").split(",")) if found else ()
    if not found or len(set(desks)) < len(desks):
        raise CourierMalformed
    packet = file[end + 1 :]
    if hashlib.sha256(packet).hexdigest() != found[1].decode("ascii"):
        raise CourierDamaged
    if not packet.startswith(VERSION_LINE + b"\n"):
        raise CourierMalformed
    return Carried(found[1].decode("ascii"), desks, packet)
