"""TIFFs of every compression and layout, with the colours that each must show.

As a script it writes a line of JSON for each: a name, the file, its size, and its pixels as red,
green, blue and opacity.
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, TiffImagePlugin

from tests.support.camera import CANARIES, exif, scene, xmp

Tags = dict[int, tuple[int, list[int]]]
SHORT, LONG, UNDEFINED = 3, 4, 7
WIDTH, HEIGHT = 93, 41


def written(pieces: list[bytes], tags: Tags, *, big: bool = False, tiled: bool = False) -> bytes:
    """A TIFF of one page around these strips or tiles; `tags` are its other tags."""
    order = ">" if big else "<"
    head = 8 + sum(map(len, pieces))
    offsets = [8 + sum(map(len, pieces[:i])) for i in range(len(pieces))]
    tags = {
        **tags,
        (324 if tiled else 273): (LONG, offsets),
        (325 if tiled else 279): (LONG, [len(piece) for piece in pieces]),
    }
    entries, values = b"", b""
    behind = head + 2 + 12 * len(tags) + 4
    for tag, (kind, numbers) in sorted(tags.items()):
        letter = {SHORT: "H", LONG: "I", UNDEFINED: "B"}[kind]
        value = struct.pack(f"{order}{len(numbers)}{letter}", *numbers).ljust(4, b"\0")
        field = value if len(value) == 4 else struct.pack(f"{order}I", behind + len(values))
        values += value if len(value) > 4 else b""
        entries += struct.pack(f"{order}HHI", tag, kind, len(numbers)) + field
    mark = b"MM\0*" if big else b"II*\0"
    table = struct.pack(f"{order}H", len(tags)) + entries + bytes(4)
    return mark + struct.pack(f"{order}I", head) + b"".join(pieces) + table + values


def page(bits: list[int], photometric: int, compression: int = 1, **more: int) -> Tags:
    """Tags of a page of WIDTH × HEIGHT; `more` by number, as `t284=2`."""
    return {
        256: (SHORT, [WIDTH]),
        257: (SHORT, [HEIGHT]),
        258: (SHORT, bits),
        259: (SHORT, [compression]),
        262: (SHORT, [photometric]),
        277: (SHORT, [len(bits)]),
        **{int(tag[1:]): (SHORT, [value]) for tag, value in more.items()},
    }


def saved(picture: Image.Image, compression: str = "raw", **tags: object) -> bytes:
    info = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in tags.items():
        info[int(tag[1:])] = value
    out = BytesIO()
    picture.save(out, "TIFF", compression=compression, tiffinfo=info)
    return out.getvalue()


def planted(picture: Image.Image, compression: str = "raw", orientation: int = 1) -> bytes:
    """With everything that EXIF, XMP and a profile can tell."""
    out = BytesIO()
    tags = exif(orientation=orientation)
    tags[700] = xmp()
    profile = b"Canarycam profile".ljust(160, b"\0")
    picture.save(out, "TIFF", compression=compression, exif=tags, icc_profile=profile)
    return out.getvalue() + CANARIES[2].encode()


def in_tiles(side: int, data: bytes, samples: int) -> list[bytes]:
    """Tiles of `side`, the last ones filled up with grey."""
    tiles = []
    for top in range(0, HEIGHT, side):
        for left in range(0, WIDTH, side):
            tile = b""
            for y in range(top, top + side):
                at = (y * WIDTH + left) * samples
                row = data[at : at + min(side, WIDTH - left) * samples] if y < HEIGHT else b""
                tile += row.ljust(side * samples, b"\x80")
            tiles.append(tile)
    return tiles


def differences(row: list[int], step: int, most: int) -> list[int]:
    return [(value - (row[i - step] if i >= step else 0)) % most for i, value in enumerate(row)]


def by_hand() -> Iterator[tuple[str, bytes, Image.Image]]:
    """Layouts that Pillow does not write."""
    picture = scene(WIDTH, HEIGHT)
    rgb, grey = picture.tobytes(), picture.convert("L")
    tile = {322: (SHORT, [32]), 323: (SHORT, [32])}
    for big in (False, True):
        pieces = [zlib.compress(one) for one in in_tiles(32, rgb, 3)]
        tags = page([8] * 3, 2, 8) | tile
        yield f"tiles, big endian {big}", written(pieces, tags, big=big, tiled=True), picture
        order = ">" if big else "<"
        deep = struct.pack(f"{order}{len(rgb)}H", *(value << 8 | 7 for value in rgb))
        yield f"16 bits, big endian {big}", written([deep], page([16] * 3, 2), big=big), picture
        rows = [rgb[at : at + WIDTH * 3] for at in range(0, len(rgb), WIDTH * 3)]
        flat = [n for row in rows for n in differences([v << 8 | 7 for v in row], 3, 65536)]
        packed = zlib.compress(struct.pack(f"{order}{len(flat)}H", *flat))
        tags = page([16] * 3, 2, 8, t317=2)
        yield f"16 bits predicted, big endian {big}", written([packed], tags, big=big), picture
    planes = [band.tobytes() for band in picture.split()]
    yield "planes", written(planes, page([8] * 3, 2, t284=2)), picture
    tiles = [one for plane in planes for one in in_tiles(32, plane, 1)]
    tags = page([8] * 3, 2, t284=2) | tile
    yield "planes in tiles", written(tiles, tags, tiled=True), picture
    yield from with_opacity(picture)
    yield from with_few_bits(grey)


def with_opacity(picture: Image.Image) -> Iterator[tuple[str, bytes, Image.Image]]:
    clear = picture.copy()
    clear.putalpha(Image.linear_gradient("L").resize(picture.size))
    straight = written([clear.tobytes()], page([8] * 4, 2, t338=2))
    yield "opacity", straight, clear
    yield "unknown fourth sample", written([clear.tobytes()], page([8] * 4, 2, t338=0)), picture
    multiplied = clear.convert("RGBa")
    yield (
        "multiplied opacity",
        written([multiplied.tobytes()], page([8] * 4, 2, t338=1)),
        multiplied.convert("RGBA"),
    )


def with_few_bits(grey: Image.Image) -> Iterator[tuple[str, bytes, Image.Image]]:
    nibbles = grey.point([value >> 4 for value in range(256)])
    rows = [nibbles.crop((0, y, WIDTH, y + 1)).tobytes() + b"\0" for y in range(HEIGHT)]
    data = b"".join(bytes(r[i] << 4 | r[i + 1] for i in range(0, WIDTH, 2)) for r in rows)
    shown = nibbles.point([min(value * 17, 255) for value in range(256)])
    yield "four bits", written([data], page([4], 1)), shown
    colours = [n * 257 for n in range(0, 256, 17)]
    tags = page([4], 3) | {320: (SHORT, colours + colours[::-1] + [0] * 16)}
    bands = [shown, shown.point([255 - value for value in range(256)]), Image.new("L", shown.size)]
    yield "four bits of a palette", written([data], tags), Image.merge("RGB", bands)
    black = grey.convert("1")
    mirrored = black.tobytes().translate(bytes(int(f"{n:08b}"[::-1], 2) for n in range(256)))
    yield "bits the other way round", written([mirrored], page([1], 1, t266=2)), black


def stripes() -> Image.Image:
    """Runs of every length that fax has codes for, in both colours."""
    picture = Image.new("1", (5600, 90), 1)
    for row in range(90):
        at = 0
        for run in range(row, 2750, 90 + row % 7):
            picture.paste(0, (at + run, row, min(at + 2 * run + 1, 5600), row + 1))
            at += 2 * run + 1
    return picture


def by_pillow() -> Iterator[tuple[str, bytes, Image.Image]]:
    picture = scene(WIDTH, HEIGHT)
    clear = picture.copy()
    clear.putalpha(Image.linear_gradient("L").resize(picture.size))
    modes = [picture.convert(mode) for mode in ("1", "L", "P", "RGB", "CMYK", "YCbCr")] + [clear]
    for compression in ("raw", "packbits", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate"):
        for one in modes:
            if one.mode != "YCbCr" or compression == "raw":
                yield f"{compression} {one.mode}", saved(one, compression), one
    for one in (picture, picture.convert("L"), clear):
        yield f"lzw predicted {one.mode}", saved(one, "tiff_lzw", t317=2), one
    big = scene(700, 500)
    yield "lzw of many words", saved(big, "tiff_lzw", t278=500), big
    flat = Image.new("RGB", (900, 300), (9, 120, 200))
    yield "lzw of one colour", saved(flat, "tiff_lzw", t278=300), flat
    for compression in ("group3", "group4", "tiff_ccitt"):
        for one in (picture.convert("1"), stripes(), Image.effect_noise((77, 60), 99).convert("1")):
            yield f"{compression} {one.size}", saved(one, compression), one
    yield "group3 in two dimensions", saved(stripes(), "group3", t292=1), stripes()
    yield "group3 with filled ends", saved(stripes(), "group3", t292=5), stripes()
    negative = saved(stripes(), "group4", t262=0)
    yield "group4 with white as zero", negative, Image.open(BytesIO(negative))


def samples() -> Iterator[tuple[str, bytes, Image.Image]]:
    yield from by_pillow()
    yield from by_hand()


def dng(preview: bytes, orientation: int = 1) -> bytes:
    """A mosaic that nobody here can draw, its camera's name, and a preview in a known place."""
    maker = list(CANARIES[1].encode())
    more = {0xC612: (SHORT, [1]), 0x927C: (UNDEFINED, maker), 274: (SHORT, [orientation])}
    where = {0x201: (LONG, [8]), 0x202: (LONG, [len(preview)])}
    return written([preview + bytes(999)], page([16], 32803) | more | where)


def raw_of_olympus(preview: bytes) -> bytes:
    """A preview that only the maker knows the way to."""
    data = written([b"\xff\xd8\xff\xe1 no picture " + preview], page([16], 32803))
    return b"IIRO" + data[4:]


def raw_of_fujifilm(preview: bytes) -> bytes:
    return b"FUJIFILMCCD-RAW 0201".ljust(148, CANARIES[1].encode()[:1]) + preview + bytes(999)


def main() -> None:
    for name, data, picture in samples():
        line = {
            "name": name,
            "tiff": base64.b64encode(data).decode(),
            "width": picture.width,
            "height": picture.height,
            "pixels": base64.b64encode(picture.convert("RGBA").tobytes()).decode(),
        }
        print(json.dumps(line))


if __name__ == "__main__":
    main()
