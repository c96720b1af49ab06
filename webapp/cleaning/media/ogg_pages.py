"""Ogg pages (RFC 3533 §6): read, joined to packets, written with their checksums."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from webapp.errors import FileUnreadable

_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True)
class Page:
    """One page: flags (1 continued, 2 first, 4 last), position, stream, lacing and payload."""

    flags: int
    granule: bytes
    serial: int
    lacing: bytes
    body: bytes
    sound: bool = True

    def write(self, serial: int, number: int) -> bytes:
        """The page under another stream and page number, with a true checksum."""
        head = b"OggS\0" + bytes([self.flags]) + self.granule + serial.to_bytes(4, "little")
        head += number.to_bytes(4, "little")
        rest = bytes([len(self.lacing)]) + self.lacing + self.body
        return head + checksum(head + bytes(4) + rest) + rest


def checksum(page: bytes) -> bytes:
    """Ogg's CRC-32 is zlib's with all bits turned around, and neither primed nor inverted."""
    crc = ~zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) & 0xFFFFFFFF
    return crc.to_bytes(4, "little").translate(_REVERSED)[::-1]


def read_pages(data: bytes) -> Iterator[Page | None]:
    """Pages in order; None for a stretch that is no page. `sound` tells a true checksum."""
    at = 0
    while at < len(data):
        page, end = _page(data, at)
        yield page
        found = end if page else data.find(b"OggS", at + 1)
        at = found if found > at else len(data)


def _page(data: bytes, at: int) -> tuple[Page | None, int]:
    head = data[at : at + 27]
    if len(head) < 27 or head[:5] != b"OggS\0":
        return None, at
    lacing = data[at + 27 : at + 27 + head[26]]
    body = at + 27 + head[26]
    end = body + sum(lacing)
    if end > len(data):
        return None, at
    true = checksum(head[:22] + bytes(4) + data[at + 26 : end]) == head[22:26]
    serial = int.from_bytes(head[14:18], "little")
    return Page(head[5], head[6:14], serial, lacing, data[body:end], true), end


def packets(pages: Sequence[Page]) -> list[bytes]:
    """The packets that end on these pages, which begin with a new one."""
    found: list[bytes] = []
    pieces: list[bytes] = []
    for page in pages:
        at = 0
        for length in page.lacing:
            pieces.append(page.body[at : at + length])
            at += length
            if length < 255:
                found.append(b"".join(pieces))
                pieces = []
    if pieces:
        raise FileUnreadable
    return found


def page_of(contents: Sequence[bytes], *, first: bool, serial: int) -> Iterator[Page]:
    """Header packets on as many pages as they need; their position is zero (§4)."""
    lacing = b"".join(b"\xff" * (len(p) // 255) + bytes([len(p) % 255]) for p in contents)
    whole, at, continued = b"".join(contents), 0, False
    for start in range(0, len(lacing), 255):
        part = lacing[start : start + 255]
        ends = any(length < 255 for length in part)
        flags = (1 if continued else 0) | (2 if first and start == 0 else 0)
        granule = bytes(8) if ends else b"\xff" * 8
        yield Page(flags, granule, serial, part, whole[at : at + sum(part)])
        at += sum(part)
        continued = part[-1] == 255
