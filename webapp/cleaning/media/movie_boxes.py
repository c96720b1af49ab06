"""Which boxes of MP4, QuickTime, 3GP and M4A may stay, and what their fields may say.

ISO/IEC 14496-12, QuickTime File Format, 3GPP TS 26.244. Every other box is metadata or unknown.
"""

from __future__ import annotations

from collections.abc import Callable

from webapp.cleaning.boxes import box
from webapp.cleaning.media.movie_entries import entries
from webapp.errors import FileUnreadable

TREE: dict[str, frozenset[str]] = {
    "": frozenset({"ftyp", "moov", "mdat"}),
    "moov": frozenset({"mvhd", "trak"}),
    "trak": frozenset({"tkhd", "edts", "mdia"}),
    "edts": frozenset({"elst"}),
    "mdia": frozenset({"mdhd", "hdlr", "minf"}),
    "minf": frozenset({"vmhd", "smhd", "dinf", "stbl"}),
    "dinf": frozenset({"dref"}),
    "stbl": frozenset({"stsd", "stts", "ctts", "cslg", "stsc", "stsz", "stz2", "stco", "co64"})
    | {"stss", "stps", "sdtp", "sgpd", "sbgp"},
}
TRACKS = frozenset({b"vide", b"soun"})
_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4A "}
    | {b"M4B ", b"dash", b"hvc1", b"av01"}
)
# What the client writes, whatever it read.
_WRITTEN = frozenset(
    {b"qt  \0\0\2\0qt  ", b"3gp5\0\0\1\x003gp53gp4isom", b"M4A \0\0\0\0M4A mp42isom"}
    | {b"isom\0\0\2\0isomiso2iso5mp41"}
)


def canonical(name: str, body: bytes) -> bytes | None:
    """The payload of an allowed box without dates, names and makers; None where it goes.

    Raises FileUnreadable, and FileNoCleanWay for streams of unknown kinds.
    """
    rule = _RULES.get(name)
    return rule(body) if rule else body


def is_media(trak_hdlr: bytes) -> bool:
    """Whether a track with this handler box's payload is picture or sound."""
    return trak_hdlr[8:12] in TRACKS


def _brands(body: bytes) -> bytes:
    """The file's kind; versions and makers' own brands go."""
    if body in _WRITTEN:
        return body
    major = body[:4] if body[:4] in _BRANDS or body[:2] == b"3g" else b"isom"
    return major + bytes(4) + major


def _times(body: bytes, least: int) -> tuple[bytes, int]:
    """Version, flags and two times of zero, and where the fields after them begin."""
    at = 20 if body[:1] == b"\1" else 12
    if body[:1] > b"\1" or len(body) < at + least + (at - 4) // 2:
        raise FileUnreadable
    return body[:1] + bytes(at - 1), at


def _movie(body: bytes) -> bytes:
    head, at = _times(body, 80)
    rest = at + 4 + (at - 4) // 2
    kept = body[at : rest + 6] + bytes(10) + body[rest + 16 : rest + 52] + bytes(24)
    return head + kept + body[rest + 76 : rest + 80]


def _track(body: bytes) -> bytes:
    head, at = _times(body, 68)
    rest = at + 8 + (at - 4) // 2
    shown = body[rest + 8 : rest + 14] + bytes(2) + body[rest + 16 : rest + 60]
    flags = bytes([0, 0, body[3] & 15])
    where = body[at : at + 4] + bytes(4) + body[at + 8 : rest]
    return head[:1] + flags + head[4:] + where + bytes(8) + shown


def _media(body: bytes) -> bytes:
    """Which language is spoken is told no longer (0x55c4: "und")."""
    head, at = _times(body, 8)
    return head + body[at : at + 4 + (at - 4) // 2] + b"\x55\xc4\0\0"


def _handler(body: bytes) -> bytes:
    return bytes(8) + body[8:12] + bytes(13)


def _own_file(_body: bytes) -> bytes:
    return bytes(7) + b"\1" + box("url ", b"\0\0\0\1")


def _table(at: int, each: int) -> Callable[[bytes], bytes]:
    """A count at `at` and so many bytes for each, of which no more are kept than it says."""

    def cut(body: bytes) -> bytes:
        end = at + 4 + int.from_bytes(body[at : at + 4], "big") * each
        if end > len(body):
            raise FileUnreadable
        return bytes([body[0] & 1, 0, 0, 0]) + body[4:end]

    return cut


def _edits(body: bytes) -> bytes:
    return _table(4, 20 if body[:1] == b"\1" else 12)(body)


def _sizes(body: bytes) -> bytes:
    same = int.from_bytes(body[4:8], "big")
    return bytes(4) + body[4:12] if same else _table(8, 4)(body)


def _groups(body: bytes) -> bytes | None:
    """Groups that say where decoding may start (§10.1, §10.4), by their descriptions."""
    width = _GROUPS.get(body[4:8])
    if body[:1] != b"\1" or width is None or int.from_bytes(body[8:12], "big") != width:
        return None
    return _table(12, width)(body)


def _grouped(body: bytes) -> bytes | None:
    return _table(8, 8)(body) if body[:1] == b"\0" and body[4:8] in _GROUPS else None


_GROUPS = {b"roll": 2, b"rap ": 1, b"prol": 2}
_RULES: dict[str, Callable[[bytes], bytes | None]] = {
    "ftyp": _brands,
    "mvhd": _movie,
    "tkhd": _track,
    "mdhd": _media,
    "hdlr": _handler,
    "vmhd": lambda _body: b"\0\0\0\1" + bytes(8),
    "smhd": lambda _body: bytes(8),
    "dref": _own_file,
    "stsd": entries,
    "elst": _edits,
    "stsz": _sizes,
    "sgpd": _groups,
    "sbgp": _grouped,
    "cslg": lambda body: bytes(4) + body[4:24] if len(body) >= 24 and not body[0] else None,
    "stco": _table(4, 4),
    "co64": _table(4, 8),
    "stsc": _table(4, 12),
    **dict.fromkeys(("stts", "ctts"), _table(4, 8)),
    **dict.fromkeys(("stss", "stps"), _table(4, 4)),
}
