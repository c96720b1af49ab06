"""Cleans a file of any kind, for when no phone has done it: what comes by another way, or goes out.

Every way ends the same: the result is judged by the walk of its format before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from webapp.cleaning.findings import Kind, words
from webapp.cleaning.gif import strip_gif
from webapp.cleaning.kinds import EXTENSIONS, MATROSKA, MOVIES, OFFICE, PHOTOS, Format
from webapp.cleaning.lossless import is_animated, strip_picture
from webapp.cleaning.media.amr import clean_amr
from webapp.cleaning.media.flac import clean_flac
from webapp.cleaning.media.matroska import clean_matroska
from webapp.cleaning.media.movie import clean_movie
from webapp.cleaning.media.mpeg import clean_adts, clean_mpeg
from webapp.cleaning.media.ogg import clean_ogg
from webapp.cleaning.media.wav import clean_wav
from webapp.cleaning.office.verify import clean_office
from webapp.cleaning.pdf.clean import clean_pdf
from webapp.cleaning.photo import clean_image
from webapp.cleaning.rendering import render
from webapp.cleaning.sniff import sniff
from webapp.cleaning.text import clean_text
from webapp.cleaning.verify import verify_file
from webapp.errors import FileNotClean

_RENDERED: tuple[Format, ...] = ("image/heic", "image/avif", "image/tiff", "image/bmp")
_WAYS: dict[Format, Callable[[bytes], bytes]] = {
    **dict.fromkeys(PHOTOS, clean_image),
    "image/gif": strip_gif,
    "application/pdf": clean_pdf,
    "text/plain": clean_text,
    "text/csv": clean_text,
    **dict.fromkeys(MOVIES, clean_movie),
    **dict.fromkeys(MATROSKA, clean_matroska),
    "audio/mpeg": clean_mpeg,
    "audio/aac": clean_adts,
    "audio/ogg": clean_ogg,
    "audio/wav": clean_wav,
    "audio/flac": clean_flac,
    "audio/amr": clean_amr,
    **dict.fromkeys(OFFICE, clean_office),
}


@dataclass(frozen=True)
class Cleaned:
    """A clean file: its bytes, media type, extension ("jpg"), and what kinds of things are gone."""

    data: bytes
    type: Format
    extension: str
    removed: tuple[Kind, ...]


def clean_file(data: bytes) -> Cleaned:
    """The file without what it hides, verified.

    Raises FileUnreadable, FileTypeUnsupported, FileTooLarge, FileEncrypted, FileArchive,
    FileNoCleanWay and FileNotClean.
    """
    found = verify_file(data)
    kind = sniff(data)
    result = _result(data, kind)
    made = sniff(result)
    if verify_file(result):
        raise FileNotClean
    return Cleaned(result, made, EXTENSIONS[made], words(found))


def _result(data: bytes, kind: Format) -> bytes:
    if kind in _RENDERED:
        return render(data, kind)
    if kind in PHOTOS and is_animated(data, kind):
        moving = strip_picture(data, kind)
        if moving is not None:
            return moving
    return _WAYS[kind](data)
