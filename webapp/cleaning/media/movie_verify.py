"""Whether a film or recording in boxes is only picture and sound: every box and every byte."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.cleaning.boxes import boxes, check_depth
from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.media.chunks import chunks
from webapp.cleaning.media.movie import table, tracks
from webapp.cleaning.media.movie_boxes import TREE, canonical, is_media
from webapp.cleaning.media.settings import settings_findings
from webapp.cleaning.structure import Part
from webapp.errors import FileNoCleanWay, FileUnreadable

_KINDS: dict[str, Kind] = {
    "mvhd": "time",
    "tkhd": "time",
    "mdhd": "time",
    "hdlr": "device",
    "stsd": "device",
    "ftyp": "device",
    "©xyz": "gps",
    "loci": "gps",
    "udta": "text",
    "meta": "text",
    "uuid": "other",
}
_TOLD: tuple[tuple[bytes, Kind], ...] = (
    (b"\xa9xyz", "gps"),
    (b"loci", "gps"),
    (b"location.ISO6709", "gps"),
    (b"\xa9mak", "device"),
    (b"\xa9mod", "device"),
    (b"quicktime.model", "device"),
    (b"\xa9day", "time"),
    (b"creationdate", "time"),
    (b"\xa9ART", "author"),
    (b"auth", "author"),
)
_SPACE = frozenset({"free", "skip", "wide"})


def verify_movie(data: bytes) -> list[Finding]:
    """Raises FileUnreadable."""
    top = boxes(data, 0, len(data))
    moov = next((part for part in top if part.name == "moov"), None)
    if moov is None:
        raise FileUnreadable
    try:
        found = [*_walk(data, top, "", ""), *settings_findings(data)]
    except FileNoCleanWay:
        return [Finding("other", "/moov", "a stream that cannot be judged")]
    if not found:
        found += _uncovered(data, top, moov)
    return found


def _walk(data: bytes, parts: list[Part], parent: str, path: str) -> Iterator[Finding]:
    check_depth(path)
    for part in parts:
        where = f"{path}/{part.name}"
        body = data[part.body : part.end]
        if part.name in _SPACE and not body.strip(b"\0"):
            continue
        if part.name not in TREE[parent]:
            yield from _foreign(part.name, body, where)
        elif part.name in TREE:
            yield from _walk(data, boxes(data, part.body, part.end), part.name, where)
        elif part.name == "hdlr" and not is_media(body):
            yield Finding("other", where, "a track that is neither picture nor sound")
        elif canonical(part.name, body) != body:
            yield Finding(_KINDS.get(part.name, "other"), where)


def _foreign(name: str, body: bytes, where: str) -> Iterator[Finding]:
    told = {kind for word, kind in _TOLD if word in body or word == name.encode("latin-1")}
    for kind in sorted(told) or [_KINDS.get(name, "other")]:
        yield Finding(kind, where)


def _uncovered(data: bytes, top: list[Part], moov: Part) -> list[Finding]:
    """Bytes of the media data that no sample covers: what a removed track left behind."""
    used = sorted(chunk for trak in tracks(data, moov) for chunk in chunks(data, table(data, trak)))
    for part in top:
        if part.name == "mdat" and _spare(used, part.body, part.end, data):
            return [Finding("other", "/mdat", "bytes that no track uses")]
    return []


def _spare(used: list[tuple[int, int]], start: int, end: int, data: bytes) -> bool:
    at = start
    for offset, length in [*used, (end, 0)]:
        if start <= offset <= end:
            if data[at:offset].strip(b"\0"):
                return True
            at = max(at, offset + length)
    return False
