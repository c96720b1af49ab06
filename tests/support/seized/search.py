"""Searches folders for words: names, bytes, rows of databases, and what is packed inside."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

from tests.support.seized import compressed, leveldb
from tests.support.seized.needles import Needles

Layer = tuple[str, bytes]  # how it was unpacked, and the bytes
_DEPTH = 3
_SQLITE = b"SQLite format 3\0"
# V8's wrapper around a value of IndexedDB that Blink has compressed (Blink's IDBValueWrapper).
_BLINK_SNAPPY = b"\xff\x11\x02"
_CHROMIUM_CACHE = bytes.fromhex("305c72a71b6dfbfc")


def search(needles: Needles, *places: Path) -> list[str]:
    """Where the words are: one line for each hit, with the file and what stands around it."""
    return [hit for place in places for file in files(place) for hit in _in_file(needles, file)]


def files(place: Path) -> list[Path]:
    """The file, or all files under the folder; sockets and links are no files."""
    return [file for file in (place, *place.rglob("*")) if file.is_file() and not file.is_symlink()]


def _in_file(needles: Needles, file: Path) -> Iterator[str]:
    for around in needles.within(str(file.name).encode()):
        yield f"{file}: in its name: {around!r}"
    for how, data in layers(file.read_bytes(), file):
        for around in needles.within(data):
            yield f"{file}: {how}: {around!r}"


def layers(data: bytes, file: Path | None = None, depth: int = _DEPTH) -> Iterator[Layer]:
    """The bytes, and everything that can be unpacked out of them, with how."""
    yield "as it is", data
    if depth == 0:
        return
    for how, inner in _unpacked(data, file):
        for deeper, found in layers(inner, None, depth - 1):
            yield f"{how}, {deeper}", found


def _unpacked(data: bytes, file: Path | None) -> Iterator[Layer]:
    for inner in compressed.streams(data):
        yield "inflated", inner
    yield from _of_chromium(data)
    yield from _of_firefox(data)
    if file and data.startswith(_SQLITE):
        yield from _rows(file)
    if file and file.suffix == ".log":
        yield "records", leveldb.log_records(data)
    if leveldb.is_table(data):
        for block in leveldb.table_blocks(data):
            yield "block", block


def _of_chromium(data: bytes) -> Iterator[Layer]:
    at = data.find(_BLINK_SNAPPY)
    while at >= 0:
        with suppress(ValueError):
            yield "value", compressed.snappy(data, at + len(_BLINK_SNAPPY))
        at = data.find(_BLINK_SNAPPY, at + 1)
    if data.startswith(_CHROMIUM_CACHE):
        body = 24 + int.from_bytes(data[12:16], "little")
        yield "body", compressed.brotli_at(data, body)


def _of_firefox(data: bytes) -> Iterator[Layer]:
    for unpack in (compressed.mozilla_lz4, compressed.framed_snappy):
        with suppress(ValueError):
            yield "unpacked", unpack(data)


def _rows(file: Path) -> Iterator[Layer]:
    """Rows as SQL sees them: values that are spread over pages, and those of the log beside it."""
    with suppress(sqlite3.Error), closing(_opened(file)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            with suppress(sqlite3.Error):
                for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                    yield from ((f"row of {table}", value) for value in _values(row))


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)


def _values(row: tuple[object, ...]) -> Iterator[bytes]:
    yield repr([value for value in row if not isinstance(value, bytes)]).encode()
    for value in row:
        if isinstance(value, bytes):
            yield value
            # Firefox compresses values of IndexedDB and of local storage, and does not mark them.
            with suppress(ValueError):
                yield compressed.snappy(value)
