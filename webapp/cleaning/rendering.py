"""Pictures whose files cannot be cleaned as they are, drawn anew: HEIC, AVIF, TIFF, DNG and BMP."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from webapp.cleaning.photo import encode, to_srgb
from webapp.cleaning.structure import MAX_PIXELS, check_size
from webapp.errors import FileTooLarge, FileUnreadable

_MOST_PAGES = 50
_READERS = {
    "image/heic": "HEIF",
    "image/avif": "AVIF",
    "image/tiff": "TIFF",
    "image/bmp": "BMP",
}
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


def render(data: bytes, kind: str) -> bytes:
    """A JPEG, or a PNG where there is transparency or a drawing; pages stand under each other.

    Raises FileUnreadable and FileTooLarge.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=[_READERS[kind]]) as image:
                check_size(*image.size)
                picture = _stacked(list(_pages(image)))
    except UnidentifiedImageError as error:
        raise FileUnreadable from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, RuntimeError) as error:
        raise FileUnreadable from error
    except (ArithmeticError, IndexError, AttributeError, Image.DecompressionBombError) as error:
        raise FileUnreadable from error
    few = picture.mode == "L" or picture.mode == "RGBA"
    return encode(picture, "PNG" if few else "JPEG")


def _pages(image: Image.Image) -> Iterator[Image.Image]:
    """Every page but reduced copies of others (TIFF 6.0 §8, NewSubfileType); of films the first."""
    budget = MAX_PIXELS
    for number, page in enumerate(ImageSequence.Iterator(image)):
        check_size(*page.size)
        budget -= page.width * page.height
        if budget < 0 or number >= _MOST_PAGES:
            raise FileTooLarge(limit=MAX_PIXELS)
        reduced = getattr(page, "tag_v2", {}).get(254, 0) & 1
        if number and reduced:
            continue
        yield to_srgb(ImageOps.exif_transpose(page), page.info.get("icc_profile"))
        if image.format != "TIFF":
            return


def _stacked(pages: list[Image.Image]) -> Image.Image:
    if len(pages) == 1:
        return pages[0]
    width, height = max(p.width for p in pages), sum(p.height for p in pages)
    check_size(width, height)
    sheet, at = Image.new("RGB", (width, height), "white"), 0
    for page in pages:
        sheet.paste(page.convert("RGB"), (0, at))
        at += page.height
    return sheet
