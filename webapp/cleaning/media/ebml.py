"""EBML elements (RFC 8794 §4): read within their parent, and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.cleaning.structure import collect_any
from webapp.errors import FileUnreadable

SEGMENT, CLUSTER, EBML = 0x18538067, 0x1F43B675, 0x1A45DFA3
_ENDS_CLUSTER = frozenset({CLUSTER, 0x1C53BB6B, 0x1254C367, 0x1549A966, 0x1941A469, 0x1043A770})


@dataclass(frozen=True)
class Element:
    id: int
    start: int
    body: int
    end: int


def elements(data: bytes, start: int, end: int) -> list[Element]:
    """The elements that fill this range exactly. Raises FileUnreadable."""
    return collect_any(_walk(data, start, end))


def element(number: int, *contents: bytes) -> bytes:
    """One element with a length of eight bytes or one."""
    body = b"".join(contents)
    length = bytes([0x80 | len(body)]) if len(body) < 127 else _long(len(body))
    return number.to_bytes((number.bit_length() + 7) // 8, "big") + length + body


def unsigned(value: int) -> bytes:
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big")


def _long(length: int) -> bytes:
    return (1 << 56 | length).to_bytes(8, "big")


def _walk(data: bytes, at: int, end: int) -> Iterator[Element]:
    while at < end:
        number, size = _number(data, at, end, keep=True)
        length, more = _number(data, at + size, end, keep=False)
        body = at + size + more
        if length == (1 << 7 * more) - 1:
            if number not in (SEGMENT, CLUSTER):
                raise FileUnreadable
            stop = end if number == SEGMENT else _cluster_end(data, body, end)
        else:
            stop = body + length
        if stop > end:
            raise FileUnreadable
        yield Element(number, at, body, stop)
        at = stop


def _number(data: bytes, at: int, end: int, *, keep: bool) -> tuple[int, int]:
    """A variable number and how many bytes it takes; an id keeps its marker."""
    if at >= end or not data[at] or (keep and data[at] < 0x10):
        raise FileUnreadable
    size = 9 - data[at].bit_length()
    if at + size > end:
        raise FileUnreadable
    value = int.from_bytes(data[at : at + size], "big")
    return (value if keep else value & ((1 << 7 * size) - 1)), size


def _cluster_end(data: bytes, at: int, end: int) -> int:
    """Live recordings leave a cluster's length open: it ends where the next one begins."""
    while at < end:
        number, size = _number(data, at, end, keep=True)
        if number in _ENDS_CLUSTER:
            return at
        length, more = _number(data, at + size, end, keep=False)
        at += size + more + length
    if at > end:
        raise FileUnreadable
    return at
