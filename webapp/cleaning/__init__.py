"""What hides in files: told, and taken away. Pure functions on hostile bytes."""

from __future__ import annotations

from webapp.cleaning.clean import Cleaned, clean_file
from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.kinds import EXTENSIONS, Format
from webapp.cleaning.photo import clean_image
from webapp.cleaning.sniff import sniff
from webapp.cleaning.structure import MAX_BYTES
from webapp.cleaning.verify import verify_file

__all__ = [
    "EXTENSIONS",
    "MAX_BYTES",
    "Cleaned",
    "Finding",
    "Format",
    "Kind",
    "clean_file",
    "clean_image",
    "sniff",
    "verify_file",
]
