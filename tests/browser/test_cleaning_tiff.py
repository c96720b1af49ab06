"""TIFF and raw photos in a real browser: drawn by a reader of our own, and nothing else left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from tests.support.camera import CANARIES, camera_jpeg, plain_jpeg, scene, turned_away
from tests.support.cleaner import Cleaned, Cleaner
from tests.support.hidden_pictures import canary_tiff
from tests.support.pictures import is_upright
from tests.support.tiffs import dng, planted, raw_of_fujifilm, raw_of_olympus, saved, written
from webapp.cleaning import verify_file

pytestmark = pytest.mark.browser
SCENE = scene(900, 600, noise=0)
SECRETS = (*CANARIES, "2024:03:14", "Canarycam", "Adobe", "adobe", "II*\0", "MM\0*")


def opened(cleaned: Cleaned) -> Image.Image:
    """The picture, once it is seen that nothing hides in it."""
    assert cleaned.code == ""
    assert verify_file(cleaned.data) == []
    assert not any(word.encode() in cleaned.data for word in SECRETS)
    image = Image.open(BytesIO(cleaned.data))
    assert image.size == cleaned.size
    assert image.format == {"image/jpeg": "JPEG", "image/png": "PNG"}[cleaned.type]
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean over all pixels and colours, of 255."""
    change = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    counts = change.histogram()
    return sum(i % 256 * n for i, n in enumerate(counts)) / sum(counts)


def transparent() -> Image.Image:
    picture = SCENE.copy()
    picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    return picture


def without_names(tiff: bytes) -> bytes:
    """Red, green and blue in its JPEGs go by number, so that only the page's tags tell."""
    frames = tiff.replace(b"\3R\x11\0G\x11\0B\x11\0", b"\3\1\x11\0\2\x11\0\3\x11\0")
    scans = frames.replace(b"\3R\0G\0B\0", b"\3\1\0\2\0\3\0")
    assert frames not in (tiff, scans)
    return scans


def in_one_strip(jpeg: bytes) -> bytes:
    sizes = {256: (3, [900]), 257: (3, [600]), 258: (3, [8, 8, 8]), 277: (3, [3])}
    return written([jpeg], sizes | {259: (3, [7]), 262: (3, [6])})


DRAWN: dict[str, tuple[Callable[[], bytes], Image.Image]] = {
    "plain": (partial(planted, SCENE), SCENE),
    "lzw": (partial(planted, SCENE, "tiff_lzw"), SCENE),
    "deflate": (partial(planted, SCENE, "tiff_adobe_deflate"), SCENE),
    "jpeg": (partial(planted, SCENE, "jpeg"), SCENE),
    "jpeg in colours of light": (lambda: without_names(planted(SCENE, "jpeg")), SCENE),
    "jpeg in one strip": (lambda: in_one_strip(plain_jpeg(SCENE)), SCENE),
    "jpeg in grey": (partial(planted, SCENE.convert("L"), "jpeg"), SCENE.convert("L")),
    "palette": (partial(planted, SCENE.quantize(200)), SCENE.quantize(200)),
    "ink": (partial(planted, SCENE.convert("CMYK")), SCENE.convert("CMYK")),
    "fax": (partial(planted, SCENE.convert("1"), "group4"), SCENE.convert("1")),
    "transparent": (partial(planted, transparent()), transparent()),
    "dng": (lambda: dng(camera_jpeg(900, 600)), SCENE),
    "raw of olympus": (lambda: raw_of_olympus(camera_jpeg(900, 600)), SCENE),
    "raw of fujifilm": (lambda: raw_of_fujifilm(camera_jpeg(900, 600)), SCENE),
}


# Cameras' noise differs each time, JPEG was one already, and canvases round what shines through.
LIMITS = {
    "jpeg": 3,
    "jpeg in colours of light": 3,
    "jpeg in one strip": 3,
    "jpeg in grey": 3,
    "ink": 3,
    "transparent": 3,
}
LIMITS |= {"dng": 20, "raw of olympus": 20, "raw of fujifilm": 20}


@pytest.mark.parametrize("mode", ["light", "full"])
@pytest.mark.parametrize("name", DRAWN)
def test_what_is_seen_is_all_that_leaves(open_cleaner: Cleaner, name: str, mode: str) -> None:
    make, shown = DRAWN[name]
    original = make()
    cleaned = open_cleaner.clean(original, mode)
    image = opened(cleaned)
    assert image.size == shown.size
    assert is_upright(image) or not is_upright(shown)
    assert difference(image, shown) <= LIMITS.get(name, 0 if mode == "full" else 15)


def test_what_was_found_is_told(open_cleaner: Cleaner) -> None:
    words = open_cleaner.clean(planted(SCENE)).removed
    assert words == ["author", "device", "gps", "profile", "text", "time"]


def test_a_bare_tiff_tells_nothing(open_cleaner: Cleaner) -> None:
    assert open_cleaner.clean(saved(SCENE)).removed == []


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_pages_and_raw_photos_are_drawn_upright(
    open_cleaner: Cleaner, orientation: int
) -> None:
    stored = turned_away(SCENE, orientation)
    preview = camera_jpeg(900, 600, orientation=orientation)
    for original in (planted(stored, orientation=orientation), dng(preview, orientation)):
        image = opened(open_cleaner.clean(original, "full"))
        assert image.size == (900, 600)
        assert is_upright(image)


def test_transparency_stays(open_cleaner: Cleaner) -> None:
    image = opened(open_cleaner.clean(planted(transparent()), "full"))
    assert image.mode == "RGBA"
    assert image.getpixel((450, 2))[3] < 9  # type: ignore[index]


def test_pages_are_laid_out_on_one_sheet(open_cleaner: Cleaner) -> None:
    image = opened(open_cleaner.clean(canary_tiff(3)))
    assert image.size == (64, 48)
    for box in ((0, 0, 32, 24), (32, 0, 64, 24), (0, 24, 32, 48)):
        assert is_upright(image.crop(box))
    assert image.getpixel((60, 44)) > (250, 250, 250)  # type: ignore[operator]


def test_what_cannot_be_drawn_is_refused(open_cleaner: Cleaner) -> None:
    pages = canary_tiff(21)
    small = dng(camera_jpeg(160, 120))
    numbers = saved(Image.new("F", (40, 30)))
    for original in (pages, small, numbers):
        assert open_cleaner.clean(original).code == "no_clean_way"
    huge = written([b""], {256: (4, [60000]), 257: (4, [60000])})
    assert open_cleaner.clean(huge).code == "too_large"
    assert open_cleaner.clean(saved(SCENE)[:-300]).code == "broken"
    assert open_cleaner.clean(saved(SCENE, "tiff_lzw")[:900]).code == "broken"
