"""Whether a file of any kind is only what it shows, plays or says: one walk for each format."""

from __future__ import annotations

from collections.abc import Callable

from webapp.cleaning.findings import Finding
from webapp.cleaning.kinds import MATROSKA, MOVIES, OFFICE, Format
from webapp.cleaning.media.amr import verify_amr
from webapp.cleaning.media.flac import verify_flac
from webapp.cleaning.media.matroska import verify_matroska
from webapp.cleaning.media.movie_verify import verify_movie
from webapp.cleaning.media.mpeg import verify_adts, verify_mpeg
from webapp.cleaning.media.ogg import verify_ogg
from webapp.cleaning.media.wav import verify_wav
from webapp.cleaning.office.verify import verify_office
from webapp.cleaning.pdf.verify import verify_pdf
from webapp.cleaning.pictures import verify_picture
from webapp.cleaning.sniff import sniff
from webapp.cleaning.structure import MAX_BYTES
from webapp.cleaning.text import verify_text
from webapp.errors import FileArchive, FileTooLarge

_WALKS: dict[Format, Callable[[bytes], list[Finding]]] = {
    "application/pdf": verify_pdf,
    "text/plain": verify_text,
    "text/csv": verify_text,
    **dict.fromkeys(MOVIES, verify_movie),
    **dict.fromkeys(MATROSKA, verify_matroska),
    "audio/mpeg": verify_mpeg,
    "audio/aac": verify_adts,
    "audio/ogg": verify_ogg,
    "audio/wav": verify_wav,
    "audio/flac": verify_flac,
    "audio/amr": verify_amr,
    **dict.fromkeys(OFFICE, verify_office),
}


def verify_file(data: bytes) -> list[Finding]:
    """Everything in the file that is not what it shows, plays or says; an empty list if clean.

    Where a part cannot be judged, a finding says so. Raises FileUnreadable, FileEncrypted,
    FileArchive, FileTypeUnsupported and FileTooLarge.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES)
    kind = sniff(data)
    if kind == "application/zip":
        raise FileArchive
    return _WALKS.get(kind, verify_picture)(data)
