"""Matroska and WebM (RFC 9559) rebuilt: tracks of picture and sound and their blocks alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.media.ebml import CLUSTER, EBML, SEGMENT, Element, element, elements, unsigned
from webapp.cleaning.media.matroska_private import clean_private
from webapp.cleaning.media.settings import blank_settings, settings_findings
from webapp.errors import FileNoCleanWay, FileUnreadable

_INFO, _TRACKS, _VOID, _ENCODINGS = 0x1549A966, 0x1654AE6B, 0xEC, 0x6D80
_TRACK, _BLOCK, _GROUP, _SIMPLE, _TIME = 0xAE, 0xA1, 0xA0, 0xA3, 0xE7
_MUXER, _WRITER, _UID, _NUMBER, _TYPE = 0x4D80, 0x5741, 0x73C5, 0xD7, 0x83
_DOC_TYPE, _CODEC, _PRIVATE, _LANGUAGE = 0x4282, 0x86, 0x63A2, 0x22B59C
_WORDS = frozenset({_DOC_TYPE, _CODEC})
_COLOUR, _LIGHT = 0x55B0, 0x55D0
_CODEC_NAME = re.compile(rb"[AV]_[A-Z0-9/]{2,24}")
# Tracks are numbered in one byte, and their identifiers say nothing else.
_MOST_TRACKS = 126
_FIRST_UID = 7000

# What may stay, by parent; names, dates, identifiers, languages, indexes and tags are not among it.
TREE: dict[int, frozenset[int]] = {
    EBML: frozenset({0x4286, 0x42F7, 0x42F2, 0x42F3, _DOC_TYPE, 0x4287, 0x4285}),
    SEGMENT: frozenset({_INFO, _TRACKS, CLUSTER}),
    _INFO: frozenset({0x2AD7B1, 0x4489, _MUXER, _WRITER}),
    _TRACKS: frozenset({_TRACK}),
    _TRACK: frozenset({_NUMBER, _UID, _TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x23E383, _CODEC})
    | {_PRIVATE, 0x56AA, 0x56BB, 0xE0, 0xE1, 0x6DE7, 0x6DF8},
    0xE0: frozenset({0x9A, 0x9D, 0x53B8, 0x53C0, 0xB0, 0xBA, 0x54AA, 0x54BB, 0x54CC, 0x54DD})
    | {0x54B0, 0x54BA, 0x54B2, 0x2EB524, _COLOUR},
    _COLOUR: frozenset(range(0x55B1, 0x55BE)) | {_LIGHT},
    _LIGHT: frozenset(range(0x55D1, 0x55DB)),
    0xE1: frozenset({0xB5, 0x78B5, 0x9F, 0x6264}),
    CLUSTER: frozenset({_TIME, _GROUP, _SIMPLE}),
    _GROUP: frozenset({_BLOCK, 0x9B, 0xFB, 0xFA, 0x75A2}),
}
_NAMED: dict[int, tuple[str, Kind]] = {
    0x1254C367: ("Tags", "text"),
    0x1941A469: ("Attachments", "thumbnail"),
    0x1043A770: ("Chapters", "text"),
    0x7BA9: ("Title", "text"),
    0x4461: ("DateUTC", "time"),
    0x73A4: ("SegmentUID", "other"),
    0x1C53BB6B: ("Cues", "other"),
    0x114D9B74: ("SeekHead", "other"),
    0x536E: ("Name", "text"),
    _MUXER: ("MuxingApp", "device"),
    _WRITER: ("WritingApp", "device"),
}


def clean_matroska(data: bytes) -> bytes:
    """The rebuilt file, without an index. Raises FileUnreadable and FileNoCleanWay."""
    head, segment = _read(data)
    tracks = _media_tracks(data, segment)
    inner = elements(data, segment.body, segment.end)
    parts = [
        _rebuilt(data, part, tracks)
        for number in (_INFO, _TRACKS, CLUSTER)
        for part in inner
        if part.id == number
    ]
    return blank_settings(_rebuilt(data, head, tracks) + element(SEGMENT, *parts))


def verify_matroska(data: bytes) -> list[Finding]:
    head, segment = _read(data)
    try:
        tracks = _media_tracks(data, segment)
        found = [*_judge(data, head, tracks), *_judge(data, segment, tracks)]
    except FileNoCleanWay:
        return [Finding("other", "tracks", "of a kind that cannot be judged")]
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
    if _value(data, said.get(_TYPE)) not in (1, 2):
        return set()
    number = _value(data, said.get(_NUMBER))
    if _ENCODINGS in said or not 0 < number <= _MOST_TRACKS:
        raise FileNoCleanWay  # Packed or locked blocks cannot be looked into.
    return {number}


def _value(data: bytes, part: Element | None) -> int:
    return 0 if part is None else int.from_bytes(data[part.body : part.end][:8], "big")


def _kept(data: bytes, part: Element, parent: int, tracks: frozenset[int]) -> bool:
    if part.id not in TREE[parent] or _is_long(part):
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


def _is_long(part: Element) -> bool:
    """Whether a number takes more room than any number needs."""
    roomy = part.id in TREE or part.id in _WORDS or part.id in (_PRIVATE, _BLOCK, _SIMPLE)
    return not roomy and part.id not in (_MUXER, _WRITER) and part.end - part.body > 8


def _block_track(data: bytes, part: Element) -> int:
    first = data[part.body] if part.body < part.end else 0
    return first & 0x7F if first & 0x80 else (first & 0x3F) << 8 | data[part.body + 1]


def _rebuilt(data: bytes, part: Element, tracks: frozenset[int]) -> bytes:
    if part.id not in TREE:
        return element(part.id, _canonical(data, part))
    inner = elements(data, part.body, part.end)
    kept = [p for p in inner if _kept(data, p, part.id, tracks)]
    said = {p.id: p for p in kept} if part.id == _TRACK else {}
    made = [_own(data, p, said) or _rebuilt(data, p, tracks) for p in kept]
    return element(part.id, *made)


def _own(data: bytes, part: Element, track: dict[int, Element]) -> bytes:
    """What is written from a track's other fields; nothing for all else."""
    if part.id == _UID and track:
        return element(_UID, unsigned(_FIRST_UID + _value(data, track.get(_NUMBER))))
    if part.id == _PRIVATE and track:
        return element(_PRIVATE, _private(data, part, track))
    return b""


def _private(data: bytes, part: Element, track: dict[int, Element]) -> bytes:
    codec = track.get(_CODEC)
    name = data[codec.body : codec.end] if codec else b""
    return clean_private(name.rstrip(b"\0"), data[part.body : part.end])


def _canonical(data: bytes, part: Element) -> bytes:
    body = data[part.body : part.end]
    if part.id == _CODEC and not _CODEC_NAME.fullmatch(body.rstrip(b"\0")):
        raise FileNoCleanWay
    if part.id == _DOC_TYPE:
        return b"webm" if body.startswith(b"webm") else b"matroska"
    return (
        b"-" if part.id in (_MUXER, _WRITER) else body.rstrip(b"\0") if part.id in _WORDS else body
    )


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
        elif part.id == _UID:
            if not _FIRST_UID < _value(data, part) <= _FIRST_UID + _MOST_TRACKS:
                yield Finding("other", "TrackUID")
        elif part.id == _PRIVATE:
            track = {p.id: p for p in elements(data, parent.body, parent.end)}
            if _private(data, part, track) != data[part.body : part.end]:
                yield Finding("device", "CodecPrivate")
        elif part.id in (_MUXER, _WRITER):
            if data[part.body : part.end] not in (b"", b"-"):
                yield Finding("device", _NAMED[part.id][0])
        elif _canonical(data, part) != data[part.body : part.end]:
            yield Finding("other", f"element 0x{part.id:x}")
