"""Pictures cleaned without decoding them: for pictures inside documents, and for animations."""

from __future__ import annotations

from webapp.cleaning.boxes import boxes
from webapp.cleaning.gif import strip_gif
from webapp.cleaning.jpeg import jpeg_kept
from webapp.cleaning.kinds import Format
from webapp.cleaning.png import png_kept, png_parts
from webapp.cleaning.structure import collect
from webapp.cleaning.webp import webp_kept, webp_parts
from webapp.errors import FileUnreadable

_JPEG2000 = frozenset({"jP  ", "ftyp", "jp2h", "jp2c"})


def strip_picture(data: bytes, kind: Format) -> bytes | None:
    """The same pixels without anything else; None when the kind has no lossless way here.

    Orientation is lost: the caller turns the picture, or knows that its container does.
    """
    if kind == "image/jpeg":
        return jpeg_kept(data)
    if kind == "image/png":
        return png_kept(data)
    if kind == "image/webp":
        return webp_kept(data)
    return strip_gif(data) if kind == "image/gif" else None


def is_animated(data: bytes, kind: Format) -> bool:
    """Whether a PNG or WebP moves: decoding it would keep only its first frame."""
    if kind == "image/png":
        return any(part.name == "acTL" for part in collect(png_parts(data)))
    if kind != "image/webp":
        return False
    size = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    return any(part.name == "ANMF" for part in collect(webp_parts(data, 12, size)))


def strip_jpeg2000(data: bytes) -> bytes:
    """ISO/IEC 15444-1 Annex I: a bare codestream, or the boxes that draw it."""
    if data.startswith(b"\xff\x4f\xff\x51"):
        return data
    if data[4:8] != b"jP  ":
        raise FileUnreadable
    kept = [part for part in boxes(data, 0, len(data)) if part.name in _JPEG2000]
    return b"".join(data[part.start : part.end] for part in kept)
