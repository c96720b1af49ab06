"""Sample entries (ISO/IEC 14496-12 §12.1.3, §12.2.3; QuickTime sound descriptions) written anew.

Sizes, rates and what a decoder needs stay; vendors, names of compressors and unknown boxes go.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from webapp.cleaning.boxes import box, boxes
from webapp.cleaning.media.decoder_configs import av1, avc, elementary_stream, hevc
from webapp.errors import FileNoCleanWay, FileUnreadable

_VIDEO = re.compile(
    r"avc[1-4]|hvc1|hev1|dvh[1e]|dva[1v]|av01|vp0[89]|mp4v|s263|h263|apc[hnso]|ap4[hx]"
)
_SOUND = re.compile(
    r"sowt|twos|raw |in24|in32|fl32|fl64|[ua]law|lpcm|NONE"
    r"|mp4a|Opus|alac|samr|sawb|ipcm|fpcm|ima4|\.mp3|ac-3|ec-3|fLaC"
)
_EXTRA = {0: 0, 1: 16, 2: 36}
_WAVE = frozenset({"frma", "mp4a", "esds", "enda", "alac", "chan"})


def entries(body: bytes) -> bytes:
    """The payload of stsd. Raises FileUnreadable and FileNoCleanWay."""
    parts = boxes(body, 8, len(body))
    made = [box(part.name, _entry(part.name, body[part.body : part.end])) for part in parts]
    return bytes(4) + len(made).to_bytes(4, "big") + b"".join(made)


def _entry(name: str, body: bytes) -> bytes:
    head = bytes(7) + b"\1"
    if _VIDEO.fullmatch(name):
        shape = body[24:36] + bytes(4) + body[40:42] + bytes(32) + body[74:78]
        return head + bytes(16) + shape + _children(body, 78)
    if not _SOUND.fullmatch(name):
        raise FileNoCleanWay
    version = int.from_bytes(body[8:10], "big")
    if version not in _EXTRA:
        raise FileUnreadable
    start = 28 + _EXTRA[version]
    return head + body[8:10] + bytes(6) + body[16:start] + _children(body, start)


def _children(body: bytes, start: int) -> bytes:
    if len(body) < start:
        raise FileUnreadable
    try:
        parts = boxes(body, start, len(body))
    except FileUnreadable:
        parts = boxes(body, start, max(start, len(body) - 4))  # QuickTime's zero at the end.
    return b"".join(_child(part.name, body[part.body : part.end]) for part in parts)


def _child(name: str, body: bytes) -> bytes:
    if name == "wave":
        return box("wave", _wave(body))
    rule = _CHILDREN.get(name)
    made = rule(body) if rule else None
    return b"" if made is None else box(name, made)


def _wave(body: bytes) -> bytes:
    """QuickTime's own wrapping; it ends with an empty box without a name."""
    parts = [p for p in boxes(body, 0, len(body)) if p.name in _WAVE]
    made = [
        box("mp4a", bytes(4)) if p.name == "mp4a" else _child(p.name, body[p.body : p.end])
        for p in parts
    ]
    return b"".join(made) + box("\0\0\0\0")


_Rule = Callable[[bytes], bytes | None]


def _exactly(length: int) -> _Rule:
    return lambda body: body[:length] if len(body) >= length else None


def _padded(length: int, whole: int) -> _Rule:
    """Room that is reserved can hide words."""
    return lambda b: b[:length] + bytes(whole - length) if len(b) >= whole else None


def _without_vendor(length: int) -> _Rule:
    return lambda body: bytes(4) + body[4:length] if len(body) >= length else None


def _colours(body: bytes) -> bytes | None:
    """Colours by their numbers; a profile could name the maker."""
    length = {b"nclx": 11, b"nclc": 10}.get(body[:4])
    return body[:length] if length and len(body) >= length else None


def _opus(body: bytes) -> bytes | None:
    return _exactly(13 + body[1] if body[10] else 11)(body) if len(body) > 10 else None


def _channels(body: bytes) -> bytes | None:
    return body if len(body) == 16 + 20 * int.from_bytes(body[12:16], "big") else None


def _flac(body: bytes) -> bytes | None:
    """STREAMINFO alone, marked as the last block."""
    if len(body) < 42 or body[4] & 127 or body[6:8] != b"\0\x22":
        return None
    return bytes(4) + b"\x80" + body[5:42]


_CHILDREN: dict[str, _Rule] = {
    "avcC": avc,
    "hvcC": hevc,
    "av1C": av1,
    "esds": elementary_stream,
    "vpcC": _padded(10, 12),
    "dvcC": _padded(5, 24),
    "dvvC": _padded(5, 24),
    "d263": _without_vendor(7),
    "damr": _without_vendor(9),
    "dOps": _opus,
    "dfLa": _flac,
    "chan": _channels,
    "colr": _colours,
    "dec3": lambda body: body if len(body) <= 32 else None,
    **{name: _exactly(2) for name in ("fiel", "enda")},
    **{name: _exactly(4) for name in ("clli", "frma")},
    **{name: _exactly(length) for name, length in (("alac", 28), ("dac3", 3), ("pcmC", 6))},
    **{name: _exactly(length) for name, length in (("btrt", 12), ("pasp", 8), ("clap", 32))},
    "mdcv": _exactly(24),
}
