"""Pictures as cameras and apps really write them, full of what must never leave a phone.

Every hiding place of the formats carries canary words, so that a test can look for them in the
bytes of a result instead of trusting any reader of metadata.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw, ImageFont, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

CANARIES = ("CanarySomchai", "CANARYSN0042", "canary-trailer")
CORNERS = {"red": (220, 30, 30), "green": (30, 180, 30), "blue": (30, 30, 220), "white": (250,) * 3}
_LATITUDE = ((18, 1), (46, 1), (4567, 100))
_LONGITUDE = ((100, 1), (46, 1), (1234, 100))


def scene(width: int, height: int, noise: int = 12) -> Image.Image:
    """A landscape with a signboard and sensor noise; corners in four colours, to tell its turn."""
    sky = Image.linear_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (sky, sky.point([255 - i // 2 for i in range(256)]), sky))
    if noise:
        grain = Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))
        picture = Image.blend(picture, grain, noise / 100)
    _draw_corners(picture)
    _draw_signboard(picture)
    return picture


def _draw_corners(picture: Image.Image) -> None:
    width, height = picture.size
    w, h = max(width // 8, 1), max(height // 8, 1)
    boxes = [(0, 0), (width - w, 0), (0, height - h), (width - w, height - h)]
    for (x, y), colour in zip(boxes, CORNERS.values(), strict=True):
        picture.paste(colour, (x, y, x + w, y + h))


def _draw_signboard(picture: Image.Image) -> None:
    """Black letters on white, as tall as 1/45 of the picture: a project's sign across the road."""
    width, height = picture.size
    pen = ImageDraw.Draw(picture)
    pen.rectangle((width // 4, height // 3, 3 * width // 4, 2 * height // 3), fill="white")
    font = ImageFont.load_default(max(height // 45, 6))
    for line in range(8):
        at = (width // 4 + width // 40, height // 3 + height // 60 + line * height // 26)
        pen.text(at, f"BUDGET 1,485,00{line} BAHT  CONTRACT 0{line}/2569", fill="black", font=font)


def exif(canaries: Sequence[str] = CANARIES, orientation: int = 1) -> Image.Exif:
    """EXIF with an owner, a serial number, a position, times and a maker note."""
    name, serial = canaries[0], canaries[1 % len(canaries)]
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F], block[0x0110], block[0x0131] = "Canarycam", f"Model {serial}", f"App {serial}"
    block[0x013B], block[0x8298], block[0x010E] = name, f"(c) {name}", f"House of {name}"
    block[0x0132] = "2024:03:14 09:26:53"
    details = block.get_ifd(0x8769)
    details[0x9003] = details[0x9004] = "2024:03:14 09:26:53"
    details[0x927C] = b"CANON\0\0\0" + f"{serial} {name}".encode() * 20
    details[0x9286] = b"ASCII\0\0\0" + name.encode()
    details[0xA430], details[0xA431] = name, serial
    position = block.get_ifd(0x8825)
    rational = TiffImagePlugin.IFDRational
    position[1], position[2] = "N", tuple(rational(*part) for part in _LATITUDE)
    position[3], position[4] = "E", tuple(rational(*part) for part in _LONGITUDE)
    return block


def tiff_with_thumbnail(block: Image.Exif, thumbnail: bytes) -> bytes:
    """The EXIF as a TIFF block, little-endian, with IFD1 pointing to a JPEG thumbnail."""
    block.endian = "<"
    data = bytearray(block.tobytes().removeprefix(b"Exif\0\0"))
    (count,) = struct.unpack_from("<H", data, 8)
    data += b"\0" * (len(data) % 2)
    struct.pack_into("<I", data, 10 + 12 * count, len(data))
    at = len(data) + 2 + 3 * 12 + 4
    entries = ((0x0103, 3, 6), (0x0201, 4, at), (0x0202, 4, len(thumbnail)))
    data += struct.pack("<H", 3)
    data += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return bytes(data + b"\0\0\0\0" + thumbnail)


def xmp(canaries: Sequence[str] = CANARIES) -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f"<dc:creator>{canaries[0]}</dc:creator><exif:GPSLatitude>18,46.76N</exif:GPSLatitude>"
        "<xmp:CreateDate>2024-03-14T09:26:53</xmp:CreateDate></x:xmpmeta>"
    ).encode()


def iptc(canaries: Sequence[str] = CANARIES) -> bytes:
    """A Photoshop segment's payload with the by-line, the city and a caption."""
    sets = ((80, canaries[0]), (90, "Chiang Mai"), (120, f"Caption {canaries[0]}"))
    data = b"".join(
        struct.pack(">BBBH", 0x1C, 2, number, len(value.encode())) + value.encode()
        for number, value in sets
    )
    data += b"\0" * (len(data) % 2)
    return b"Photoshop 3.0\0" + b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(data)) + data


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def plain_jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def camera_jpeg(
    width: int, height: int, canaries: Sequence[str] = CANARIES, orientation: int = 1
) -> bytes:
    """A photo with every hiding place of JPEG in use.

    `width` and `height` are those of the upright picture in pixels; the stored one is turned as
    `orientation` (EXIF, 1 to 8) says.
    """
    upright = scene(width, height)
    stored = turned_away(upright, orientation)
    jpeg = plain_jpeg(stored)
    thumbnail = plain_jpeg(stored.resize((160, 120))) + canaries[-1].encode()
    tiff = tiff_with_thumbnail(exif(canaries, orientation), thumbnail)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    planted = (
        segment(0xE1, b"Exif\0\0" + tiff)
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(canaries))
        + segment(0xED, iptc(canaries))
        + segment(0xE2, b"ICC_PROFILE\0\1\1" + profile)
        + segment(0xE4, b"MAKER" + canaries[1 % len(canaries)].encode())
        + segment(0xFE, canaries[0].encode())
    )
    trailer = b"\0\0\0\x18ftypmp42" + " ".join(canaries).encode()
    return jpeg[:2] + planted + jpeg[2:] + trailer


_AWAY = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def turned_away(upright: Image.Image, orientation: int) -> Image.Image:
    """The picture as a camera stores it, that EXIF `orientation` turns upright again."""
    turn = _AWAY.get(orientation)
    return upright if turn is None else upright.transpose(turn)


def canary_png(
    width: int, height: int, canaries: Sequence[str] = CANARIES, transparent: bool = False
) -> bytes:
    """A PNG with text, XMP, a date, EXIF, an unknown chunk and bytes after its end."""
    picture = scene(width, height, noise=0)
    if transparent:
        picture.putalpha(Image.linear_gradient("L").resize((width, height)))
    text = PngInfo()
    text.add_text("Author", canaries[0])
    text.add_text("Comment", canaries[1 % len(canaries)], zip=True)
    text.add_itxt("XML:com.adobe.xmp", xmp(canaries).decode())
    out = BytesIO()
    picture.save(out, "PNG", pnginfo=text, exif=exif(canaries))
    png = out.getvalue()
    date = chunk(b"tIME", struct.pack(">HBBBBB", 2024, 3, 14, 9, 26, 53))
    extra = date + chunk(b"caBX", canaries[0].encode())
    return png[:-12] + extra + png[-12:] + canaries[-1].encode()


def chunk(name: bytes, payload: bytes) -> bytes:
    """A PNG chunk with its length and checksum."""
    crc = zlib.crc32(name + payload)
    return struct.pack(">I", len(payload)) + name + payload + struct.pack(">I", crc)


def canary_webp(
    width: int,
    height: int,
    canaries: Sequence[str] = CANARIES,
    orientation: int = 1,
    transparent: bool = False,
) -> bytes:
    """A WebP with EXIF, XMP and bytes after its end; sizes are those of the upright picture."""
    picture = turned_away(scene(width, height, noise=0), orientation)
    if transparent:
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    out = BytesIO()
    block = exif(canaries, orientation).tobytes()
    picture.save(out, "WEBP", quality=90, exif=block, xmp=xmp(canaries))
    return out.getvalue() + canaries[-1].encode()
