"""Whether a picture is only a picture: our own walk first, then two readers who know more tags.

Nothing here decodes pixels. ExifRead and Pillow are asked only about files in which the walk found
nothing: they follow hostile tags further than is safe, and a clean file has none.
"""

from __future__ import annotations

import logging
from io import BytesIO

import exifread
from PIL import Image

from webapp.cleaning.findings import Finding
from webapp.cleaning.jpeg import inspect_jpeg
from webapp.cleaning.png import inspect_png
from webapp.cleaning.structure import MAX_BYTES, Format, Inspection, sniff
from webapp.cleaning.webp import inspect_webp
from webapp.errors import FileTooLarge

# ExifRead reports to the log what it reads; a log may hold nothing of a reporter's file.
logging.getLogger("exifread").disabled = True

_INSPECT = {"image/jpeg": inspect_jpeg, "image/png": inspect_png, "image/webp": inspect_webp}
_PILLOW = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}

# What Pillow tells of any picture: density, versions, transparency, animation.
_HARMLESS = frozenset(
    {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"}
    | {"adobe", "adobe_transform", "transparency", "gamma", "srgb", "interlace", "loop"}
    | {"background", "duration", "timestamp"}
)


def verify_file(data: bytes) -> list[Finding]:
    """Everything in the file that is not the picture; an empty list for a clean one.

    Raises FileUnreadable, FileTypeUnsupported and FileTooLarge.
    """
    inspection = inspect(data)
    return inspection.findings or _second_opinions(data, sniff(data))


def inspect(data: bytes) -> Inspection:
    """Walks a file of any supported kind. Raises as `verify_file`."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES)
    return _INSPECT[sniff(data)](data)


def pillow_name(kind: Format) -> str:
    """What Pillow calls a format: it is never left to guess one."""
    return _PILLOW[kind]


def _second_opinions(data: bytes, kind: Format) -> list[Finding]:
    try:
        tags = exifread.process_file(BytesIO(data), details=False)
        with Image.open(BytesIO(data), formats=[pillow_name(kind)]) as image:
            info = set(map(str, image.info)) - _HARMLESS
    except Exception as doubt:  # Whatever a reader chokes on is not plainly clean.
        return [Finding("other", "second reader", type(doubt).__name__)]
    return [Finding("other", f"second reader: {name}") for name in sorted({*tags, *info})]
