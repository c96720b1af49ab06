"""ID3, APE and Lyrics3: the tags that stand before and after the frames of MP3 and AAC."""

from __future__ import annotations

from webapp.cleaning.findings import Finding, Kind

_MOST = 16
_KINDS: dict[bytes, Kind] = {
    **dict.fromkeys((b"TPE1", b"TPE2", b"TPE3", b"TPE4", b"TCOM", b"TOWN", b"TCOP"), "author"),
    **dict.fromkeys((b"TDRC", b"TYER", b"TDAT", b"TDEN", b"TDTG", b"TDOR", b"TIME"), "time"),
    **dict.fromkeys((b"TSSE", b"TENC"), "device"),
    **dict.fromkeys((b"APIC", b"PIC\0"), "thumbnail"),
}


def id3_end(data: bytes) -> int:
    """Where the ID3v2 tags at the start end (id3.org, ID3v2.4 §3.1); 0 when there is none."""
    at = 0
    for _ in range(_MOST):
        if data[at : at + 3] != b"ID3" or len(data) < at + 10:
            return at
        size = sum((byte & 0x7F) << (7 * (3 - i)) for i, byte in enumerate(data[at + 6 : at + 10]))
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def tail_start(data: bytes, start: int) -> int:
    """Where the tags at the end begin, whatever their order; the length when there is none."""
    end = len(data)
    for _ in range(_MOST):
        before = _before_tag(data, end)
        if before is None or before < start:
            return end
        end = before
    return end


def _before_tag(data: bytes, end: int) -> int | None:
    if end >= 128 and data[end - 128 : end - 125] == b"TAG":
        return end - 128
    if end >= 32 and data[end - 32 : end - 24] == b"APETAGEX":
        size = int.from_bytes(data[end - 20 : end - 16], "little")
        header = 32 if data[end - 9] & 0x80 else 0
        return end - size - header if size >= 32 else None
    if end >= 10 and data[end - 10 : end - 7] == b"3DI":
        size = sum((b & 0x7F) << (7 * (3 - i)) for i, b in enumerate(data[end - 4 : end]))
        return end - 20 - size
    if end >= 15 and data[end - 9 : end] == b"LYRICS200" and data[end - 15 : end - 9].isdigit():
        return end - 15 - int(data[end - 15 : end - 9])
    return None


def tag_findings(data: bytes, start: int, end: int) -> list[Finding]:
    """What the tags before `start` and after `end` tell."""
    found = [Finding("text", "ID3")] if start else []
    for name, kind in _KINDS.items():
        if name in data[:start]:
            found.append(Finding(kind, f"ID3 {name.decode()}"))
    tail = data[end:]
    if tail:
        named = {b"TAG": "ID3v1", b"APETAGEX": "APE", b"LYRICS": "Lyrics3"}
        found.append(Finding("text", next((n for k, n in named.items() if k in tail), "trailer")))
    return found
