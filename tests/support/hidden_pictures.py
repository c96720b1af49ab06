"""Pictures beyond JPEG, PNG and WebP, with canaries in their hiding places."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from tests.support.camera import CANARIES, camera_jpeg, exif, scene, xmp

pillow_heif.register_heif_opener()


def canary_gif() -> bytes:
    """Three frames that repeat, a comment, an application's block and bytes after the end."""
    frames = [scene(32, 24).convert("P"), scene(32, 24, 60).convert("P"), scene(32, 24, 99)]
    out = BytesIO()
    frames[0].save(
        out, "GIF", save_all=True, append_images=frames[1:], loop=0, duration=80, comment=_name()
    )
    data = out.getvalue()
    block = b"\x21\xff\x0bXMP DataXMP" + bytes([len(_name())]) + _name() + b"\0"
    return data[:-1] + block + data[-1:] + CANARIES[-1].encode()


def canary_heic(orientation: int = 1) -> bytes:
    out = BytesIO()
    block = exif(orientation=orientation).tobytes()
    scene(64, 48).save(out, "HEIF", exif=block, xmp=xmp(), quality=60)
    return out.getvalue()


def canary_avif() -> bytes:
    out = BytesIO()
    scene(64, 48).save(out, "AVIF", exif=exif().tobytes(), xmp=xmp(), quality=60, speed=10)
    return out.getvalue()


def canary_tiff(pages: int = 1) -> bytes:
    """Tags of a person and a device; several pages as a scanner makes them."""
    tags = ImageFileDirectory_v2()
    tags[0x013B], tags[0x010F], tags[0x0132] = CANARIES[0], CANARIES[1], "2024:03:14 09:26:53"
    out = BytesIO()
    more = [scene(32, 24) for _ in range(pages - 1)]
    scene(32, 24).save(out, "TIFF", save_all=True, append_images=more, tiffinfo=tags)
    return out.getvalue()


def coloured_png() -> bytes:
    """Colours as numbers, a size in metres, a background, and words in the gamma."""
    out = BytesIO()
    scene(32, 24).convert("RGB").save(out, "PNG", dpi=(301, 299))
    data = out.getvalue()
    primaries = struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
    told = [(b"cHRM", primaries), (b"gAMA", b"SN04"), (b"bKGD", bytes(6)), (b"cICP", b"\1\15\0\1")]
    planted = b"".join(
        len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")
        for name, body in told
    )
    return data[:33] + planted + data[33:]


def canary_bmp() -> bytes:
    out = BytesIO()
    scene(32, 24).save(out, "BMP")
    return out.getvalue() + CANARIES[-1].encode()


def animated(kind: str) -> bytes:
    """A PNG or WebP that moves and holds EXIF."""
    first, *rest = [scene(32, 24, noise).convert("RGB") for noise in (0, 40, 90)]
    out = BytesIO()
    first.save(out, kind, save_all=True, append_images=rest, exif=exif().tobytes(), duration=80)
    return out.getvalue()


def frames(data: bytes) -> int:
    with Image.open(BytesIO(data)) as image:
        return int(getattr(image, "n_frames", 1))


def photo() -> bytes:
    return camera_jpeg(64, 48)


def _name() -> bytes:
    return CANARIES[0].encode()
