"""Fragments of a movie (ISO/IEC 14496-12 §8.8), as browsers and some phones record them.

Their samples are listed by track, in the tables of a movie in one piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from webapp.cleaning.boxes import box, boxes
from webapp.cleaning.structure import Part
from webapp.errors import FileNoCleanWay, FileUnreadable

_MOST = 2_000_000
_NOT_SYNC = 0x10000
_Fields = tuple[int, int, int]


@dataclass
class _Track:
    """Samples as (size, duration, shift, whether decoding may start), and chunks of them."""

    defaults: _Fields = (0, 0, 0)
    start: int | None = None
    time: int = 0
    samples: list[tuple[int, int, int, bool]] = field(default_factory=list)
    chunks: list[tuple[int, int]] = field(default_factory=list)


def gathered(data: bytes, top: list[Part], moov: Part) -> bytes:
    """A movie box for the samples of all fragments. Raises FileUnreadable and FileNoCleanWay."""
    found = _tracks(data, moov)
    for part in top:
        if part.name == "moof":
            _fragment(data, part, found)
    scale = _scale(data, _inner(data, moov, "mvhd"))
    traks = [part for part in boxes(data, moov.body, moov.end) if part.name == "trak"]
    spans = [_span(data, trak, found[_track_id(data, trak)], scale) for trak in traks]
    first = min((start for start, _ in spans), default=0)
    made = [
        _trak(data, trak, found[_track_id(data, trak)], round(start - first), length)
        for trak, (start, length) in zip(traks, spans, strict=True)
    ]
    longest = max((round(start - first) + length for start, length in spans), default=0)
    return box("moov", _lasting(data, _inner(data, moov, "mvhd"), longest), *made)


def _span(data: bytes, trak: Part, track: _Track, scale: int) -> tuple[float, int]:
    """When a track starts and how long it lasts, in units of the movie."""
    own = _scale(data, _inner(data, trak, "mdia", "mdhd"))
    start = track.start or 0
    return start * scale / own, round((track.time - start) * scale / own)


def _tracks(data: bytes, moov: Part) -> dict[int, _Track]:
    found = {}
    for trak in boxes(data, moov.body, moov.end):
        if trak.name == "trak":
            stsz = _inner(data, trak, "mdia", "minf", "stbl", "stsz")
            if _long(data, stsz.body + 8):
                raise FileNoCleanWay  # A first piece of samples outside of all fragments.
            found[_track_id(data, trak)] = _Track()
    for mvex in boxes(data, moov.body, moov.end):
        for trex in boxes(data, mvex.body, mvex.end) if mvex.name == "mvex" else []:
            track = found.get(_long(data, trex.body + 4))
            if trex.name == "trex" and track:
                duration, size, flags = (_long(data, trex.body + at) for at in (12, 16, 20))
                track.defaults = duration, size, flags
    return found


def _fragment(data: bytes, moof: Part, found: dict[int, _Track]) -> None:
    cursor = moof.start
    for traf in boxes(data, moof.body, moof.end):
        if traf.name != "traf":
            continue
        tfhd = _inner(data, traf, "tfhd")
        flags, track = _flags(data, tfhd), found.get(_long(data, tfhd.body + 4), _Track())
        fields = _Reader(data, tfhd.body + 8, tfhd.end)
        base = fields.next(8) if flags & 1 else moof.start if flags & 0x20000 else cursor
        fields.skip(flags & 2)
        usual = tuple(
            fields.next(4) if flags & bit else track.defaults[n]
            for n, bit in enumerate((8, 0x10, 0x20))
        )
        parts = boxes(data, traf.body, traf.end)
        _seek(data, parts, track)
        at = base
        for trun in parts:
            if trun.name == "trun":
                at = _run(data, trun, base, at, (usual[0], usual[1], usual[2]), track)
        cursor = at


def _seek(data: bytes, parts: list[Part], track: _Track) -> None:
    """Earlier samples last until the time that a fragment states."""
    for part in parts:
        if part.name == "tfdt":
            wide = 8 if data[part.body] == 1 else 4
            time = int.from_bytes(data[part.body + 4 : part.body + 4 + wide], "big")
            if track.start is None:
                track.start = track.time = time
            elif time > track.time and track.samples:
                size, duration, shift, sync = track.samples[-1]
                track.samples[-1] = size, duration + time - track.time, shift, sync
                track.time = time


def _run(data: bytes, trun: Part, base: int, at: int, usual: _Fields, track: _Track) -> int:
    """The samples of one run, which lie one after the other; where they end."""
    flags, count = _flags(data, trun), _long(data, trun.body + 4)
    fields = _Reader(data, trun.body + 8, trun.end)
    if flags & 1:
        at = base + _signed(fields.next(4))
    first = fields.next(4) if flags & 4 else None
    if count > _MOST or len(track.samples) + count > _MOST or at < 0:
        raise FileUnreadable
    if track.start is None:
        track.start = 0
    if count:
        track.chunks.append((at, count))
    for number in range(count):
        duration = fields.next(4) if flags & 0x100 else usual[0]
        size = fields.next(4) if flags & 0x200 else usual[1]
        own = fields.next(4) if flags & 0x400 else usual[2]
        if not number and first is not None and not flags & 0x400:
            own = first
        shift = _signed(fields.next(4)) if flags & 0x800 else 0
        track.samples.append((size, duration, shift, not own & _NOT_SYNC))
        track.time += duration
        at += size
    return at


def _trak(data: bytes, trak: Part, track: _Track, lead: int, length: int) -> bytes:
    """The track with tables of its own, lasting as long as they say."""
    length += lead
    tkhd = _lasting(data, _inner(data, trak, "tkhd"), length, 8)
    mdia = _inner(data, trak, "mdia")
    minf = _inner(data, mdia, "minf")
    stsd = _inner(data, minf, "stbl", "stsd")
    stbl = box("stbl", data[stsd.start : stsd.end], *_tables(track))
    others = [data[p.start : p.end] for p in boxes(data, minf.body, minf.end) if p.name != "stbl"]
    mdhd = _lasting(data, _inner(data, mdia, "mdhd"), track.time - (track.start or 0))
    hdlr = _inner(data, mdia, "hdlr")
    media = box("mdia", mdhd, data[hdlr.start : hdlr.end], box("minf", *others, stbl))
    return box("trak", tkhd, _edits(data, trak, lead, length - lead), media)


def _edits(data: bytes, trak: Part, lead: int, length: int) -> bytes:
    """Nothing for as long as the track starts later than others, then all of it."""
    begins = 0
    for edts in boxes(data, trak.body, trak.end):
        for elst in boxes(data, edts.body, edts.end) if edts.name == "edts" else []:
            begins = max(begins, _first_shown(data, elst))
    if not lead and not begins:
        return b""
    rows = [_edit(lead, -1)] if lead else []
    rows.append(_edit(length, begins))
    return box("edts", box("elst", b"\1\0\0\0", len(rows).to_bytes(4, "big"), *rows))


def _edit(length: int, begins: int) -> bytes:
    return length.to_bytes(8, "big") + begins.to_bytes(8, "big", signed=True) + b"\0\1\0\0"


def _first_shown(data: bytes, elst: Part) -> int:
    wide = 8 if data[elst.body] == 1 else 4
    for at in range(elst.body + 8, elst.end - 2 * wide - 3, 2 * wide + 4):
        begins = int.from_bytes(data[at + wide : at + 2 * wide], "big", signed=True)
        if begins >= 0:
            return begins
    return 0


def _tables(track: _Track) -> Iterator[bytes]:
    samples, chunks = track.samples, track.chunks
    yield _table("stts", _runs([duration for _, duration, _, _ in samples]))
    shifts = [shift for _, _, shift, _ in samples]
    if any(shifts):
        yield _table("ctts", _runs(shifts), version=1 if min(shifts) < 0 else 0)
    syncs = [(n,) for n, sample in enumerate(samples, 1) if sample[3]]
    if len(syncs) < len(samples):
        yield _table("stss", syncs)
    counts = [count for _, count in chunks]
    new = [n for n, count in enumerate(counts) if not n or counts[n - 1] != count]
    yield _table("stsc", [(n + 1, counts[n], 1) for n in new])
    sizes = [(size,) for size, _, _, _ in samples]
    yield box("stsz", bytes(8), len(sizes).to_bytes(4, "big"), _words(sizes))
    yield _table("stco", [(offset,) for offset, _ in chunks])


def _runs(values: list[int]) -> list[tuple[int, ...]]:
    return [(len(list(group)), value) for value, group in groupby(values)]


def _table(name: str, rows: Sequence[tuple[int, ...]], version: int = 0) -> bytes:
    return box(name, bytes([version, 0, 0, 0]), len(rows).to_bytes(4, "big"), _words(rows))


def _words(rows: Sequence[tuple[int, ...]]) -> bytes:
    return b"".join((value & 0xFFFFFFFF).to_bytes(4, "big") for row in rows for value in row)


@dataclass
class _Reader:
    """Fields one after the other. Raises FileUnreadable behind the last."""

    data: bytes
    at: int
    end: int

    def next(self, wide: int) -> int:
        start, self.at = self.at, self.at + wide
        if self.at > self.end:
            raise FileUnreadable
        return int.from_bytes(self.data[start : self.at], "big")

    def skip(self, wanted: int) -> None:
        if wanted:
            self.next(4)


def _lasting(data: bytes, part: Part, length: int, more: int = 4) -> bytes:
    """A header with another duration, `more` bytes after its times."""
    wide = 8 if data[part.body] == 1 else 4
    at = part.body + 4 + 2 * wide + more
    stated = min(length, (1 << 8 * wide) - 1).to_bytes(wide, "big")
    return data[part.start : at] + stated + data[at + wide : part.end]


def _scale(data: bytes, part: Part) -> int:
    return max(1, _long(data, part.body + (20 if data[part.body] == 1 else 12)))


def _track_id(data: bytes, trak: Part) -> int:
    tkhd = _inner(data, trak, "tkhd")
    return _long(data, tkhd.body + (20 if data[tkhd.body] == 1 else 12))


def _inner(data: bytes, part: Part, *path: str) -> Part:
    for name in path:
        found = next((p for p in boxes(data, part.body, part.end) if p.name == name), None)
        if found is None or found.end - found.body < 4:
            raise FileUnreadable
        part = found
    return part


def _long(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")


def _flags(data: bytes, part: Part) -> int:
    return _long(data, part.body) & 0xFFFFFF


def _signed(value: int) -> int:
    return value - (1 << 32) if value >> 31 else value
