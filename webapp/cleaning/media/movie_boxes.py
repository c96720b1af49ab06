"""Which boxes of MP4, QuickTime, 3GP and M4A may stay, and what their fields may say.

ISO/IEC 14496-12, QuickTime File Format, 3GPP TS 26.244. Every other box is metadata or unknown.
"""

from __future__ import annotations

from collections.abc import Callable

from webapp.cleaning.boxes import box, boxes
from webapp.errors import FileUnreadable

TREE: dict[str, frozenset[str]] = {
    "": frozenset({"ftyp", "moov", "mdat", "styp", "moof"}),
    "moov": frozenset({"mvhd", "trak", "mvex"}),
    "trak": frozenset({"tkhd", "edts", "mdia"}),
    "edts": frozenset({"elst"}),
    "mdia": frozenset({"mdhd", "hdlr", "minf"}),
    "minf": frozenset({"vmhd", "smhd", "dinf", "stbl"}),
    "dinf": frozenset({"dref"}),
    "stbl": frozenset({"stsd", "stts", "ctts", "cslg", "stsc", "stsz", "stz2", "stco", "co64"})
    | {"stss", "stps", "sdtp", "sgpd", "sbgp"},
    "mvex": frozenset({"mehd", "trex"}),
    "moof": frozenset({"mfhd", "traf"}),
    "traf": frozenset({"tfhd", "tfdt", "trun", "sgpd", "sbgp", "sdtp"}),
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
_ENTRY_PARTS = frozenset(
    {"avcC", "hvcC", "av1C", "vpcC", "esds", "dOps", "dac3", "dec3", "dfLa", "alac", "damr"}
    | {"d263", "pcmC", "chan", "wave", "pasp", "fiel", "clap", "colr", "frma", "enda", "mp4a"}
    | {"samr", "btrt", "mdcv", "clli", "dvcC", "dvvC"}
)
_SOUND = frozenset(
    {"mp4a", "samr", "sawb", "alac", "Opus", "ac-3", "ec-3", "fLaC", "sowt", "twos", "lpcm"}
    | {"ulaw", "alaw", "in24", "in32", "fl32", "raw ", ".mp3", "ipcm", "fpcm"}
)


def canonical(name: str, body: bytes) -> bytes:
    """The payload of an allowed box without dates, names and makers."""
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


def _no_dates(body: bytes) -> bytes:
    size = 16 if body[:1] == b"\1" else 8
    if len(body) < 4 + size:
        raise FileUnreadable
    return body[:4] + bytes(size) + body[4 + size :]


def _handler(body: bytes) -> bytes:
    return bytes(8) + body[8:12] + bytes(13)


def _own_file(_body: bytes) -> bytes:
    return bytes(7) + b"\1" + box("url ", b"\0\0\0\1")


def _entries(body: bytes) -> bytes:
    return body[:8] + b"".join(
        box(part.name, _entry(part.name, body[part.body : part.end]))
        for part in boxes(body, 8, len(body))
    )


def _entry(name: str, body: bytes) -> bytes:
    """A sample entry: video has a compressor's name, both have QuickTime's vendor."""
    if name in _SOUND:
        version = int.from_bytes(body[8:10], "big")
        start = {0: 28, 1: 44, 2: 64}.get(version, 28)
        return body[:10] + bytes(6) + body[16:start] + _children(body, start)
    return body[:8] + bytes(16) + body[24:42] + bytes(32) + body[74:78] + _children(body, 78)


def _children(body: bytes, start: int) -> bytes:
    try:
        parts = boxes(body, start, len(body))
    except FileUnreadable:
        parts = boxes(body, start, max(start, len(body) - 4))  # QuickTime's zero at the end.
    return b"".join(
        box(part.name, _child(part.name, body[part.body : part.end]))
        for part in parts
        if part.name in _ENTRY_PARTS and (part.name != "colr" or _plain(body[part.body :]))
    )


def _child(name: str, body: bytes) -> bytes:
    if name in ("damr", "d263"):
        return bytes(4) + body[4:]
    return _children(body, 0) if name == "wave" else body


def _plain(body: bytes) -> bool:
    """A colour by its numbers; a profile could name the maker."""
    return body[:4] in (b"nclx", b"nclc")


_RULES: dict[str, Callable[[bytes], bytes]] = {
    "ftyp": _brands,
    "styp": _brands,
    "mvhd": _no_dates,
    "tkhd": _no_dates,
    "mdhd": _no_dates,
    "hdlr": _handler,
    "dref": _own_file,
    "stsd": _entries,
}
