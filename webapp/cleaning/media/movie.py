"""MP4, QuickTime, 3GP and M4A rebuilt: the tracks of picture and sound, and their samples alone.

Samples are copied bit by bit. What no sample covers, such as the samples of a GPS track, stays
behind with the old file.
"""

from __future__ import annotations

import struct

from webapp.cleaning.boxes import box, boxes, check_depth
from webapp.cleaning.media.chunks import Chunk, chunks
from webapp.cleaning.media.fragments import gathered
from webapp.cleaning.media.movie_boxes import TREE, canonical, is_media
from webapp.cleaning.media.settings import blank_settings
from webapp.cleaning.structure import Part
from webapp.errors import FileUnreadable


def clean_movie(data: bytes) -> bytes:
    """The rebuilt file. Raises FileUnreadable and FileNoCleanWay."""
    top = boxes(data, 0, len(data))
    moov = next((part for part in top if part.name == "moov"), None)
    if moov is None:
        raise FileUnreadable
    if any(part.name == "moof" for part in top):
        # Its samples stay where they are; a movie box that finds them all comes after them.
        whole = data + gathered(data, top, moov)
        return blank_settings(_whole(whole, top, boxes(whole, len(data), len(whole))[0]))
    return blank_settings(_whole(data, top, moov))


def tracks(data: bytes, moov: Part) -> list[Part]:
    """The tracks of picture and sound."""
    return [
        part
        for part in boxes(data, moov.body, moov.end)
        if part.name == "trak" and is_media(_find(data, part, "mdia", "hdlr"))
    ]


def table(data: bytes, trak: Part) -> list[Part]:
    """The boxes of a track's sample table."""
    stbl = _part(data, trak, "mdia", "minf", "stbl")
    return boxes(data, stbl.body, stbl.end)


def _whole(data: bytes, top: list[Part], moov: Part) -> bytes:
    places = [chunks(data, table(data, trak)) for trak in tracks(data, moov)]
    order = sorted({chunk for track in places for chunk in track})
    if not order or sum(length for _, length in order) > len(data):
        raise FileUnreadable  # Chunks that overlap would multiply.
    brand = next((_canonical("ftyp", data, p) for p in top if p.name == "ftyp"), b"")
    start = brand or box("ftyp", b"qt  " + bytes(4) + b"qt  ")
    size = len(start) + len(_moov(data, moov, places, {})) + 8
    moved, at = {}, size
    for chunk in order:
        moved[chunk] = at
        at += chunk[1]
    samples = (data[offset : offset + length] for offset, length in order)
    return start + _moov(data, moov, places, moved) + box("mdat", *samples)


def _moov(data: bytes, moov: Part, places: list[list[Chunk]], moved: dict[Chunk, int]) -> bytes:
    kept = tracks(data, moov)
    made = []
    for part in boxes(data, moov.body, moov.end):
        if part.name == "mvhd":
            made.append(_canonical("mvhd", data, part))
        elif part in kept:
            offsets = [moved.get(chunk, 0) for chunk in places[kept.index(part)]]
            made.append(_rebuilt(data, part, offsets, "moov"))
    return box("moov", *made)


def _canonical(name: str, data: bytes, part: Part) -> bytes:
    made = canonical(name, _body(data, part))
    return b"" if made is None else box(name, made)


def _rebuilt(data: bytes, part: Part, offsets: list[int], path: str) -> bytes:
    """A box with its allowed children in canonical form, and samples at their new places."""
    check_depth(path)
    if part.name in ("stco", "co64"):
        packed = struct.pack(f">II{len(offsets)}I", 0, len(offsets), *offsets)
        return box("stco", packed)
    allowed = TREE.get(part.name)
    if allowed is None:
        return _canonical(part.name, data, part)
    inner = boxes(data, part.body, part.end)
    made = [_rebuilt(data, p, offsets, f"{path}/{p.name}") for p in inner if p.name in allowed]
    return box(part.name, *made)


def _body(data: bytes, part: Part) -> bytes:
    return data[part.body : part.end]


def _part(data: bytes, part: Part, *path: str) -> Part:
    for name in path:
        inner = boxes(data, part.body, part.end)
        found = next((each for each in inner if each.name == name), None)
        if found is None:
            raise FileUnreadable
        part = found
    return part


def _find(data: bytes, part: Part, *path: str) -> bytes:
    return _body(data, _part(data, part, *path))
