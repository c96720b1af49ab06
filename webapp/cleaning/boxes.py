"""ISO base media boxes (ISO/IEC 14496-12 §4.2): read within their parent, and written."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.cleaning.structure import Part, collect
from webapp.errors import FileUnreadable

_DEEPEST = 16


def boxes(data: bytes, start: int, end: int) -> list[Part]:
    """The boxes that fill this range exactly. Raises FileUnreadable."""
    return collect(_walk(data, start, end))


def box(name: str, *contents: bytes) -> bytes:
    """One box; a length beyond 32 bits is written in the long form."""
    body = b"".join(contents)
    tag = name.encode("latin-1")
    if len(body) + 8 < 1 << 32:
        return (len(body) + 8).to_bytes(4, "big") + tag + body
    return b"\0\0\0\1" + tag + (len(body) + 16).to_bytes(8, "big") + body


def check_depth(path: str) -> None:
    """Ends a descent that only a trap can ask for."""
    if path.count("/") > _DEEPEST:
        raise FileUnreadable


def _walk(data: bytes, at: int, end: int) -> Iterator[Part]:
    while at < end:
        size, head = int.from_bytes(data[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise FileUnreadable
        yield Part(data[at + 4 : at + 8].decode("latin-1"), at, at + head, at + size)
        at += size
