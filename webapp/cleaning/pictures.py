"""Pictures judged: our own walk first, then, for photos, two readers who know more tags.

Nothing here decodes pixels. ExifRead and Pillow are asked only about files in which the walk found
nothing: they follow hostile tags further than is safe, and a clean file has none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import BytesIO

import exifread
from PIL import Image

from webapp.cleaning.bitmap import verify_bitmap
from webapp.cleaning.findings import Finding
from webapp.cleaning.gif import verify_gif
from webapp.cleaning.heif import verify_heif
from webapp.cleaning.jpeg import inspect_jpeg
from webapp.cleaning.kinds import Format
from webapp.cleaning.png import inspect_png
from webapp.cleaning.sniff import sniff
from webapp.cleaning.structure import MAX_BYTES, Inspection
from webapp.cleaning.tiff import verify_tiff
from webapp.cleaning.webp import inspect_webp
from webapp.errors import FileTooLarge, FileTypeUnsupported

# ExifRead reports to the log what it reads; a log may hold nothing of a reporter's file.
logging.getLogger("exifread").disabled = True

_INSPECT: dict[Format, Callable[[bytes], Inspection]] = {
    "image/jpeg": inspect_jpeg,
    "image/png": inspect_png,
    "image/webp": inspect_webp,
}
_PILLOW: dict[Format, str] = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_WALKS: dict[Format, Callable[[bytes], list[Finding]]] = {
    "image/gif": verify_gif,
    "image/avif": verify_heif,
    "image/heic": verify_heif,
    "image/tiff": verify_tiff,
    "image/bmp": verify_bitmap,
}

# What Pillow tells of any picture: density, versions, transparency, animation.
_HARMLESS = frozenset(
    {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "progressive", "progression"}
    | {
        "adobe",
        "adobe_transform",
        "transparency",
        "gamma",
        "chromaticity",
        "srgb",
        "interlace",
        "loop",
    }
    | {"background", "duration", "timestamp", "default_image", "blend", "disposal", "bbox"}
    # The walk has let through only the way up and canonical profiles.
    | {"Image Orientation", "exif", "icc_profile"}
)


def verify_picture(data: bytes) -> list[Finding]:
    """Everything in a picture that it does not show.

    Raises FileUnreadable, FileTypeUnsupported and FileTooLarge.
    """
    kind = sniff(data)
    if kind in _WALKS:
        return _WALKS[kind](data)
    return inspect(data).findings or _second_opinions(data, kind)


def inspect(data: bytes) -> Inspection:
    """Walks a JPEG, PNG or WebP. Raises as `verify_file`."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge(limit=MAX_BYTES)
    walk = _INSPECT.get(sniff(data))
    if walk is None:
        raise FileTypeUnsupported
    return walk(data)


def pillow_name(kind: Format) -> str:
    """What Pillow calls a format: it is never left to guess one."""
    return _PILLOW[kind]


def _second_opinions(data: bytes, kind: Format) -> list[Finding]:
    try:
        tags = exifread.process_file(BytesIO(data), details=False)
        with Image.open(BytesIO(data), formats=[pillow_name(kind)]) as image:
            info = set(map(str, image.info))
    except Exception as doubt:  # Whatever a reader chokes on is not plainly clean.
        return [Finding("other", "second reader", type(doubt).__name__)]
    return [
        Finding("other", f"second reader: {name}") for name in sorted({*tags, *info} - _HARMLESS)
    ]
