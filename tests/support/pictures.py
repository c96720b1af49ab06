"""What a picture shows, as far as a test needs to know it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, ImageSequence

from tests.support.camera import CORNERS


def corners(image: Image.Image) -> list[str]:
    """The names of the nearest corner colours: top left, top right, bottom left, bottom right."""
    small = image.convert("RGB").resize((16, 16), Image.Resampling.BOX)
    return [_nearest(small.getpixel(at)) for at in ((0, 0), (15, 0), (0, 15), (15, 15))]  # type: ignore[arg-type]


def is_upright(image: Image.Image) -> bool:
    return corners(image) == list(CORNERS)


def _nearest(colour: tuple[int, int, int]) -> str:
    def distance(name: str) -> int:
        return sum((a - b) ** 2 for a, b in zip(colour, CORNERS[name], strict=True))

    return min(CORNERS, key=distance)


def contrast(image: Image.Image) -> float:
    """How clearly the first line of the signboard is written: 1 for pure black on pure white.

    The mean over the columns of the line of (lightest - darkest) where there are strokes.
    """
    width, height = image.size
    box = (width // 4 + width // 40, height // 3 + height // 60)
    line = image.convert("L").crop((*box, box[0] + width // 3, box[1] + height // 45))
    columns = [line.crop((x, 0, x + 1, line.height)).getextrema() for x in range(line.width)]
    spans = [high - low for low, high in columns if low < 160]  # type: ignore[operator]
    return sum(spans) / len(spans) / 255 if spans else 0.0


def frames(data: bytes) -> list[tuple[str, tuple[int, int], bytes, object]]:
    """Every picture of a file as mode, size, pixels and milliseconds, turned as the file says."""
    with Image.open(BytesIO(data)) as image:
        return [
            (frame.mode, frame.size, frame.tobytes(), frame.info.get("duration"))
            for frame in map(ImageOps.exif_transpose, ImageSequence.Iterator(image))
        ]


def same_pixels(one: bytes, other: bytes) -> bool:
    return frames(one) == frames(other)
