"""The search of seized machines finds a planted word, however it is packed."""

from __future__ import annotations

import base64
import gzip
import sqlite3
import zlib
from contextlib import closing, suppress
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.seized import compressed
from tests.support.seized.needles import Needles
from tests.support.seized.search import search

WORD = "zqCanary7x"
TEXT = f"ก่อนหน้า {WORD}-place ตามหลัง".encode()
THAI = "หิ่งห้อยกระซิบ"


def literal(data: bytes) -> bytes:
    """A Snappy block of one literal."""
    return bytes([len(data), (59 + 1) << 2, len(data) - 1]) + data


def table(block: bytes) -> bytes:
    """A LevelDB table of one compressed block."""
    body = literal(block)
    handle = bytes([0, len(body)])
    entry = bytes([0, 1, len(handle)]) + b"k" + handle
    index = entry + bytes(4) + (1).to_bytes(4, "little")
    start = len(body) + 5
    footer = bytes([0, 0, start, len(index)]) + bytes(36) + bytes.fromhex("57fb808b247547db")
    return body + b"\x01" + bytes(4) + index + b"\x00" + bytes(4) + footer


def log(data: bytes) -> bytes:
    """A LevelDB log whose one record is cut in the middle of the word."""
    first = b"x" * (32768 - 14 - 7) + data[:20]
    head, tail = first[: 32768 - 7], data[20:]
    cut = bytes(4) + len(head).to_bytes(2, "little") + b"\x02" + head
    return cut.ljust(32768, b"\0") + bytes(4) + len(tail).to_bytes(2, "little") + b"\x04" + tail


PACKED = {
    "plain": TEXT,
    "small letters": TEXT.lower(),
    "utf-16": TEXT.decode().encode("utf-16-le"),
    "utf-16 of the network": TEXT.decode().encode("utf-16-be"),
    "hex": TEXT.hex().encode(),
    "large hex": TEXT.hex().upper().encode(),
    **{f"base64 {n}": base64.b64encode(bytes(n) + TEXT) for n in range(3)},
    "base64 of addresses": base64.urlsafe_b64encode(b"?>" + TEXT),
    "zlib": b"before" + zlib.compress(TEXT * 9),
    "gzip": b"before" + gzip.compress(TEXT * 9),
    "gzip cut short": gzip.compress(TEXT * 900)[:-9],
    "base64 in gzip": gzip.compress(base64.b64encode(TEXT)),
    "value of IndexedDB": b"..\xff\x11\x02" + literal(TEXT),
    "table of LevelDB": table(TEXT),
    "log of LevelDB": log(TEXT),
    "session of Firefox": b"mozLz40\0" + len(TEXT).to_bytes(4, "little")
    + bytes([0xF0, len(TEXT) - 15]) + TEXT,
    "framed": b"\xff\x06\x00\x00sNaPpY\x00" + (len(literal(TEXT)) + 4).to_bytes(3, "little")
    + bytes(4) + literal(TEXT),
    "entry of the cache": bytes.fromhex("305c72a71b6dfbfc") + bytes(4) + (3).to_bytes(4, "little")
    + bytes(8) + b"key" + brotli.compress(TEXT * 9),
}  # fmt: skip


@pytest.mark.parametrize("how", PACKED)
def test_a_word_is_found(tmp_path: Path, how: str) -> None:
    file = tmp_path / "deep" / ("000003.log" if how == "log of LevelDB" else "000003")
    file.parent.mkdir()
    file.write_bytes(b"nothing")
    assert search(Needles([WORD]), tmp_path) == []
    file.write_bytes(PACKED[how])
    assert search(Needles([WORD]), tmp_path)


@pytest.mark.parametrize("written", [THAI, repr(THAI.encode()), ascii(THAI)])
def test_a_thai_word_is_found_however_python_writes_it(tmp_path: Path, written: str) -> None:
    (tmp_path / "server.log").write_text(f"error {written}", "utf-8")
    assert search(Needles([THAI]), tmp_path)


def test_a_word_is_found_in_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / f"IMG_{WORD}.jpg").touch()
    assert search(Needles([WORD]), tmp_path)


def test_rows_are_read_and_so_are_pages_that_are_free(tmp_path: Path) -> None:
    file = tmp_path / "database"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE t (a BLOB, b TEXT)")
        # Longer than a page, and cut by where pages end.
        database.execute("INSERT INTO t VALUES (?, ?)", (literal(TEXT), "x" * 4090 + WORD * 2))
        database.commit()
        hits = search(Needles([WORD]), file)
        assert [hit for hit in hits if "row of t" in hit]
        assert [hit for hit in hits if "as it is" in hit] or search(Needles([WORD]), tmp_path)
        database.execute("PRAGMA secure_delete=OFF")
        database.execute("DELETE FROM t")
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert not [hit for hit in search(Needles([WORD]), file) if "row of t" in hit]
        assert search(Needles([WORD]), file)


@given(st.binary(max_size=200))
def test_what_is_not_compressed_is_refused_and_nothing_worse(data: bytes) -> None:
    for unpack in (compressed.snappy, compressed.mozilla_lz4, compressed.framed_snappy):
        with suppress(ValueError):
            unpack(data)
    list(compressed.streams(data))


def test_copies_that_overlap_are_undone() -> None:
    # "ab", then two back for six bytes: tag 2 (two-byte offset), length 6.
    assert (
        compressed.snappy(bytes([8, 1 << 2]) + b"ab" + bytes([(5 << 2) | 2, 2, 0])) == b"abababab"
    )
    assert compressed.lz4(bytes([0x22]) + b"ab" + bytes([2, 0, 0x00]), 8) == b"abababab"
