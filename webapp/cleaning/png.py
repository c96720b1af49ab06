"""PNG (W3C PNG 3rd edition §5, §11) walked chunk by chunk: only what draws it is allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from webapp.cleaning.embedded import printable, xmp_findings
from webapp.cleaning.exif import exif_findings, orientation, read_tags
from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.icc import is_canonical_profile
from webapp.cleaning.structure import Inspection, Part, check_size, collect
from webapp.errors import FileUnreadable

# Chunks that are allowed, and the only lengths that they may have (None: any).
_ALLOWED: dict[str, range | None] = {
    "IHDR": range(13, 14),
    "PLTE": range(3, 769, 3),
    "tRNS": range(1, 257),
    "gAMA": range(4, 5),
    "sRGB": range(1, 2),
    "cHRM": range(32, 33),
    "cICP": range(4, 5),
    "acTL": range(8, 9),
    "fcTL": range(26, 27),
    "fdAT": None,
    "IDAT": None,
    "IEND": range(1),
}
_COLOUR = frozenset({"iCCP", "sBIT", "bKGD"})
# Gamma and primaries are small numbers, or else something that hides there.
_NUMBERS = frozenset({"gAMA", "cHRM"})
_KEYWORDS: tuple[tuple[bytes, Kind], ...] = (
    (b"Author", "author"),
    (b"Copyright", "author"),
    (b"Creation Time", "time"),
    (b"date:", "time"),
    (b"Software", "device"),
    (b"Source", "device"),
)


def inspect_png(data: bytes) -> Inspection:
    """Walks the whole file. Raises FileUnreadable and FileTooLarge."""
    parts = collect(png_parts(data))
    names = [part.name for part in parts]
    if names[0] != "IHDR" or names.count("IHDR") > 1 or not {"IDAT", "IEND"} <= set(names):
        raise FileUnreadable
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    check_size(width, height)
    turn, findings = 1, []
    for part in parts:
        findings += _judged(data, part)
        if turn == 1 and part.name == "eXIf":
            turn = orientation(read_tags(data[part.body : part.end - 4]))
    kept = (data[p.start : p.end] for p in parts if p.name in _ALLOWED or p.name in _COLOUR)
    return Inspection(width, height, turn, findings, data[:8] + b"".join(kept))


def png_kept(data: bytes) -> bytes:
    """Only what `inspect_png` finds nothing in."""
    parts = collect(png_parts(data))
    kept = [data[p.start : p.end] for p in parts if p.name in _ALLOWED and not _judged(data, p)]
    return data[:8] + b"".join(kept)


def _judged(data: bytes, part: Part) -> list[Finding]:
    return _judge(part.name, data[part.body : part.end - 4], data[part.start : part.end])


def png_parts(data: bytes) -> Iterator[Part]:
    """Chunks in order, length and CRC included; what follows IEND is the "trailer"."""
    at, name = 8, ""
    while at < len(data) and name != "IEND":
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 12 + length
        if end > len(data):
            raise FileUnreadable
        name = data[at + 4 : at + 8].decode("latin-1")
        yield Part(name, at, at + 8, end)
        at = end
    if at < len(data) or name != "IEND":
        yield Part("trailer", at, at, len(data))


def _judge(name: str, body: bytes, whole: bytes) -> list[Finding]:
    if name == "trailer":
        return [Finding("other", name, printable(whole))]
    where = f"chunk {printable(name.encode())}"
    if name in _ALLOWED:
        lengths = _ALLOWED[name]
        if lengths is not None and len(body) not in lengths:
            return [Finding("other", f"{where} too long")]
        if name in _NUMBERS and any(body[at] or body[at + 1] > 15 for at in range(0, len(body), 4)):
            return [Finding("other", where, "numbers too large")]
        true = zlib.crc32(whole[4:-4]).to_bytes(4, "big") == whole[-4:]
        return [] if true else [Finding("other", f"{where} checksum")]
    return _judge_other(name, body, where)


def _judge_other(name: str, body: bytes, where: str) -> list[Finding]:
    if name == "eXIf":
        return exif_findings(read_tags(body), where)
    if name in ("tEXt", "zTXt", "iTXt"):
        return _judge_text(body, where)
    if name == "iCCP" and _is_canonical(body):
        return []
    kinds: dict[str, Kind] = {"tIME": "time", "iCCP": "profile"}
    return [Finding(kinds.get(name, "other"), where)]


def _is_canonical(body: bytes) -> bool:
    """A known profile without a name of its own; no more than its length is unpacked."""
    head, _, packed = body.partition(b"\0")
    unpacker = zlib.decompressobj()
    try:
        profile = unpacker.decompress(packed[1:], 4096)
    except zlib.error:
        return False
    known = is_canonical_profile(profile) and unpacker.eof and not unpacker.unused_data
    return known and len(head) <= 12


def _judge_text(body: bytes, where: str) -> list[Finding]:
    if body.startswith(b"XML:com.adobe.xmp\0"):
        return xmp_findings(body, f"{where} XMP")
    kind: Kind = next((kind for word, kind in _KEYWORDS if body.startswith(word)), "text")
    return [Finding(kind, where, printable(body.replace(b"\0", b" ")))]
