"""WebP (RFC 9649 §2) walked chunk by chunk: only what draws the picture is allowed."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.cleaning.embedded import printable, xmp_findings
from webapp.cleaning.exif import exif_findings, orientation, read_tags
from webapp.cleaning.findings import Finding
from webapp.cleaning.icc import is_canonical_profile
from webapp.cleaning.structure import Inspection, Part, check_size, collect
from webapp.errors import FileUnreadable

_FRAMES = frozenset({"VP8 ", "VP8L"})
_ALLOWED = _FRAMES | {"VP8X", "ALPH", "ANIM", "ANMF"}
_INNER = _FRAMES | {"ALPH"}
_EXIF_AND_XMP, _PROFILE = 0x0C, 0x20


def inspect_webp(data: bytes) -> Inspection:
    """Walks the whole file. Raises FileUnreadable and FileTooLarge."""
    size = 8 + int.from_bytes(data[4:8], "little")
    if size > len(data):
        raise FileUnreadable
    parts = collect(webp_parts(data, 12, size))
    if not parts or not any(part.name in _FRAMES | {"ANMF"} for part in parts):
        raise FileUnreadable
    sizes = [_size(data, part) for part in parts if part.name in _FRAMES | {"VP8X"}]
    if not sizes:
        raise FileUnreadable
    for width, height in sizes:
        check_size(width, height)
    turn, findings = 1, [f for part in parts for f in _judge(data, part)]
    for part in parts:
        if turn == 1 and part.name == "EXIF":
            turn = orientation(read_tags(_tiff(data[part.body : part.end])))
    if size < len(data):
        findings.append(Finding("other", "trailer", printable(data[size : size + 120])))
    return Inspection(*sizes[0], turn, findings, _bare(data, parts))


def webp_parts(data: bytes, at: int, end: int) -> Iterator[Part]:
    """Chunks in order, padding included."""
    while at < end:
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        stop = at + 8 + length
        if at + 8 > end or stop > end:
            raise FileUnreadable
        stop = min(stop + (length & 1), end)
        yield Part(data[at : at + 4].decode("latin-1"), at, at + 8, stop)
        at = stop


def _size(data: bytes, part: Part) -> tuple[int, int]:
    """Width and height in pixels: of the canvas (§2.7.1), or of a frame (RFC 6386 §9.1)."""
    body = data[part.body : part.body + 10]
    if part.name == "VP8X":
        return tuple(int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))  # type: ignore[return-value]
    if part.name == "VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(
        body[8:10], "little"
    ) & 0x3FFF


def _tiff(body: bytes) -> bytes:
    """Some writers copy JPEG's six-byte prefix into the chunk."""
    return body.removeprefix(b"Exif\0\0")


def _length(data: bytes, part: Part) -> int:
    return int.from_bytes(data[part.start + 4 : part.start + 8], "little")


def _judge(data: bytes, part: Part) -> list[Finding]:
    body, where = data[part.body : part.end], f"chunk {printable(part.name.encode())}"
    if part.name == "EXIF":
        return exif_findings(read_tags(_tiff(body)), where)
    if part.name.startswith("XMP"):
        return xmp_findings(body, where)
    if part.name == "ICCP":
        known = is_canonical_profile(data[part.body : part.body + _length(data, part)])
        return [] if known else [Finding("profile", where)]
    if part.name == "VP8X":
        flagged = len(body) != 10 or body[0] & _EXIF_AND_XMP
        return [Finding("other", f"{where} flags")] if flagged else []
    if part.name == "ANMF":
        return _judge_frame(data, part, where)
    return [] if part.name in _ALLOWED else [Finding("other", where, printable(body))]


def _judge_frame(data: bytes, part: Part, where: str) -> list[Finding]:
    """A frame of an animation holds chunks of its own after sixteen bytes."""
    inner = collect(webp_parts(data, part.body + 16, part.end))
    return [Finding("other", where) for chunk in inner if chunk.name not in _INNER]


def webp_kept(data: bytes) -> bytes:
    """Only what `inspect_webp` finds nothing in, with flags that say so."""
    size = 8 + int.from_bytes(data[4:8], "little")
    if size > len(data):
        raise FileUnreadable
    parts = [part for part in collect(webp_parts(data, 12, size)) if part.name in _ALLOWED]
    return _bare(data, parts, _EXIF_AND_XMP | _PROFILE)


def _bare(data: bytes, parts: list[Part], flags: int = _EXIF_AND_XMP) -> bytes:
    chunks = []
    for part in parts:
        chunk = data[part.start : part.end]
        if part.name == "VP8X" and len(chunk) > 8:
            chunk = chunk[:8] + bytes([chunk[8] & ~flags]) + chunk[9:]
        if part.name in _ALLOWED or part.name == "ICCP":
            chunks.append(chunk)
    kept = b"".join(chunks)
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WEBP" + kept
