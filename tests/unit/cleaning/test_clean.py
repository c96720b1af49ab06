"""A cleaned picture is upright, looks the same, and holds nothing else."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

import exifread
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support.camera import CANARIES, camera_jpeg, canary_png, canary_webp, scene
from tests.support.pictures import corners, is_upright
from tests.unit.cleaning.test_verify import JPEG, LOADED, PNG, TYPED, mutated
from webapp.cleaning import clean_image, photo, verify_file
from webapp.cleaning.pictures import inspect
from webapp.errors import FileNotClean, FileTypeUnsupported, FileUnreadable


@pytest.mark.parametrize("data", LOADED)
def test_nothing_is_left(data: bytes) -> None:
    cleaned = clean_image(data)
    assert all(word.encode() in data for word in (CANARIES[0], CANARIES[-1]))
    assert not any(word.encode() in cleaned for word in CANARIES)
    assert verify_file(cleaned) == []
    assert exifread.process_file(BytesIO(cleaned)) == {}


@pytest.mark.parametrize("data", LOADED)
def test_the_decoder_gets_nothing_but_pixels_and_the_profile(data: bytes) -> None:
    assert {finding.kind for finding in verify_file(inspect(data).bare)} <= {"profile"}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("make", [camera_jpeg, canary_webp])
def test_every_orientation_comes_out_upright(make: type, orientation: int) -> None:
    cleaned = clean_image(make(160, 120, orientation=orientation))
    with Image.open(BytesIO(cleaned)) as image:
        assert image.size == (160, 120)
        assert is_upright(image), corners(image)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "CMYK", "P", "LA", "1", "I;16"])
def test_every_mode_is_taken(mode: str) -> None:
    out = BytesIO()
    picture = Image.new("I;16", (32, 24)) if mode == "I;16" else scene(32, 24).convert(mode)
    picture.save(out, "JPEG" if mode == "CMYK" else "PNG")
    with Image.open(BytesIO(clean_image(out.getvalue()))) as image:
        assert image.size == (32, 24)
        assert ("A" in image.getbands()) == (mode in ("RGBA", "LA"))


def test_transparency_stays() -> None:
    for data in (canary_png(64, 48, transparent=True), canary_webp(64, 48, transparent=True)):
        with Image.open(BytesIO(clean_image(data))) as image:
            assert image.getchannel("A").getextrema() != (255, 255)


def test_a_result_that_is_not_clean_is_kept_from_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    encode = photo.encode
    monkeypatch.setattr(photo, "encode", lambda *args: encode(*args) + CANARIES[0].encode())
    with pytest.raises(FileNotClean):
        clean_image(JPEG)


def test_what_cannot_be_cleaned_is_refused() -> None:
    with pytest.raises(FileUnreadable):
        clean_image(JPEG[:-40])
    with pytest.raises(FileUnreadable):
        clean_image(PNG[:60] + bytes(len(PNG) - 80) + PNG[-20:])
    with pytest.raises(FileTypeUnsupported):
        clean_image(b"GIF89a")


@given(st.sampled_from([*LOADED, JPEG, PNG]), st.integers())
def test_mutated_files_come_out_clean_or_not_at_all(data: bytes, seed: int) -> None:
    with suppress(*TYPED):
        assert verify_file(clean_image(mutated(data, seed))) == []
