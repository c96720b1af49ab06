"""Whatever is planted in a picture is found, and no file can make the finder fail otherwise."""

from __future__ import annotations

import random
import struct
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support.camera import (
    camera_jpeg,
    canary_png,
    canary_webp,
    chunk,
    plain_jpeg,
    scene,
    segment,
)
from webapp.cleaning import verify_file
from webapp.errors import FileTooLarge, FileTypeUnsupported, FileUnreadable


def saved(kind: str, **options: bool) -> bytes:
    out = BytesIO()
    scene(48, 36).save(out, kind, **options)
    return out.getvalue()


JPEG, PNG, WEBP = saved("JPEG"), saved("PNG"), saved("WEBP")
PHOTO = camera_jpeg(160, 120)
TYPED = (FileUnreadable, FileTypeUnsupported, FileTooLarge)
DRAWN = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"sRGB", b"bKGD", b"pHYs", b"fdAT")
LOADED = [PHOTO, canary_png(64, 48), canary_webp(64, 48)]


def kinds(data: bytes) -> set[str]:
    return {finding.kind for finding in verify_file(data)}


@pytest.mark.parametrize("data", [JPEG, PNG, WEBP, saved("JPEG", progressive=True)])
def test_a_plain_picture_is_clean(data: bytes) -> None:
    assert verify_file(data) == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_animations_and_transparency_are_no_findings_where_allowed(kind: str) -> None:
    picture = scene(32, 32)
    picture.putalpha(Image.linear_gradient("L").resize((32, 32)))
    out = BytesIO()
    picture.save(out, kind)
    assert verify_file(out.getvalue()) == []


def test_everything_in_a_photo_is_told() -> None:
    told = {"gps", "device", "time", "author", "thumbnail", "text", "profile", "other"}
    assert kinds(PHOTO) == told


def test_each_tag_is_told_by_its_word() -> None:
    told = {finding.where: finding.kind for finding in verify_file(PHOTO)}
    words = {"0x010f": "device", "0x0132": "time", "0x013b": "author", "0x010e": "text"}
    assert all(told[f"APP1 Exif Image {tag}"] == word for tag, word in words.items())
    assert told["APP1 Exif Exif 0xa431"] == "device"
    assert told["APP1 Exif GPS 0x0002"] == "gps"


def test_values_are_told_for_people() -> None:
    details = " | ".join(finding.detail for finding in verify_file(PHOTO))
    assert "CanarySomchai" in details
    assert "18, 46, 45.67" in details
    assert "2024:03:14 09:26:53" in details


def test_png_and_webp_tell_as_much() -> None:
    assert {"gps", "device", "time", "author", "text", "other"} <= kinds(LOADED[1])
    assert {"gps", "device", "time", "author", "text", "other"} <= kinds(LOADED[2])


@given(
    marker=st.sampled_from([*range(0xE1, 0xF0), 0xC8, 0xDC, 0xF0, 0xFE]),
    payload=st.binary(max_size=60),
)
def test_any_foreign_segment_is_a_finding(marker: int, payload: bytes) -> None:
    assert verify_file(JPEG[:2] + segment(marker, payload) + JPEG[2:])


@given(name=st.from_regex(rb"\A[a-zA-Z]{4}\Z"), payload=st.binary(max_size=60))
def test_any_foreign_chunk_is_a_finding(name: bytes, payload: bytes) -> None:
    if name not in DRAWN:
        assert verify_file(PNG[:33] + chunk(name, payload) + PNG[33:])


@given(st.binary(min_size=1, max_size=60))
def test_bytes_after_the_end_are_a_finding(trailer: bytes) -> None:
    for data in (JPEG, PNG, WEBP):
        assert verify_file(data + trailer)


def test_own_segments_cannot_carry_more() -> None:
    table = JPEG.index(b"\xff\xdb")
    (length,) = struct.unpack_from(">H", JPEG, table + 2)
    longer = JPEG[: table + 2] + struct.pack(">H", length + 5) + JPEG[table + 4 :]
    end = table + 2 + length
    found = verify_file(longer[:end] + b"\x0fspoo" + longer[end:])
    assert "DQT too long" in [finding.where for finding in found]
    assert verify_file(PNG[:33] + chunk(b"gAMA", b"words") + PNG[33:])
    assert verify_file(PNG[:-4] + b"hide")


def test_what_another_reader_chokes_on_is_not_clean() -> None:
    frame = JPEG.index(b"\xff\xc0")
    odd = JPEG[: frame + 4] + b"\x0d" + JPEG[frame + 5 :]  # 13 bits a sample: nobody has them.
    assert [finding.where for finding in verify_file(odd)] == ["second reader"]


def test_a_webp_that_claims_metadata_is_not_clean() -> None:
    extended = canary_webp(32, 32)
    size = 8 + int.from_bytes(extended[4:8], "little")
    assert any("flags" in finding.where for finding in verify_file(extended[:size]))


@pytest.mark.parametrize("data", [b"", JPEG[:-2], JPEG[:30], PNG[:-6], PNG[:20], WEBP[:-2]])
def test_files_that_end_early_are_unreadable(data: bytes) -> None:
    with pytest.raises(FileUnreadable):
        verify_file(data)


@pytest.mark.parametrize(
    "data", [b"\0\1\2", b"<svg xmlns=''>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1 }"]
)
def test_other_types_are_refused_by_their_bytes(data: bytes) -> None:
    with pytest.raises(FileTypeUnsupported):
        verify_file(data)


def test_a_bomb_is_refused_from_its_header() -> None:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    with pytest.raises(FileTooLarge):
        verify_file(PNG[:8] + chunk(b"IHDR", header) + PNG[33:])


def test_a_trap_of_countless_parts_is_refused() -> None:
    with pytest.raises(FileUnreadable):
        verify_file(JPEG[:2] + segment(0xFE, b"") * 70_000 + JPEG[2:])
    body = WEBP[8:] + b"JUNK\0\0\0\0" * 70_000
    with pytest.raises(FileUnreadable):
        verify_file(b"RIFF" + struct.pack("<I", len(body)) + body)


def test_a_tag_that_counts_to_billions_costs_nothing() -> None:
    entry = struct.pack("<HHII", 0x927C, 7, 0xFFFFFFFF, 8)
    block = b"II*\0" + struct.pack("<IH", 8, 1) + entry + b"\0\0\0\0"
    data = JPEG[:2] + segment(0xE1, b"Exif\0\0" + block) + JPEG[2:]
    assert kinds(data) == {"device"}


def mutated(data: bytes, seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311
    copy = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        copy[chance.randrange(len(copy))] = chance.randrange(256)
    return bytes(copy[: chance.choice([len(copy), chance.randrange(len(copy))])])


@given(st.sampled_from([*LOADED, JPEG, PNG, WEBP]), st.integers())
def test_mutated_files_give_findings_or_a_typed_error(data: bytes, seed: int) -> None:
    with suppress(*TYPED):
        verify_file(mutated(data, seed))


@given(st.sampled_from([JPEG[:3], PNG[:8], WEBP[:12]]), st.binary(max_size=300))
def test_arbitrary_bytes_give_findings_or_a_typed_error(start: bytes, rest: bytes) -> None:
    with suppress(*TYPED):
        verify_file(start + rest)


def test_the_camera_of_the_tests_is_believed_by_other_readers() -> None:
    with Image.open(BytesIO(PHOTO)) as image:
        assert {"exif", "icc_profile", "photoshop", "comment"} <= set(map(str, image.info))
        assert image.getexif().get_ifd(0x8825)[1] == "N"
    assert verify_file(plain_jpeg(scene(16, 16))) == []
