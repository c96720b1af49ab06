"""Pictures inside documents: cleaned as they are, never decoded, never turned."""

from __future__ import annotations

from webapp.cleaning.findings import Finding
from webapp.cleaning.lossless import strip_picture
from webapp.cleaning.pictures import verify_picture
from webapp.cleaning.sniff import sniff
from webapp.errors import FileNoCleanWay, HinghoiError


def clean_media(data: bytes) -> tuple[bytes, list[Finding]]:
    """The picture, and what it told. Raises FileNoCleanWay when it cannot be cleaned."""
    try:
        told = verify_picture(data)
        made = strip_picture(data, sniff(data))
        left = verify_picture(made) if made else []
    except HinghoiError as error:
        raise FileNoCleanWay from error
    if made is None or left:
        raise FileNoCleanWay
    return made, told
