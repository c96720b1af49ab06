"""Every kind of file comes out without what was planted, and still is what it was."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.support import hidden_documents as documents
from tests.support import hidden_pictures as pictures
from tests.support import hidden_sound as sound
from tests.support.camera import CANARIES
from tests.support.pictures import is_upright
from webapp.cleaning import clean, clean_file, sniff, verify_file
from webapp.errors import FileNotClean

PICTURES: dict[str, tuple[Callable[[], bytes], str]] = {
    "gif": (pictures.canary_gif, "gif"),
    "heic": (pictures.canary_heic, "jpg"),
    "avif": (pictures.canary_avif, "jpg"),
    "tiff": (pictures.canary_tiff, "jpg"),
    "bmp": (pictures.canary_bmp, "jpg"),
    "jpeg": (pictures.photo, "jpg"),
    "pdf": (documents.canary_pdf, "pdf"),
    "revised pdf": (documents.revised_pdf, "pdf"),
    "docx": (documents.canary_docx, "docx"),
    "odt": (documents.canary_odt, "odt"),
}


def holds_canary(data: bytes) -> bool:
    """In the bytes, or in any part of an archive."""
    texts = [data]
    if data[:2] == b"PK":
        texts += documents.unzipped(data).values()
    return any(word.encode() in text for word in CANARIES for text in texts)


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_and_documents_lose_all_canaries(kind: str) -> None:
    make, extension = PICTURES[kind]
    data = make()
    assert verify_file(data)
    cleaned = clean_file(data)
    assert holds_canary(data)
    assert not holds_canary(cleaned.data)
    assert verify_file(cleaned.data) == []
    assert (cleaned.extension, cleaned.type) == (extension, sniff(cleaned.data))
    assert cleaned.removed


@pytest.mark.parametrize("kind", sound.KINDS)
def test_sound_and_films_lose_all_canaries_and_not_a_bit_of_sound(kind: str) -> None:
    data = sound.recording(kind)
    cleaned = clean_file(data)
    assert holds_canary(data) or kind == "aac"
    assert not holds_canary(cleaned.data)
    assert verify_file(cleaned.data) == []
    assert sound.streams(cleaned.data) == sound.streams(data)


@pytest.mark.parametrize("made", [("m4a", sound.FRAGMENTED), ("mp4", sound.FRAGMENTED_FILM)])
def test_a_fragmented_recording_becomes_one_piece(made: tuple[str, tuple[str, ...]]) -> None:
    kind, how = made
    data = sound.recording(kind, *how)
    cleaned = clean_file(data)
    assert b"moof" in data
    assert b"moof" not in cleaned.data
    assert sound.times(cleaned.data) == sound.times(data)
    assert not holds_canary(cleaned.data)
    assert sound.pixels(cleaned.data) == sound.pixels(data)


def test_what_a_phone_records_is_told_by_its_words() -> None:
    assert set(clean_file(sound.recording("mp4")).removed) >= {"gps", "time"}
    assert "author" in clean_file(sound.recording("mp3")).removed


def test_an_encoder_leaves_no_settings_in_the_stream() -> None:
    data = sound.recording("mp4", *sound.H264)
    assert b"x264" in data
    cleaned = clean_file(data)
    assert b"x264" not in cleaned.data
    assert sound.pixels(cleaned.data) == sound.pixels(data)


def test_amr_ends_with_its_last_frame() -> None:
    assert verify_file(sound.amr()) == []
    cleaned = clean_file(sound.amr() + CANARIES[0].encode())
    assert cleaned.data == sound.amr()
    assert cleaned.removed == ("other",)


def test_animations_keep_moving() -> None:
    assert pictures.frames(clean_file(pictures.canary_gif()).data) == 3
    for kind in ("PNG", "WEBP"):
        data = pictures.animated(kind)
        assert verify_file(data)
        assert pictures.frames(clean_file(data).data) == pictures.frames(data)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_picture_drawn_anew_stands_upright(orientation: int) -> None:
    with Image.open(BytesIO(clean_file(pictures.canary_heic(orientation)).data)) as image:
        assert is_upright(image) == (orientation == 1)


def test_all_pages_of_a_scan_are_kept() -> None:
    with Image.open(BytesIO(clean_file(pictures.canary_tiff(pages=3)).data)) as image:
        assert image.size == (32, 72)


def test_text_is_kept_and_what_no_eye_sees_goes() -> None:
    cleaned = clean_file("\ufeffงบ\u200b 12\r\nบาท\u202e\n".encode())
    assert cleaned.data.decode() == "งบ 12\nบาท\n"
    assert (cleaned.type, cleaned.extension) == ("text/plain", "txt")
    assert clean_file("ชื่อ,บาท\nถนน,12\n".encode("cp874")).type == "text/csv"


def test_a_result_that_is_not_clean_is_kept_from_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(clean._WAYS, "image/gif", lambda data: data)
    with pytest.raises(FileNotClean):
        clean_file(pictures.canary_gif())
