"""What decoders of H.264, H.265, AV1 and MPEG-4 are told, without messages and spare room.

ISO/IEC 14496-15 §5.3.3 and §8.3.3; AV1 in ISOBMFF §2.3; ISO/IEC 14496-1 §7.2.6.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.errors import FileUnreadable


def avc(body: bytes) -> bytes:
    """Parameter sets alone (types 7 and 8), and for some profiles three bytes about samples."""
    at, made = 5, body[:5]
    for mask, kind in ((31, 7), (255, 8)):
        sets, end = _sets(body, at + 1, _at(body, at) & mask)
        kept = [one for one in sets if one[2:] and one[2] & 31 == kind]
        made += bytes([_at(body, at) & ~mask & 255 | len(kept)]) + b"".join(kept)
        at = end
    return made + (body[at : at + 3] + b"\0" if len(body) >= at + 4 else b"")


def hevc(body: bytes) -> bytes:
    """The arrays of parameter sets (types 32 to 34)."""
    kept, at = [], 23
    for _ in range(_at(body, 22)):
        sets, end = _sets(body, at + 3, int.from_bytes(body[at + 1 : at + 3], "big"))
        if _at(body, at) & 63 in (32, 33, 34):
            kept.append(body[at : at + 3] + b"".join(sets))
        at = end
    return body[:22] + bytes([len(kept)]) + b"".join(kept)


def av1(body: bytes) -> bytes | None:
    """Four bytes, and the header of the sequence where it comes first."""
    if len(body) < 4:
        return None
    if len(body) < 6 or body[4] & 0x7A != 0x0A:
        return body[:4]
    start = 6 if body[4] & 4 else 5
    size, at = 0, start
    for place in range(8):
        size |= (_at(body, at) & 127) << 7 * place
        at += 1
        if body[at - 1] < 128:
            break
    return body[: at + size] if at + size <= len(body) else body[:4]


def elementary_stream(body: bytes) -> bytes:
    """The one descriptor that a decoder needs, in a fresh frame."""
    stream = next(_descriptors(body, 4, len(body)), None)
    if stream is None or stream[0] != 3:
        raise FileUnreadable
    _, start, end = stream
    mode = _at(body, start + 2)
    at = start + 3 + (2 if mode & 0x80 else 0)
    at += 1 + _at(body, at) if mode & 0x40 else 0
    at += 2 if mode & 0x20 else 0
    config = next((one for one in _descriptors(body, at, end) if one[0] == 4), None)
    if config is None:
        raise FileUnreadable
    own = [one for one in _descriptors(body, config[1] + 13, config[2]) if one[0] == 5]
    inner = _descriptor(5, body[own[0][1] : own[0][2]]) if own else b""
    decoder = _descriptor(4, body[config[1] : config[1] + 13] + inner)
    return bytes(4) + _descriptor(3, bytes(3) + decoder + _descriptor(6, b"\2"))


def _descriptors(body: bytes, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    """Tag, start and end of each."""
    while at + 2 <= to:
        tag, length = body[at], 0
        at += 1
        for _ in range(4):
            value = _at(body, at)
            length, at = length << 7 | value & 127, at + 1
            if value < 128:
                break
        if at + length > to:
            raise FileUnreadable
        yield tag, at, at + length
        at += length


def _descriptor(tag: int, content: bytes) -> bytes:
    if len(content) >= 1 << 14:
        raise FileUnreadable
    size = bytes([0x80, 0x80, 0x80 | len(content) >> 7, len(content) & 127])
    return bytes([tag]) + size + content


def _sets(body: bytes, at: int, count: int) -> tuple[list[bytes], int]:
    """So many sets with their lengths in front, and where they end."""
    found = []
    for _ in range(count):
        end = at + 2 + int.from_bytes(body[at : at + 2], "big")
        if end > len(body) or end == at + 2:
            raise FileUnreadable
        found.append(body[at:end])
        at = end
    return found, at


def _at(body: bytes, at: int) -> int:
    if at >= len(body):
        raise FileUnreadable
    return body[at]
