"""Reads one piece into memory, bounded, and checks its digest before anything is written.

Werkzeug's own stream raises on a cut body and loses what came. Here the bytes that did arrive
are kept: at one kilobyte a second, half a piece is minutes of somebody's time.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from webapp.errors import ChecksumMismatch, ChunkTooLarge, RequestInvalid
from webapp.intake.headers import Checksum

_STEP = 16 * 1024


@dataclass(frozen=True)
class Piece:
    """`data` in order from the announced offset. `cut`: the connection broke before its end."""

    data: bytes
    cut: bool


def read_piece(environ: dict[str, Any], limit: int, checksum: Checksum | None) -> Piece:
    """The request's body, at most `limit` bytes.

    Raises ChunkTooLarge, or ChecksumMismatch when `checksum` is given and differs.
    """
    expected = _declared_length(environ)
    if expected is not None and expected > limit:
        raise ChunkTooLarge(limit=limit)
    data, broken = _read(environ["wsgi.input"], limit + 1 if expected is None else expected)
    if len(data) > limit:
        raise ChunkTooLarge(limit=limit)
    if checksum and not _matches(data, checksum):
        raise ChecksumMismatch()
    return Piece(data, broken or (expected is not None and len(data) < expected))


def _declared_length(environ: dict[str, Any]) -> int | None:
    """Content-Length; None when the body is sent in chunks of HTTP's own."""
    if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return None
    value = environ.get("CONTENT_LENGTH") or "0"
    if not (value.isascii() and value.isdigit()):
        raise RequestInvalid(field="Content-Length")
    return int(value)


def _read(stream: Any, wanted: int) -> tuple[bytes, bool]:
    """Up to `wanted` bytes, and whether the connection failed on the way."""
    data = bytearray()
    try:
        while len(data) < wanted and (step := stream.read(min(_STEP, wanted - len(data)))):
            data += step
    except OSError:
        # Reset, or silent for longer than STALL_SECONDS.
        return bytes(data), True
    except Exception as error:
        # What a WSGI server raises for broken chunked framing is its own business.
        raise RequestInvalid(field="body") from error
    return bytes(data), False


def _matches(data: bytes, checksum: Checksum) -> bool:
    # tus names SHA-1 as the algorithm every server must have; it only guards against accidents.
    found = hashlib.new(checksum.algorithm, data, usedforsecurity=False).digest()
    return hmac.compare_digest(found, checksum.digest)
