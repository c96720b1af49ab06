"""The few things that are kept on purpose are no findings, and nothing that looks like them is."""

from __future__ import annotations

import zlib

import pytest

from tests.support.camera import chunk, plain_jpeg, scene, segment
from tests.support.hidden_sound import recording
from tests.unit.cleaning.test_verify import PNG
from webapp.cleaning import clean_file, verify_file
from webapp.cleaning.icc import canonical_profiles
from webapp.cleaning.media.ogg_pages import checksum
from webapp.cleaning.text import verify_text

JPEG = plain_jpeg(scene(32, 24))
UPRIGHT = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0%c\0\0\0\0\0\0"


def within(payload: bytes, marker: int) -> bytes:
    return JPEG[:2] + segment(marker, payload) + JPEG[2:]


@pytest.mark.parametrize("turn", range(1, 9))
def test_the_way_up_alone_is_allowed(turn: int) -> None:
    assert verify_file(within(UPRIGHT % turn, 0xE1)) == []


@pytest.mark.parametrize("turn", [0, 9, 255])
def test_a_way_up_that_there_is_not_is_a_finding(turn: int) -> None:
    assert verify_file(within(UPRIGHT % turn, 0xE1))
    assert verify_file(within(UPRIGHT % 6 + b"more", 0xE1))


def test_canonical_profiles_are_allowed_and_no_others() -> None:
    for profile in canonical_profiles():
        assert len(profile) == int.from_bytes(profile[:4], "big")
        assert verify_file(within(b"ICC_PROFILE\0\1\1" + profile, 0xE2)) == []
        packed = b"icc\0\0" + zlib.compress(profile)
        assert verify_file(PNG[:33] + chunk(b"iCCP", packed) + PNG[33:]) == []
        other = profile[:48] + b"CNON" + profile[52:]
        assert verify_file(within(b"ICC_PROFILE\0\1\1" + other, 0xE2))
        packed = b"icc\0\0" + zlib.compress(other)
        assert verify_file(PNG[:33] + chunk(b"iCCP", packed) + PNG[33:])


def test_the_checksum_of_ogg_is_that_of_its_specification() -> None:
    crc = 0
    for byte in b"OggS" + bytes(range(256)):
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 1 << 31 else 0)) & 0xFFFFFFFF
    assert checksum(b"OggS" + bytes(range(256))) == crc.to_bytes(4, "little")


def test_thai_and_joined_letters_are_no_hidden_text() -> None:
    assert verify_text("งบประมาณถนน ๑,๔๘๕,๐๐๐ บาท\n".encode()) == []
    assert verify_text("क्‍ष 👩‍🌾\n".encode()) == []
    assert verify_text("ถนน\u200d\n".encode())


def test_days_and_tracks_of_data_in_a_film_are_told() -> None:
    film = clean_file(recording("mp4")).data
    assert verify_file(film) == []
    at = film.index(b"mvhd") + 8
    dated = film[:at] + b"\xe2\x18\x6f\x5d" + film[at + 4 :]
    assert [finding.kind for finding in verify_file(dated)] == ["time"]
    sensors = film.replace(b"soun", b"meta", 1)
    assert any("neither picture nor sound" in finding.detail for finding in verify_file(sensors))
