"""The header packets of Vorbis, Opus, Theora, Speex and FLAC, with comments that say nothing.

Vorbis I §4.2 and §5; RFC 7845 §5; Theora §6; RFC 9639 §10.1. They stand in Ogg and in Matroska.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webapp.errors import FileUnreadable

# The maker's name cannot be left out in all readers, and becomes "-"; then the number of comments.
_NOTHING = b"\1\0\0\0-\0\0\0\0"


@dataclass(frozen=True)
class Codec:
    """How many header packets there are (0: FLAC's last one says so), and what may be in them."""

    headers: int
    before: bytes
    after: bytes
    head: Callable[[bytes], bytes]
    tables: bytes = b""

    @property
    def comment(self) -> bytes:
        return self.before + _NOTHING + self.after

    @property
    def silent(self) -> tuple[bytes, bytes]:
        """Comment packets without a word: ours, and one without any maker."""
        return self.comment, self.before + bytes(8) + self.after

    def count(self, said: Sequence[bytes]) -> int:
        """How many packets are headers; 0 while that cannot be told."""
        if self.headers:
            return self.headers
        return next((n for n, packet in enumerate(said[1:], 2) if packet[:1] >= b"\x80"), 0)

    def kept(self, said: Sequence[bytes]) -> list[bytes]:
        """The headers to write for those read. Raises FileUnreadable."""
        if not said or (self.tables and len(said) < 3):
            raise FileUnreadable
        made = [self.head(said[0]), self.comment]
        if self.tables:
            if not said[2].startswith(self.tables):
                raise FileUnreadable
            made.append(said[2])
        return made


def codec_of(first: bytes) -> Codec | None:
    """The codec that a stream's first packet starts."""
    return next((codec for start, codec in _CODECS.items() if first.startswith(start)), None)


def _cut(length: int) -> Callable[[bytes], bytes]:
    def cut(first: bytes) -> bytes:
        if len(first) < length:
            raise FileUnreadable
        return first[:length]

    return cut


def _opus(first: bytes) -> bytes:
    if len(first) < 19:
        raise FileUnreadable
    return _cut(21 + first[9] if first[18] else 19)(first)


def _speex(first: bytes) -> bytes:
    """Without the name of its version."""
    return first[:8] + bytes(20) + _cut(80)(first)[28:]


def _flac(first: bytes) -> bytes:
    """STREAMINFO, and that one header follows."""
    made = _cut(51)(first)
    if made[15:17] != b"\0\x22":
        raise FileUnreadable
    return made[:7] + b"\0\1" + made[9:13] + b"\0" + made[14:]


_CODECS = {
    b"\x01vorbis": Codec(3, b"\x03vorbis", b"\1", _cut(30), b"\x05vorbis"),
    b"OpusHead": Codec(2, b"OpusTags", b"", _opus),
    b"\x80theora": Codec(3, b"\x81theora", b"", _cut(42), b"\x82theora"),
    b"Speex   ": Codec(2, b"", b"", _speex),
    b"\x7fFLAC\1": Codec(0, b"\x84\0\0\x09", b"", _flac),
}
