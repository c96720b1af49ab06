"""JPEG (ITU-T T.81 Annex B) walked marker by marker: only what draws the picture is allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webapp.cleaning.embedded import iptc_findings, printable, xmp_findings
from webapp.cleaning.exif import exif_findings, orientation, read_tags
from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.icc import is_canonical_profile
from webapp.cleaning.jpeg_tables import exact
from webapp.cleaning.structure import Inspection, Part, check_size, collect
from webapp.errors import FileUnreadable

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PIXELS = _FRAMES | {0xC4, 0xCC, 0xD8, 0xD9, 0xDA, 0xDB, 0xDD}
_ALONE = frozenset({0x00, 0x01, 0xFF, *range(0xD0, 0xD8)})
_MARKER = re.compile(rb"\xff[\x02-\xcf\xd9-\xfe]")
_JFIF = b"\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
# The way up and nothing else, as cleaned photos keep it.
_ORIENTATION = re.compile(
    rb"Exif\0\0MM\0\*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0[\1-\x08]\0\0\0\0\0\0"
)
_NAMES = {0xD8: "SOI", 0xD9: "EOI", 0xDA: "SOS", 0xDB: "DQT", 0xDD: "DRI", 0xC4: "DHT", 0xFE: "COM"}


def inspect_jpeg(data: bytes) -> Inspection:
    """Walks the whole file. Raises FileUnreadable and FileTooLarge."""
    parts = collect(jpeg_parts(data))
    names = [part.name for part in parts]
    frames = [part for part in parts if _marker(data, part) in _FRAMES]
    if len(frames) != 1 or "SOS" not in names or "EOI" not in names:
        raise FileUnreadable
    at = frames[0].body
    height, width = (int.from_bytes(data[at + i : at + i + 2], "big") for i in (1, 3))
    check_size(width, height)
    turn, findings = 1, []
    for part in parts:
        found = _judge(data, part)
        findings += found
        if turn == 1 and part.name == "APP1" and data[part.body : part.body + 6] == b"Exif\0\0":
            turn = orientation(read_tags(data[part.body + 6 : part.end]))
    bare = b"".join(data[p.start : p.end] for p in parts if _is_drawn(data, p))
    return Inspection(width, height, turn, findings, bare)


def jpeg_bare(data: bytes) -> bytes:
    """The same without a way up and a profile, which mean nothing inside of a document."""
    kept = jpeg_kept(data)
    parts = collect(jpeg_parts(kept))
    told = ("APP1", "APP2")
    return b"".join(kept[part.start : part.end] for part in parts if part.name not in told)


def jpeg_kept(data: bytes) -> bytes:
    """Only what `inspect_jpeg` finds nothing in, with a fresh JFIF header where there was one."""
    parts = collect(jpeg_parts(data))
    return b"".join(
        _JFIF if _is_jfif(data, part) else data[part.start : part.end]
        for part in parts
        if _is_jfif(data, part) or (part.name not in ("gap", "trailer") and not _judge(data, part))
    )


def jpeg_parts(data: bytes) -> Iterator[Part]:
    """Segments in order; what lies between or after them has the names "gap" and "trailer"."""
    at, name = 0, ""
    while at + 1 < len(data) and name != "EOI":
        part = _part_at(data, at)
        yield part
        at, name = part.end, part.name
    if at < len(data):
        yield Part("trailer", at, at, len(data))


def _part_at(data: bytes, at: int) -> Part:
    marker = data[at + 1]
    if data[at] != 0xFF or marker in _ALONE or (marker == 0xD8 and at):
        found = _MARKER.search(data, at + 1)
        return Part("gap", at, at, found.start() if found else len(data))
    if marker in (0xD8, 0xD9):
        return Part(_NAMES[marker], at, at + 2, at + 2)
    length = int.from_bytes(data[at + 2 : at + 4], "big")
    end = at + 2 + length
    if length < 2 or end > len(data):
        raise FileUnreadable
    return Part(_name(marker), at, at + 4, scan_end(data, end) if marker == 0xDA else end)


def scan_end(data: bytes, at: int) -> int:
    """Where entropy-coded data ends: at a marker that is neither stuffing nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _name(marker: int) -> str:
    if 0xE0 <= marker <= 0xEF:
        return f"APP{marker - 0xE0}"
    return _NAMES.get(marker, f"marker 0x{marker:02x}")


def _marker(data: bytes, part: Part) -> int:
    return 0 if part.name in ("gap", "trailer") else data[part.start + 1]


def _declared(data: bytes, part: Part) -> int:
    return int.from_bytes(data[part.start + 2 : part.start + 4], "big") - 2


def _is_jfif(data: bytes, part: Part) -> bool:
    return part.name == "APP0" and data[part.body : part.body + 5] == b"JFIF\0"


def _is_drawn(data: bytes, part: Part) -> bool:
    """Whether a decoder needs this part: pixels, JFIF and Adobe's colour flags, the ICC profile."""
    body = data[part.body : part.body + 12]
    colour = {"APP0": b"JFIF\0", "APP2": b"ICC_PROFILE\0", "APP14": b"Adobe"}.get(part.name)
    return body.startswith(colour) if colour else _marker(data, part) in _PIXELS


def _judge(data: bytes, part: Part) -> list[Finding]:
    """What this part is besides the picture."""
    body = data[part.body : part.end]
    marker = _marker(data, part)
    if marker in _PIXELS:
        return (
            []
            if exact(marker, body, _declared(data, part))
            else [Finding("other", f"{part.name} too long")]
        )
    if part.name == "APP0" and body.startswith(b"JFIF\0"):
        plain = len(body) == 14 and body[12:14] == b"\0\0"
        return [] if plain else [Finding("thumbnail", "APP0 JFIF")]
    return _judge_application(part.name, body)


def _judge_application(name: str, body: bytes) -> list[Finding]:
    if name == "APP14" and len(body) == 12 and body.startswith(b"Adobe"):
        return []
    if _ORIENTATION.fullmatch(body):
        return []
    if body.startswith(b"Exif\0\0"):
        return exif_findings(read_tags(body[6:]), f"{name} Exif")
    if body.startswith((b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/")):
        return xmp_findings(body, f"{name} XMP")
    if body.startswith(b"Photoshop 3.0\0"):
        return iptc_findings(body, f"{name} Photoshop")
    if body.startswith(b"ICC_PROFILE\0"):
        canonical = body[12:14] == b"\1\1" and is_canonical_profile(body[14:])
        return [] if canonical else [Finding("profile", f"{name} ICC")]
    if body.startswith((b"JFXX\0", b"MPF\0")):
        return [Finding("thumbnail", f"{name} {printable(body[:4])}")]
    kind: Kind = "text" if name == "COM" else "other"
    return [Finding(kind, name, printable(body))]
