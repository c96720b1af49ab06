"""The full way in a real browser: every pixel as it was, and nothing else left."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any

import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.support.camera import (
    CANARIES,
    camera_jpeg,
    canary_png,
    canary_webp,
    exif,
    plain_jpeg,
    scene,
    xmp,
)
from tests.support.cleaner import Cleaner, bundle, served
from tests.support.pictures import is_upright, same_pixels
from webapp.cleaning import verify_file

pytestmark = pytest.mark.browser
pillow_heif.register_heif_opener()
SCENE = scene(120, 90)
SECRETS = (*CANARIES, "2024:03:14", "Canarycam")


def saved(kind: str, picture: Image.Image = SCENE, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def animated(kind: str, **options: Any) -> bytes:
    turned = [SCENE.rotate(angle) for angle in (90, 180)]
    return saved(kind, save_all=True, append_images=turned, duration=120, loop=3, **options)


def whole(kind: str, **options: Any) -> bytes:
    return saved(kind, exif=exif().tobytes(), xmp=xmp(), **options)


LOSSLESS: dict[str, Callable[[], bytes]] = {
    **{f"jpeg {turn}": partial(camera_jpeg, 120, 90, orientation=turn) for turn in range(1, 9)},
    "jpeg progressive": lambda: whole("JPEG", progressive=True, comment=CANARIES[0]),
    "jpeg grey": lambda: whole("JPEG", picture=SCENE.convert("L")),
    "jpeg cmyk": lambda: whole("JPEG", picture=SCENE.convert("CMYK")),
    "jpeg rgb": lambda: whole("JPEG", keep_rgb=True),
    "png": lambda: canary_png(120, 90),
    "png transparent": lambda: canary_png(120, 90, transparent=True),
    "png palette": lambda: whole("PNG", picture=SCENE.quantize(40), transparency=3),
    "png deep": lambda: whole("PNG", picture=SCENE.convert("I;16")),
    "apng": lambda: animated("PNG", exif=exif().tobytes()) + CANARIES[2].encode(),
    "webp": lambda: canary_webp(120, 90),
    "webp transparent": lambda: canary_webp(120, 90, transparent=True),
    "webp drawing": lambda: whole("WEBP", lossless=True),
    "webp animated": lambda: animated("WEBP", exif=exif().tobytes(), xmp=xmp()),
    "gif": lambda: saved("GIF", comment=CANARIES[0]),
    "gif animated": lambda: animated("GIF", comment=CANARIES[0]) + CANARIES[2].encode(),
}


def assert_exact(original: bytes, cleaned: bytes) -> None:
    assert same_pixels(original, cleaned)
    assert verify_file(cleaned) == []
    assert not any(word.encode() in cleaned for word in SECRETS)


@pytest.mark.parametrize("name", LOSSLESS)
def test_the_full_way_changes_no_pixel(open_cleaner: Cleaner, name: str) -> None:
    original = LOSSLESS[name]()
    cleaned = open_cleaner.clean(original, "full")
    assert cleaned.code == ""
    assert_exact(original, cleaned.data)
    with Image.open(BytesIO(original)) as image:
        assert image.get_format_mimetype() in (cleaned.type, "image/apng")


@pytest.mark.parametrize("name", ["gif animated", "webp animated", "apng"])
def test_an_animation_moves_on_in_the_light_way(open_cleaner: Cleaner, name: str) -> None:
    original = LOSSLESS[name]()
    assert_exact(original, open_cleaner.clean(original).data)


@pytest.mark.parametrize("orientation", [2, 5, 6])
def test_a_turned_webp_is_drawn_upright(open_cleaner: Cleaner, orientation: int) -> None:
    cleaned = open_cleaner.clean(canary_webp(400, 300, orientation=orientation), "full")
    assert verify_file(cleaned.data) == []
    with Image.open(BytesIO(cleaned.data)) as image:
        assert image.size == (400, 300)
        assert is_upright(image)


def test_a_photo_without_a_clean_end_is_encoded_anew_at_full_size(open_cleaner: Cleaner) -> None:
    photo = plain_jpeg(scene(2500, 1000))
    cleaned = open_cleaner.clean(photo[:-2] + b"\0\0\1\x0acanary-trailerSEFT", "full")
    assert cleaned.size == (2500, 1000)
    assert verify_file(cleaned.data) == []
    assert b"canary" not in cleaned.data


@pytest.mark.parametrize("mode", ["light", "full"])
def test_a_bitmap_is_drawn_anew(open_cleaner: Cleaner, mode: str) -> None:
    cleaned = open_cleaner.clean(saved("BMP", picture=SCENE.quantize(8).convert("RGB")), mode)
    assert cleaned.type == "image/png" or mode == "light"
    assert cleaned.size == SCENE.size


def test_a_wide_colour_space_stays_without_its_maker(open_cleaner: Cleaner) -> None:
    original = saved("JPEG", icc_profile=display_p3(b"CanaryMaker"))
    cleaned = open_cleaner.clean(original, "full").data
    assert same_pixels(original, cleaned)
    with Image.open(BytesIO(cleaned)) as image:
        profile = image.info["icc_profile"]
    assert b"Canary" not in profile
    again = open_cleaner.clean(saved("PNG", icc_profile=display_p3(b"Canary")), "full").data
    with Image.open(BytesIO(again)) as image:
        assert image.info["icc_profile"] == profile
    assert open_cleaner.clean(again, "full").data == again


def display_p3(maker: bytes) -> bytes:
    """A profile of Display P3's primaries, as phones write it: with a maker and a date."""
    tags = {
        b"rXYZ": (33759, 15807, 0x100000000 - 69),
        b"gXYZ": (19135, 45367, 2745),
        b"bXYZ": (10296, 4363, 51385),
    }
    numbers = [b"XYZ \0\0\0\0" + b"".join(n.to_bytes(4, "big") for n in tags[tag]) for tag in tags]
    body = maker.ljust(20, b"!") + b"".join(numbers)
    table = b"".join(
        tag + (172 + 20 + 20 * i).to_bytes(4, "big") + (20).to_bytes(4, "big")
        for i, tag in enumerate(tags)
    )
    head = b"\0\0\0\0appl\4\0\0\0mntrRGB XYZ " + b"\7\xe6\0\1" * 3 + b"acspAPPL"
    head = head.ljust(128, b"\0") + (3).to_bytes(4, "big") + table
    return head.ljust(172, b"\0") + body


BARE_PAGE = b"<!doctype html><title>x</title><script src=/page.js></script>"
ASK = """async ([name, mode]) => {
  const createScriptURL = (url) => url;
  globalThis.policy ??= trustedTypes.createPolicy("hinghoi", { createScriptURL });
  const file = await (await fetch(name)).blob();
  const worker = new Worker(policy.createScriptURL("/clean_pictures.js"));
  worker.postMessage({ file, mode });
  const { data } = await new Promise((done) => { worker.onmessage = done; });
  worker.terminate();
  const { bytes = [], ...result } = data.result ?? data;
  const letters = Array.from(bytes, (code) => String.fromCharCode(code));
  return { ...result, bytes: btoa(letters.join("")) };
}"""


@pytest.fixture(scope="module")
def clean_pictures(browser: Browser) -> Iterator[Callable[[bytes, str], dict[str, Any]]]:
    script = bundle("client/clean_pictures.ts")
    files = {"/": BARE_PAGE, "/page.js": b"", "/clean_pictures.js": script}
    page = browser.new_page()
    with served(files) as address:
        page.goto(address)

        def clean(data: bytes, mode: str) -> dict[str, Any]:
            files["/file"] = data
            answer: dict[str, Any] = page.evaluate(ASK, ["/file", mode])
            return {**answer, "bytes": base64.b64decode(answer["bytes"])}

        yield clean


CleanPictures = Callable[[bytes, str], dict[str, Any]]


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
@pytest.mark.parametrize("transparent", [False, True])
def test_heif_and_avif_keep_every_pixel(
    clean_pictures: CleanPictures, kind: str, transparent: bool
) -> None:
    picture = SCENE.copy()
    if transparent:
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    original = whole(kind, picture=picture, quality=60)
    assert CANARIES[0].encode() in original
    cleaned = clean_pictures(original, "full")
    assert_exact(original, cleaned["bytes"])
    assert cleaned["lossless"]
    assert cleaned["removed"] == ["author", "device", "gps", "text", "time"]
    assert (cleaned["width"], cleaned["height"]) == SCENE.size


def test_an_avif_becomes_light(clean_pictures: CleanPictures) -> None:
    assert clean_pictures(whole("AVIF"), "light")["type"] == "image/jpeg"


def test_a_heic_that_the_browser_cannot_show_stays_exact(clean_pictures: CleanPictures) -> None:
    cleaned = clean_pictures(whole("HEIF"), "light")
    assert (cleaned["type"], cleaned["lossless"]) == ("image/heic", True)


def test_a_sequence_has_no_clean_way(clean_pictures: CleanPictures) -> None:
    assert clean_pictures(animated("AVIF"), "full") == {"code": "no_clean_way", "bytes": b""}
