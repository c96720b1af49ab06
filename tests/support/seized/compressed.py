"""Undoes the compression that browsers use in their profiles, as far as bytes go.

Snappy: https://github.com/google/snappy/blob/main/format_description.txt. LZ4 blocks:
https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md. What is none is a ValueError.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]

MOST = 64 * 1024 * 1024  # bytes that one stream may become
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]")
_GZIP = re.compile(rb"\x1f\x8b\x08")
_FRAMED = b"\xff\x06\x00\x00sNaPpY"


def snappy(data: bytes, at: int = 0) -> bytes:
    """One raw Snappy block that begins at `at`; what follows it is ignored."""
    length, at = _varint(data, at)
    if length > MOST:
        raise ValueError("too long for a block")
    out = bytearray()
    try:
        while len(out) < length:
            at = _snappy_element(data, at, out)
    except IndexError as error:
        raise ValueError("cut short") from error
    if len(out) != length:
        raise ValueError("not the length that it says")
    return bytes(out)


def _snappy_element(data: bytes, at: int, out: bytearray) -> int:
    tag = data[at]
    kind, at = tag & 3, at + 1
    if kind == 0:
        length = tag >> 2
        if length >= 60:
            more = length - 59
            length = int.from_bytes(data[at : at + more], "little")
            at += more
        _literal(data, at, length + 1, out)
        return at + length + 1
    if kind == 1:
        _repeat(out, (tag >> 5) << 8 | data[at], (tag >> 2 & 7) + 4)
        return at + 1
    wide = 2 if kind == 2 else 4
    _repeat(out, int.from_bytes(data[at : at + wide], "little"), (tag >> 2) + 1)
    return at + wide


def lz4(data: bytes, length: int) -> bytes:
    """One LZ4 block that becomes `length` bytes."""
    out, at = bytearray(), 0
    try:
        while True:
            token, at = data[at], at + 1
            count, at = _lz4_length(data, at, token >> 4)
            _literal(data, at, count, out)
            at += count
            if len(out) >= length:
                return bytes(out)
            back, at = int.from_bytes(data[at : at + 2], "little"), at + 2
            count, at = _lz4_length(data, at, token & 15)
            _repeat(out, back, count + 4)
    except IndexError as error:
        raise ValueError("cut short") from error


def _lz4_length(data: bytes, at: int, length: int) -> tuple[int, int]:
    more = 255 if length == 15 else 0
    while more == 255:
        more, at = data[at], at + 1
        length += more
    return length, at


def _literal(data: bytes, at: int, length: int, out: bytearray) -> None:
    if at + length > len(data):
        raise ValueError("cut short")
    out += data[at : at + length]


def _repeat(out: bytearray, back: int, length: int) -> None:
    if not 0 < back <= len(out):
        raise ValueError("points before the beginning")
    for _ in range(length):
        out.append(out[-back])


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while shift < 64:
        if at >= len(data):
            raise ValueError("cut short")
        value |= (data[at] & 127) << shift
        at += 1
        if data[at - 1] < 128:
            return value, at
        shift += 7
    raise ValueError("no length")


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A little-endian base-128 number at `at`, and where it ends."""
    return _varint(data, at)


def mozilla_lz4(data: bytes) -> bytes:
    """A file of Firefox's that begins with `mozLz40`."""
    if not data.startswith(b"mozLz40\0"):
        raise ValueError("not Mozilla's")
    return lz4(data[12:], int.from_bytes(data[8:12], "little"))


def framed_snappy(data: bytes) -> bytes:
    """Snappy's framing format, as Firefox keeps large values of IndexedDB in."""
    if not data.startswith(_FRAMED):
        raise ValueError("not framed")
    out, at = bytearray(), len(_FRAMED)
    while at + 4 <= len(data):
        kind, size = data[at], int.from_bytes(data[at + 1 : at + 4], "little")
        body, at = data[at + 8 : at + 4 + size], at + 4 + size
        if kind == 0:
            out += snappy(body)
        elif kind == 1:
            out += body
    return bytes(out)


def streams(data: bytes) -> Iterator[bytes]:
    """Everything that zlib or gzip made, wherever it begins, cut short or not."""
    for pattern, window in ((_ZLIB, zlib.MAX_WBITS), (_GZIP, 16 + zlib.MAX_WBITS)):
        for found in pattern.finditer(data):
            out = bytearray()
            inflater = zlib.decompressobj(window)
            try:
                for at in range(found.start(), len(data), 65536):
                    out += inflater.decompress(data[at : at + 65536], MOST)
                    if inflater.eof:
                        break
            except zlib.error:
                pass
            if len(out) > 16:
                yield bytes(out)


def brotli_at(data: bytes, at: int) -> bytes:
    """What brotli makes of the bytes from `at` on, as far as they are brotli's; else nothing."""
    out, inflater = bytearray(), brotli.Decompressor()
    try:
        for start in range(at, len(data), 512):
            out += inflater.process(data[start : start + 512])
            if inflater.is_finished():
                break
    except brotli.error:
        pass
    return bytes(out)


__all__ = ["brotli_at", "framed_snappy", "lz4", "mozilla_lz4", "snappy", "streams"]
