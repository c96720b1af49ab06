"""What a Matroska track says to its decoder (RFC 9559 §12.2), without the names in it."""

from __future__ import annotations

from webapp.cleaning.media.xiph import codec_of
from webapp.errors import FileUnreadable


def clean_private(codec: bytes, data: bytes) -> bytes:
    """The private data of a track of this codec. Raises FileUnreadable."""
    if codec in (b"A_VORBIS", b"V_THEORA"):
        return _laced(data)
    if codec == b"A_FLAC":
        return _flac(data)
    if codec == b"A_OPUS" and len(data) > 18:
        return data[: 21 + data[9] if data[18] else 19]
    return data


def _laced(data: bytes) -> bytes:
    """Three headers after two lengths (Xiph's lacing); the comments among them say nothing."""
    lengths: list[int] = []
    at = 1
    while len(lengths) < 2:
        more = 0
        while data[at : at + 1] == b"\xff":
            more, at = more + 255, at + 1
        if at >= len(data):
            raise FileUnreadable
        lengths.append(more + int.from_bytes(data[at : at + 1], "big"))
        at += 1
    one, two = at + lengths[0], at + sum(lengths)
    said = [data[at:one], data[one:two], data[two:]]
    codec = codec_of(said[0])
    if data[:1] != b"\2" or codec is None:
        raise FileUnreadable
    made = codec.kept(said)
    return b"\2" + bytes([len(made[0]), len(made[1])]) + b"".join(made)


def _flac(data: bytes) -> bytes:
    """STREAMINFO alone, marked as the last block."""
    if data[:5] not in (b"fLaC\0", b"fLaC\x80") or data[6:8] != b"\0\x22" or len(data) < 42:
        raise FileUnreadable
    return data[:4] + b"\x80" + data[5:42]
