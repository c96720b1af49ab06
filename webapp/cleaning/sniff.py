"""What a file is, told from its bytes: names and declared types say nothing that may be trusted."""

from __future__ import annotations

from webapp.cleaning.kinds import Format
from webapp.cleaning.media.id3 import id3_end
from webapp.cleaning.office.archive import sniff_archive
from webapp.cleaning.text import sniff_text
from webapp.errors import FileEncrypted, FileTypeUnsupported, FileUnreadable

_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
)
_BRANDS: dict[bytes, Format] = {
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"), "image/heic"),
    **dict.fromkeys((b"mif1", b"mif2", b"msf1"), "image/heic"),
    **dict.fromkeys((b"M4A ", b"M4B "), "audio/mp4"),
    b"qt  ": "video/quicktime",
}
_RIFF: dict[bytes, Format] = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_OLD_MOVIE = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")


def sniff(data: bytes) -> Format:
    """The media type. Raises FileUnreadable (empty), FileEncrypted or FileTypeUnsupported."""
    if not data:
        raise FileUnreadable
    found = _by_start(data) or _by_box(data) or _by_sound(data)
    if found is None and b"%PDF-" in data[:1024]:
        found = "application/pdf"
    if found is None and data.startswith((b"PK\3\4", b"PK\5\6")):
        found = sniff_archive(data)
    if data.startswith(_OLE):
        raise FileEncrypted if _LOCKED in data else FileTypeUnsupported
    found = found or sniff_text(data)
    if found is None:
        raise FileTypeUnsupported
    return found


def _by_start(data: bytes) -> Format | None:
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(b"RIFF"):
        return _RIFF.get(data[8:12])
    if data.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in data[:64] else "video/x-matroska"
    bitmap = data[:2] == b"BM" and data[6:10] == bytes(4) and data[15:18] == bytes(3)
    return "image/bmp" if bitmap else None


def _by_box(data: bytes) -> Format | None:
    """ISO/IEC 14496-12 §4.3: the major brand, and the compatible ones where it is generic."""
    if data[4:8] in _OLD_MOVIE:
        return "video/quicktime"
    if data[4:8] != b"ftyp":
        return None
    brand, others = data[8:12], data[16 : min(int.from_bytes(data[:4], "big"), 256)]
    if brand in (b"mif1", b"msf1", b"mif2") and b"avif" in others:
        return "image/avif"
    if brand == b"crx ":
        return None
    return _BRANDS.get(brand, "video/3gpp" if brand[:2] == b"3g" else "video/mp4")


def _by_sound(data: bytes) -> Format | None:
    at = id3_end(data)
    sync = data[at : at + 2]
    if at and data[at : at + 4] == b"fLaC":
        return "audio/flac"
    if len(sync) == 2 and sync[0] == 0xFF and sync[1] & 0xF6 == 0xF0:
        return "audio/aac"
    if len(sync) == 2 and sync[0] == 0xFF and sync[1] & 0xE6 in (0xE2, 0xE4):
        return "audio/mpeg"
    return "audio/mpeg" if at else None
