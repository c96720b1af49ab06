"""GIF89a walked block by block: frames, their timing and the loop are allowed, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.cleaning.embedded import printable
from webapp.cleaning.findings import Finding
from webapp.cleaning.structure import Part, check_size, collect
from webapp.errors import FileUnreadable

_LOOPS = (b"\x0bNETSCAPE2.0\x03\x01", b"\x0bANIMEXTS1.0\x03\x01")
_DRAWN = frozenset({"header", "image", "control", "loop", "end"})


def verify_gif(data: bytes) -> list[Finding]:
    """Raises FileUnreadable and FileTooLarge."""
    return [found for part in _parts(data) for found in _judge(data, part)]


def strip_gif(data: bytes) -> bytes:
    """The same frames, bit by bit, and nothing else."""
    return b"".join(data[p.start : p.end] for p in _parts(data) if p.name in _DRAWN)


def _parts(data: bytes) -> list[Part]:
    if len(data) < 13:
        raise FileUnreadable
    check_size(*(int.from_bytes(data[at : at + 2], "little") for at in (6, 8)))
    parts = collect(_walk(data))
    names = {part.name for part in parts}
    if not {"image", "end"} <= names:
        raise FileUnreadable
    return parts


def _walk(data: bytes) -> Iterator[Part]:
    at = 13 + _table(data[10])
    yield Part("header", 0, 0, at)
    while at < len(data) and data[at] != 0x3B:
        part = _block(data, at)
        yield part
        at = part.end
    if at >= len(data):
        raise FileUnreadable
    yield Part("end", at, at, at + 1)
    if at + 1 < len(data):
        yield Part("trailer", at + 1, at + 1, len(data))


def _block(data: bytes, at: int) -> Part:
    if data[at] == 0x2C and at + 10 < len(data):
        body = at + 11 + _table(data[at + 9])
        return Part("image", at, body, _blocks_end(data, body))
    if data[at] != 0x21 or at + 2 >= len(data):
        raise FileUnreadable
    end = _blocks_end(data, at + 2)
    return Part(_extension(data, at, end), at, at + 2, end)


def _extension(data: bytes, at: int, end: int) -> str:
    body = data[at + 2 : end]
    if data[at + 1] == 0xF9 and len(body) == 6 and body[0] == 4:
        return "control"
    if data[at + 1] == 0xFF and len(body) == 17 and body.startswith(_LOOPS):
        return "loop"
    names = {0xFE: "comment", 0xFF: "application", 0x01: "plain text"}
    return names.get(data[at + 1], "extension")


def _table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    """Where a chain of sub-blocks (§15) ends, its terminator included."""
    while at < len(data) and data[at]:
        at += 1 + data[at]
    if at >= len(data):
        raise FileUnreadable
    return at + 1


def _judge(data: bytes, part: Part) -> list[Finding]:
    if part.name in _DRAWN:
        return []
    kind = "text" if part.name in ("comment", "plain text") else "other"
    return [Finding(kind, part.name, printable(data[part.body + 1 : part.end]))]  # type: ignore[arg-type]
