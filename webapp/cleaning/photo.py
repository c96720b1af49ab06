"""A new picture from the pixels of an old one, for when no phone has done it.

The decoder gets nothing but pixels and the colour profile, so that no metadata can reach the
result by any path, and the result is verified before anybody sees it.
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

from webapp.cleaning.pictures import inspect, pillow_name, verify_picture
from webapp.cleaning.sniff import sniff
from webapp.cleaning.structure import Inspection, check_size
from webapp.errors import FileNotClean, FileUnreadable

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def clean_image(data: bytes) -> bytes:
    """The picture re-encoded in its own format, upright, in sRGB, and with nothing else.

    Animations keep their first frame. Raises FileUnreadable, FileTypeUnsupported, FileTooLarge
    and FileNotClean.
    """
    inspection = inspect(data)
    kind = pillow_name(sniff(data))
    result = encode(_decode(inspection, kind), kind)
    if verify_picture(result):
        raise FileNotClean
    return result


def _decode(inspection: Inspection, kind: str) -> Image.Image:
    try:
        with Image.open(BytesIO(inspection.bare), formats=[kind]) as image:
            check_size(*image.size)
            profile = image.info.get("icc_profile")
            image.load()
            picture = to_srgb(image, profile)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise FileUnreadable from error
    turn = _TURNS.get(inspection.orientation)
    return picture if turn is None else picture.transpose(turn)


def _plain_mode(image: Image.Image) -> Image.Image:
    if image.mode in ("L", "RGB", "RGBA", "CMYK"):
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Grey, RGB or RGBA; applies the colour profile, so that it need not be kept.

    A broken profile is ignored.
    """
    image = _plain_mode(image)
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode != "L":
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, source, target, outputMode=wanted)
        except (ImageCms.PyCMSError, OSError):
            turned = None
        if turned is not None:
            return turned
    return image if image.mode == "L" else image.convert(wanted)


def encode(image: Image.Image, kind: str) -> bytes:
    """A file of Pillow's `kind` with the pixels and nothing else of the picture."""
    if kind == "JPEG":
        image = image.convert("RGB") if image.mode == "RGBA" else image
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = BytesIO()
    bare.save(out, kind, quality=85, optimize=kind != "WEBP")
    return out.getvalue()
