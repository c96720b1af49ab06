"""What hides in a picture: told, and taken away. Pure functions on hostile bytes."""

from __future__ import annotations

from webapp.cleaning.clean import clean_image
from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.structure import MAX_BYTES, Format, sniff
from webapp.cleaning.verify import verify_file

__all__ = ["MAX_BYTES", "Finding", "Format", "Kind", "clean_image", "sniff", "verify_file"]
