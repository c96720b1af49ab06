"""The items of a HEIF file: what each is, and where its bytes stand (ISO/IEC 14496-12 §8.11)."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.cleaning.boxes import boxes
from webapp.cleaning.structure import Part
from webapp.errors import FileUnreadable

_MOST = 4096


@dataclass(frozen=True)
class Item:
    id: int
    kind: bytes
    name: bytes
    places: list[tuple[int, int]]


class _Reader:
    """Big-endian numbers, one after another; reading beyond the end is an error."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> int:
        if self._at + size > len(self._data):
            raise FileUnreadable
        self._at += size
        return int.from_bytes(self._data[self._at - size : self._at], "big")


def read_items(data: bytes, meta: dict[str, Part]) -> list[Item]:
    """Every item. Raises FileUnreadable."""
    if "iinf" not in meta or "iloc" not in meta:
        raise FileUnreadable
    idat = meta["idat"].body if "idat" in meta else 0
    places = _places(data[meta["iloc"].body : meta["iloc"].end], idat, len(data))
    return [_item(data, part, places) for part in _entries(data, meta["iinf"])]


def _entries(data: bytes, iinf: Part) -> list[Part]:
    skip = 6 if data[iinf.body : iinf.body + 1] == b"\0" else 8
    return [part for part in boxes(data, iinf.body + skip, iinf.end) if part.name == "infe"]


def _item(data: bytes, part: Part, places: dict[int, list[tuple[int, int]]]) -> Item:
    body = data[part.body : part.end]
    wide = 4 if body[:1] == b"\3" else 2
    number = int.from_bytes(body[4 : 4 + wide], "big")
    kind = body[6 + wide : 10 + wide]
    return Item(number, kind, body[10 + wide :].strip(b"\0"), places.get(number, []))


def _places(body: bytes, idat: int, total: int) -> dict[int, list[tuple[int, int]]]:
    reader = _Reader(body)
    version = reader.take(4) >> 24
    sizes = reader.take(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in (1, 2) else 0
    found: dict[int, list[tuple[int, int]]] = {}
    for _ in range(min(reader.take(2 if version < 2 else 4), _MOST)):
        number = reader.take(2 if version < 2 else 4)
        method = reader.take(2) & 15 if version in (1, 2) else 0
        reader.take(2)
        base = reader.take(base_size) + (idat if method == 1 else 0)
        extents = []
        for _ in range(min(reader.take(2), _MOST)):
            reader.take(index_size)
            start = base + reader.take(offset_size)
            end = start + (reader.take(length_size) or total - start)
            if end > total:
                raise FileUnreadable
            extents.append((start, end))
        found[number] = extents
    if sum(end - start for extents in found.values() for start, end in extents) > 2 * total:
        raise FileUnreadable  # Extents that overlap would multiply.
    return found
