"""Where the samples of a track stand in its file: ISO/IEC 14496-12 §8.7, with a budget."""

from __future__ import annotations

import struct

from webapp.cleaning.structure import Part
from webapp.errors import FileUnreadable

_MOST = 2_000_000

Chunk = tuple[int, int]


def chunks(data: bytes, table: list[Part]) -> list[Chunk]:
    """Offset and length of each chunk, in the order of the track. Raises FileUnreadable."""
    bodies = {part.name: data[part.body : part.end] for part in table}
    try:
        offsets = _offsets(bodies)
        counts = _counts(bodies["stsc"], len(offsets))
        sizes = _sizes(bodies)
    except (KeyError, struct.error) as error:
        raise FileUnreadable from error
    found, at = [], 0
    for offset, count in zip(offsets, counts, strict=True):
        length = sizes[0] * count if len(sizes) == 1 else sum(sizes[at : at + count])
        at += count
        if offset + length > len(data):
            raise FileUnreadable
        found.append((offset, length))
    return found


def _offsets(bodies: dict[str, bytes]) -> tuple[int, ...]:
    body, wide = (bodies["co64"], "Q") if "co64" in bodies else (bodies["stco"], "I")
    return struct.unpack_from(f">{_count(body, 4)}{wide}", body, 8)


def _counts(body: bytes, total: int) -> list[int]:
    """How many samples each chunk has, from the runs of `stsc`."""
    runs = [struct.unpack_from(">II", body, 8 + 12 * i) for i in range(_count(body, 4))]
    ends = [first for first, _ in runs[1:]] + [total + 1]
    counts: list[int] = []
    for (first, each), end in zip(runs, ends, strict=True):
        if first != len(counts) + 1 or not first <= end <= total + 1:
            raise FileUnreadable
        counts += [each] * (end - first)
    if len(counts) != total or sum(counts) > _MOST * 40:
        raise FileUnreadable
    return counts


def _sizes(bodies: dict[str, bytes]) -> tuple[int, ...]:
    """Each sample's length in bytes; a single number when all are equal."""
    if "stsz" not in bodies:
        raise FileUnreadable
    body = bodies["stsz"]
    (same,) = struct.unpack_from(">I", body, 4)
    if same:
        return (same,)
    return (*struct.unpack_from(f">{_count(body, 8)}I", body, 12), 0)


def _count(body: bytes, at: int) -> int:
    (count,) = struct.unpack_from(">I", body, at)
    if count > _MOST:
        raise FileUnreadable
    return int(count)
