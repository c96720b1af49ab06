"""No file, however broken, gets more than findings, a clean copy or a typed error."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import hidden_documents as documents
from tests.support import hidden_pictures as pictures
from tests.support import hidden_sound as sound
from tests.unit.cleaning.test_verify import mutated
from webapp.cleaning import clean_file, sniff, verify_file
from webapp.cleaning.media import ebml
from webapp.errors import FileUnreadable, HinghoiError

LITTLE_TIME = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
MADE = {
    "gif": pictures.canary_gif,
    "heic": pictures.canary_heic,
    "avif": pictures.canary_avif,
    "tiff": pictures.canary_tiff,
    "bmp": pictures.canary_bmp,
    "pdf": documents.canary_pdf,
    "docx": documents.canary_docx,
    "odt": documents.canary_odt,
    "amr": sound.amr,
}
STARTS = [
    b"GIF89a",
    b"\0\0\0\x18ftypheic",
    b"\0\0\0\x18ftypmp42",
    b"%PDF-1.7\n",
    b"PK\3\4",
    b"II*\0\x08\0\0\0",
    b"\x1aE\xdf\xa3",
    b"OggS\0",
    b"ID3\4\0\0\0\0\0\0",
    b"RIFF\0\0\0\0WAVE",
    b"fLaC",
    b"\xff\xfb\x90d",
    b"\xff\xf1P\x80",
    b"BM",
]


def tried(data: bytes) -> None:
    with suppress(HinghoiError):
        sniff(data)
        verify_file(data)
    with suppress(HinghoiError):
        assert verify_file(clean_file(data).data) == []


@pytest.mark.parametrize("kind", MADE)
@LITTLE_TIME
@given(seed=st.integers())
def test_mutated_files_of_every_kind(kind: str, seed: int) -> None:
    tried(mutated(MADE[kind](), seed))


@pytest.mark.parametrize("kind", sound.KINDS)
def test_mutated_recordings(kind: str) -> None:
    data = sound.recording(kind)
    for seed in range(25):
        tried(mutated(data, seed))
        tried(_hit_head(data, seed))


@LITTLE_TIME
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=400))
def test_arbitrary_bytes_after_a_true_start(start: bytes, rest: bytes) -> None:
    tried(start + rest)


@given(st.text(max_size=200))
def test_cleaned_text_is_clean(text: str) -> None:
    with suppress(HinghoiError):
        assert verify_file(clean_file(text.encode()).data) == []


def test_boxes_in_boxes_do_not_overflow() -> None:
    data = b""
    for _ in range(3000):
        data = (len(data) + 8).to_bytes(4, "big") + b"traf" + data
    data = b"\0\0\0\x0cftypisom" + (len(data) + 8).to_bytes(4, "big") + b"moov" + data
    tried(data)


def test_a_table_of_billions_of_samples_costs_nothing() -> None:
    data = sound.recording("m4a")
    at = data.index(b"stsz")
    for count in (0x7FFFFFFF, 0xFFFFFFFF):
        bomb = data[: at + 12] + count.to_bytes(4, "big") + data[at + 16 :]
        with pytest.raises(FileUnreadable):
            clean_file(bomb)


def test_chunks_that_overlap_do_not_multiply() -> None:
    """Every chunk begins where the film's data begins, and is as long as all of it."""
    data = sound.recording("mp4")
    table, sizes = data.index(b"stsc"), data.index(b"stsz")
    each = len(data) // 4
    bomb = bytearray(data)
    bomb[sizes + 8 : sizes + 12] = each.to_bytes(4, "big")
    runs = int.from_bytes(data[table + 8 : table + 12], "big")
    for run in range(runs):
        bomb[table + 16 + 12 * run : table + 20 + 12 * run] = (3).to_bytes(4, "big")
    offsets = data.index(b"stco")
    count = int.from_bytes(data[offsets + 8 : offsets + 12], "big")
    assert count > 1
    for chunk in range(count):
        bomb[offsets + 12 + 4 * chunk : offsets + 16 + 4 * chunk] = chunk.to_bytes(4, "big")
    with pytest.raises(FileUnreadable):
        clean_file(bytes(bomb))


def test_names_of_spaces_do_not_multiply() -> None:
    parts = documents.unzipped(documents.canary_docx())
    spaces = " ".join(f'xmlns:a{i}="x"' for i in range(300))
    parts["word/document.xml"] = f"<a {spaces}/>".encode()
    with pytest.raises(FileUnreadable):
        verify_file(documents.zipped(parts))


def test_an_element_that_is_longer_than_its_parent_is_unreadable() -> None:
    whole = ebml.element(ebml.EBML, ebml.element(0x4282, b"webm"))
    with pytest.raises(FileUnreadable):
        verify_file(whole + ebml.element(ebml.SEGMENT, b"\xec\x9fxx"))


def test_a_scan_of_a_million_pixels_square_is_refused_from_its_header() -> None:
    for make, name in ((pictures.canary_gif, 6), (pictures.canary_bmp, 18)):
        data = bytearray(make())
        data[name : name + 2] = b"\xff\xff"
        data[name + (2 if name == 6 else 4) :][:2] = b"\xff\xff"
        tried(bytes(data))


def _hit_head(data: bytes, seed: int) -> bytes:
    """Changes among the first bytes, where the structure is."""
    chance = random.Random(seed)  # noqa: S311
    copy = bytearray(data)
    for _ in range(6):
        copy[chance.randrange(min(len(copy), 600))] = chance.randrange(256)
    return bytes(copy)
