"""What stands in the files of LevelDB, in which Chromium keeps IndexedDB and local storage.

Tables: https://github.com/google/leveldb/blob/main/doc/table_format.md, logs: doc/log_format.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.support.seized.compressed import snappy, varint

_MAGIC = bytes.fromhex("57fb808b247547db")
_LOG_BLOCK = 32768


def is_table(data: bytes) -> bool:
    """Whether these are the bytes of an .ldb file."""
    return len(data) >= 48 and data.endswith(_MAGIC)


def table_blocks(data: bytes) -> Iterator[bytes]:
    """Every block of a table, inflated."""
    at = len(data) - 48
    for _ in range(2):
        offset, at = varint(data, at)
        size, at = varint(data, at)
    index = _block(data, offset, size)
    yield index
    for value in _values(index):
        offset, at = varint(value, 0)
        size, _ = varint(value, at)
        yield _block(data, offset, size)


def _block(data: bytes, offset: int, size: int) -> bytes:
    body, kind = data[offset : offset + size], data[offset + size]
    if kind not in (0, 1):
        # Better no result than a search that skipped something.
        raise AssertionError(f"LevelDB compressed with {kind}, which nobody here can undo")
    return snappy(body) if kind else body


def _values(block: bytes) -> Iterator[bytes]:
    end = len(block) - 4 - 4 * int.from_bytes(block[-4:], "little")
    at = 0
    while at < end:
        _, at = varint(block, at)
        own, at = varint(block, at)
        size, at = varint(block, at)
        yield block[at + own : at + own + size]
        at += own + size


def log_records(data: bytes) -> bytes:
    """The records of a log one after another, without the headers that cut through them."""
    out = bytearray()
    for start in range(0, len(data), _LOG_BLOCK):
        block = data[start : start + _LOG_BLOCK]
        at = 0
        while at + 7 <= len(block):
            size = int.from_bytes(block[at + 4 : at + 6], "little")
            out += block[at + 7 : at + 7 + size]
            at += 7 + size
    return bytes(out)
