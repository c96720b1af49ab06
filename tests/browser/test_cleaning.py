"""The shipped cleaner in a real browser: upright, small, readable, and nothing left."""

from __future__ import annotations

import os
import struct
from io import BytesIO
from pathlib import Path

import exifread
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.support.camera import (
    CANARIES,
    camera_jpeg,
    canary_png,
    canary_webp,
    chunk,
    plain_jpeg,
    scene,
)
from tests.support.cleaner import Cleaned, Cleaner, cleaner
from tests.support.pictures import contrast, corners, is_upright, same_pixels
from webapp.cleaning import verify_file

pytestmark = pytest.mark.browser
BUDGET = 150_000
PHOTO = camera_jpeg(400, 300)
# Samsung's way: no end of image, and bytes of its own after the last scan.
PANORAMA = PHOTO[: PHOTO.rindex(b"\xff\xd9\0\0\0\x18ftyp")] + b"\0\0\1\x0acanary-trailerSEFT"


def assert_clean(cleaned: Cleaned, size: tuple[int, int]) -> None:
    assert cleaned.code == ""
    assert cleaned.size == size
    assert len(cleaned.data) <= BUDGET
    assert verify_file(cleaned.data) == []
    assert exifread.process_file(BytesIO(cleaned.data)) == {}
    assert not any(word.encode() in cleaned.data for word in (*CANARIES, "2024:03:14", "Canarycam"))
    with Image.open(BytesIO(cleaned.data)) as image:
        assert image.size == size
        assert image.get_format_mimetype() == cleaned.type
        assert is_upright(image), corners(image)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_comes_out_upright_and_clean(open_cleaner: Cleaner, orientation: int) -> None:
    cleaned = open_cleaner.clean(camera_jpeg(400, 300, orientation=orientation))
    assert_clean(cleaned, (400, 300))
    told = ["author", "device", "gps", "other", "profile", "text", "thumbnail", "time"]
    assert cleaned.removed == told


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_webp_comes_out_upright_and_clean(open_cleaner: Cleaner, orientation: int) -> None:
    assert_clean(open_cleaner.clean(canary_webp(400, 300, orientation=orientation)), (400, 300))


def test_a_large_turned_photo_is_scaled_the_right_way(open_cleaner: Cleaner) -> None:
    assert_clean(open_cleaner.clean(camera_jpeg(3000, 2250, orientation=6)), (2048, 1536))


def test_a_png_comes_out_clean(open_cleaner: Cleaner) -> None:
    cleaned = open_cleaner.clean(canary_png(400, 300))
    assert_clean(cleaned, (400, 300))
    assert cleaned.removed == ["author", "device", "gps", "other", "text", "time"]


@pytest.mark.parametrize("make", [canary_png, canary_webp])
def test_transparency_stays(open_cleaner: Cleaner, make: type) -> None:
    cleaned = open_cleaner.clean(make(400, 300, transparent=True))
    assert cleaned.type == "image/png"
    assert verify_file(cleaned.data) == []
    with Image.open(BytesIO(cleaned.data)) as image:
        assert image.getchannel("A").getextrema() == (0, 255)


def test_a_screen_of_few_colours_stays_exact(open_cleaner: Cleaner) -> None:
    out = BytesIO()
    screen = scene(1080, 720, noise=0).crop((270, 240, 810, 480)).convert("1").convert("RGB")
    screen.save(out, "PNG")
    cleaned = open_cleaner.clean(out.getvalue())
    assert cleaned.type == "image/png"
    with Image.open(BytesIO(cleaned.data)) as image:
        assert image.convert("RGB").tobytes() == screen.tobytes()


@pytest.mark.parametrize("noise", [12, 45])
def test_twelve_megapixels_fit_and_a_signboard_stays_readable(
    open_cleaner: Cleaner, noise: int
) -> None:
    photo = scene(4000, 3000, noise)
    cleaned = open_cleaner.clean(plain_jpeg(photo))
    assert cleaned.code == ""
    assert len(cleaned.data) <= BUDGET
    with Image.open(BytesIO(cleaned.data)) as image:
        assert max(image.size) >= 1024
        assert contrast(image) > 0.75


def test_pure_noise_fits_too(open_cleaner: Cleaner) -> None:
    noise = Image.frombytes("RGB", (2000, 1500), os.urandom(2000 * 1500 * 3))
    cleaned = open_cleaner.clean(plain_jpeg(noise))
    assert cleaned.code == ""
    assert len(cleaned.data) <= BUDGET


def bomb() -> bytes:
    png = canary_png(16, 16)
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return png[:8] + chunk(b"IHDR", header) + png[33:]


REFUSED = {
    "nothing": (b"", "empty"),
    "gif": (b"GIF89a\1\0\1\0\0\0\0;", "broken"),
    "tiff": (b"MM\0*\0\0\0\x08\0\0\0\0\0\0", "broken"),
    "bomb": (bomb(), "too_large"),
    "truncated": (PHOTO[: len(PHOTO) // 2], "broken"),
    "headers only": (PHOTO[:400], "broken"),
    "no picture inside": (canary_png(64, 48).replace(b"IDAT", b"IDAT\xff\xff", 1), "broken"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_cleaned_says_why_and_hurts_nothing_else(
    open_cleaner: Cleaner, name: str
) -> None:
    data, code = REFUSED[name]
    assert open_cleaner.clean(data).code == code
    assert_clean(open_cleaner.clean(PHOTO), (400, 300))


# What older browsers lack, or what protection against fingerprinting does, put in by hand.
NOT_IN_A_WORKER = "if (typeof document === 'undefined') throw new Error();"
WITHOUT_CANVAS_IN_WORKERS = "delete self.OffscreenCanvas; delete self.createImageBitmap;"


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_browser_without_canvas_in_workers_cleans_on_the_page(
    browser: Browser, orientation: int
) -> None:
    photo = camera_jpeg(3000, 2250, orientation=orientation)
    page = browser.new_page()
    with (
        cleaner(page, before=WITHOUT_CANVAS_IN_WORKERS) as one,
        one.script_before_worker(NOT_IN_A_WORKER),
    ):
        assert_clean(one.clean(photo), (2048, 1536))
        assert one.clean(b"").code == "empty"


LYING = """
const honest = OffscreenCanvasRenderingContext2D.prototype.getImageData;
OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...args) {
  const image = honest.apply(this, args);
  image.data[5] ^= 1;
  return image;
};
"""


def test_a_canvas_that_lies_is_not_trusted(open_cleaner: Cleaner) -> None:
    with open_cleaner.script_before_worker(LYING):
        exact = open_cleaner.clean(PHOTO)
        assert verify_file(exact.data) == []
        assert same_pixels(PHOTO, exact.data)
        assert open_cleaner.page.evaluate("() => cleanAt('/file', 'light')")["lossless"]
        assert open_cleaner.clean(PANORAMA).code == "not_clean"
    drawn = open_cleaner.clean(PHOTO)
    assert not same_pixels(PHOTO, drawn.data)
    assert "lossless" not in open_cleaner.page.evaluate("() => cleanAt('/file', 'light')")


def test_a_worker_that_does_not_start_is_told(open_cleaner: Cleaner) -> None:
    with open_cleaner.script_before_worker("throw new Error();"):
        assert open_cleaner.clean(PHOTO).code == "not_clean"


def test_a_worker_that_never_answers_is_ended_after_a_minute(browser: Browser) -> None:
    page = browser.new_page()
    page.clock.install()
    with cleaner(page) as one:
        assert one.clean(PHOTO).code == ""
        with one.script_before_worker("self.postMessage = () => {};"):
            answer_never_comes(page)


def answer_never_comes(page: Page) -> None:
    with page.expect_event("worker") as started:
        page.evaluate("() => { globalThis.answer = cleanAt('/file', 'light'); }")
    with started.value.expect_event("close"):
        page.clock.fast_forward(60_000)
    assert page.evaluate("() => answer") == {"code": "timeout"}


def samples() -> list[Path]:
    folder = os.environ.get("HINGHOI_SAMPLES")
    found = sorted(Path(folder).rglob("*")) if folder else []
    return [path for path in found if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp")]


@pytest.mark.skipif(not samples(), reason="HINGHOI_SAMPLES names no folder of pictures")
def test_every_sample_comes_out_clean_or_is_refused(open_cleaner: Cleaner) -> None:
    out = os.environ.get("HINGHOI_SAMPLES_CLEANED")
    for path in samples():
        cleaned = open_cleaner.clean(path.read_bytes())
        assert cleaned.code in ("", "broken"), path.name
        if cleaned.code == "":
            assert verify_file(cleaned.data) == [], path.name
            assert len(cleaned.data) <= BUDGET
        if out and cleaned.code == "":
            target = Path(out) / path.relative_to(os.environ["HINGHOI_SAMPLES"])
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(cleaned.data)
