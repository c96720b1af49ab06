"""Matroska and WebM (RFC 9559) rebuilt: tracks of picture and sound and their blocks alone."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.media.ebml import CLUSTER, EBML, SEGMENT, Element, element, elements, unsigned
from webapp.cleaning.media.settings import blank_settings, settings_findings
from webapp.errors import FileUnreadable

_INFO, _TRACKS, _CUES, _VOID, _CRC = 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0xEC, 0xBF
_TRACK, _BLOCK, _GROUP, _SIMPLE, _TIME = 0xAE, 0xA1, 0xA0, 0xA3, 0xE7
_MUXER, _WRITER, _UID, _NUMBER, _TYPE = 0x4D80, 0x5741, 0x73C5, 0xD7, 0x83
_LANGUAGE = 0x22B59C
_CUE, _CUE_PLACE, _CUE_CLUSTER = 0xBB, 0xB7, 0xF1

# What may stay, by parent; names, dates, identifiers, languages and tags are not among it.
TREE: dict[int, frozenset[int]] = {
    EBML: frozenset({0x4286, 0x42F7, 0x42F2, 0x42F3, 0x4282, 0x4287, 0x4285}),
    SEGMENT: frozenset({_INFO, _TRACKS, CLUSTER, _CUES}),
    _INFO: frozenset({0x2AD7B1, 0x4489, _MUXER, _WRITER}),
    _TRACKS: frozenset({_TRACK}),
    _TRACK: frozenset({_NUMBER, _UID, _TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x23E383, 0x86, 0x63A2})
    | {0x56AA, 0x56BB, 0xE0, 0xE1, 0xAA, 0x6DE7, 0x55EE, 0x6D80},
    0x6D80: frozenset({0x6240}),
    0x6240: frozenset({0x5031, 0x5032, 0x5033, 0x5034}),
    0x5034: frozenset({0x4254, 0x4255}),
    0xE0: frozenset({0x9A, 0x9D, 0x53B8, 0x53C0, 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD})
    | {0x54B0, 0x54BA, 0x54B2, 0x55B0},
    0x55B0: frozenset(range(0x55B1, 0x55BE)),
    0xE1: frozenset({0xB5, 0x78B5, 0x9F, 0x6264}),
    CLUSTER: frozenset({_TIME, _GROUP, _SIMPLE}),
    _GROUP: frozenset({_BLOCK, 0x9B, 0xFB, 0x75A2, 0x75A1}),
    0x75A1: frozenset({0xA6}),
    0xA6: frozenset({0xEE, 0xA5}),
    _CUES: frozenset({_CUE}),
    _CUE: frozenset({0xB3, _CUE_PLACE}),
    _CUE_PLACE: frozenset({0xF7, _CUE_CLUSTER, 0x5378}),
}
_NAMED: dict[int, tuple[str, Kind]] = {
    0x1254C367: ("Tags", "text"),
    0x1941A469: ("Attachments", "thumbnail"),
    0x1043A770: ("Chapters", "text"),
    0x7BA9: ("Title", "text"),
    0x4461: ("DateUTC", "time"),
    0x73A4: ("SegmentUID", "other"),
    0x536E: ("Name", "text"),
    _MUXER: ("MuxingApp", "device"),
    _WRITER: ("WritingApp", "device"),
}


def clean_matroska(data: bytes) -> bytes:
    """The rebuilt file. Raises FileUnreadable."""
    head, segment = _read(data)
    tracks = _media_tracks(data, segment)
    inner = elements(data, segment.body, segment.end)
    parts = [
        _rebuilt(data, part, tracks)
        for number in (_INFO, _TRACKS)
        for part in inner
        if part.id == number
    ]
    place, cues = sum(map(len, parts)), {}
    for part in inner:
        if part.id == CLUSTER:
            made = _rebuilt(data, part, tracks)
            cues[part.start - segment.body] = place
            place += len(made)
            parts.append(made)
    parts += [_cues(data, part, cues) for part in inner if part.id == _CUES]
    return blank_settings(_rebuilt(data, head, tracks) + element(SEGMENT, *parts))


def verify_matroska(data: bytes) -> list[Finding]:
    head, segment = _read(data)
    tracks = _media_tracks(data, segment)
    found = [*_judge(data, head, tracks), *_judge(data, segment, tracks)]
    found += settings_findings(data)
    return [*found, Finding("other", "trailer")] if segment.end < len(data) else found


def _read(data: bytes) -> tuple[Element, Element]:
    top = elements(data, 0, len(data))
    if [part.id for part in top[:2]] != [EBML, SEGMENT]:
        raise FileUnreadable
    return top[0], top[1]


def _media_tracks(data: bytes, segment: Element) -> frozenset[int]:
    """The numbers of the tracks of picture (1) and sound (2)."""
    found: set[int] = set()
    for tracks in elements(data, segment.body, segment.end):
        if tracks.id == _TRACKS:
            for track in elements(data, tracks.body, tracks.end):
                if track.id == _TRACK:
                    found |= _media_number(data, track)
    if not found:
        raise FileUnreadable
    return frozenset(found)


def _media_number(data: bytes, track: Element) -> set[int]:
    said = {part.id: part for part in elements(data, track.body, track.end)}
    wanted = _value(data, said.get(_TYPE)) in (1, 2)
    return {_value(data, said.get(_NUMBER))} if wanted else set()


def _value(data: bytes, part: Element | None) -> int:
    return 0 if part is None else int.from_bytes(data[part.body : part.end][:8], "big")


def _kept(data: bytes, part: Element, parent: int, tracks: frozenset[int]) -> bool:
    if part.id not in TREE[parent]:
        return False
    if part.id == _TRACK:
        said = {each.id: each for each in elements(data, part.body, part.end)}
        return _value(data, said.get(_NUMBER)) in tracks
    if part.id == _SIMPLE:
        return _block_track(data, part) in tracks
    if part.id == _GROUP:
        blocks = [p for p in elements(data, part.body, part.end) if p.id == _BLOCK]
        return len(blocks) == 1 and _block_track(data, blocks[0]) in tracks
    return True


def _block_track(data: bytes, part: Element) -> int:
    first = data[part.body] if part.body < part.end else 0
    return first & 0x7F if first & 0x80 else (first & 0x3F) << 8 | data[part.body + 1]


def _rebuilt(data: bytes, part: Element, tracks: frozenset[int]) -> bytes:
    if part.id not in TREE:
        return element(part.id, _canonical(data, part))
    inner = elements(data, part.body, part.end)
    kept = [p for p in inner if _kept(data, p, part.id, tracks)]
    made = [_rebuilt(data, p, tracks) for p in kept]
    if part.id == _TRACK:
        number = next(_value(data, p) for p in kept if p.id == _NUMBER)
        made = [
            element(_UID, unsigned(number)) if p.id == _UID else m
            for p, m in zip(kept, made, strict=True)
        ]
    return element(part.id, *made)


def _canonical(data: bytes, part: Element) -> bytes:
    return b"" if part.id in (_MUXER, _WRITER) else data[part.body : part.end]


def _cues(data: bytes, part: Element, moved: dict[int, int]) -> bytes:
    """The index, with the clusters' new places; an entry for an unknown cluster is dropped."""
    if part.id == _CUE_CLUSTER:
        return element(part.id, unsigned(moved[_value(data, part)]))
    if part.id not in TREE:
        return element(part.id, data[part.body : part.end])
    made = []
    for inner in elements(data, part.body, part.end):
        if inner.id in TREE[part.id]:
            try:
                made.append(_cues(data, inner, moved))
            except KeyError:
                if part.id != _CUES:
                    raise
    return element(part.id, *made)


def _judge(data: bytes, parent: Element, tracks: frozenset[int]) -> Iterator[Finding]:
    for part in elements(data, parent.body, parent.end):
        if part.id == _VOID and not data[part.body : part.end].strip(b"\0"):
            continue
        if part.id == _LANGUAGE and data[part.body : part.end] == b"und":
            continue
        if not _kept(data, part, parent.id, tracks):
            name, kind = _NAMED.get(part.id, (f"element 0x{part.id:x}", "other"))
            yield Finding(kind, name)
        elif part.id in TREE:
            yield from _judge(data, part, tracks)
        elif part.id in (_MUXER, _WRITER) and data[part.body : part.end] not in (b"", b"-"):
            yield Finding("device", _NAMED[part.id][0])
        elif part.id == _UID and _value(data, part) > 127:
            yield Finding("other", "TrackUID")
