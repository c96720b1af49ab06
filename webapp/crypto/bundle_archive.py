"""The archive inside an export, read in one pass: it may be larger than memory.

The one spelling of headers is a packet's (`ustar`); names and limits are its own. Spec:
docs/formats/export.md §2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.crypto import limits
from webapp.crypto.padme import padded_size
from webapp.crypto.ustar import BLOCK, END, header
from webapp.errors import ExportDamaged

MANIFEST, MANIFEST_SIGNATURE = "manifest.json", "manifest.sig"
CUSTODY, CUSTODY_SIGNATURE = "custody.json", "custody.sig"
MOST_FILES = 20_000
FILE_BYTES = 64 * limits.MIB
READ_BYTES = 16 * limits.MIB
# Of all that is read together: it is held in memory.
MOST_READ = 128 * limits.MIB
_NAME = re.compile(
    r"(?:manifest|custody)\.(?:json|sig)"
    r"|cases/[0-9]{3}/(?:case\.(?:json|txt)|reports/[0-9]{3}\.json"
    r"|files/[0-9]{3}-[0-9]{2}\.[a-z0-9]{1,5})"
)
_SIZE = re.compile(rb"[0-7]{11}\x00")
_PIECE = 64 * 1024


@dataclass(frozen=True)
class Member:
    """One file; its bytes come in pieces and must be taken before the next member is."""

    name: str
    size: int
    pieces: Iterator[bytes]

    @property
    def is_read(self) -> bool:
        """Whether a reader needs its bytes, and not only its digest."""
        return self.name.endswith((".json", ".sig"))


class _Tape:
    """Bytes of a stream, so many at a time."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""
        self.position = 0

    def take(self, size: int) -> bytes:
        """Exactly so many bytes; raises ExportDamaged at the end."""
        parts = [self._held]
        length = len(self._held)
        while length < size:
            chunk = next(self._chunks, None)
            if chunk is None:
                raise ExportDamaged
            parts.append(chunk)
            length += len(chunk)
        whole = b"".join(parts)
        self._held = whole[size:]
        self.position += size
        return whole[:size]

    def rest(self) -> Iterator[bytes]:
        yield self._held
        yield from self._chunks


def read_members(chunks: Iterator[bytes]) -> Iterator[Member]:
    """The files in order; raises ExportDamaged for whatever else is there, and nothing else."""
    tape = _Tape(chunks)
    names: set[str] = set()
    read = 0
    while True:
        block = tape.take(BLOCK)
        if block == bytes(BLOCK):
            return _check_end(tape)
        member = _member(tape, block)
        if member.name in names or len(names) == MOST_FILES:
            raise ExportDamaged(field=member.name)
        names.add(member.name)
        read += member.size if member.is_read else 0
        if read > MOST_READ:
            raise ExportDamaged(field=member.name)
        yield member
        if any(True for _ in member.pieces):
            raise AssertionError("the bytes of a member were not taken")


def _member(tape: _Tape, block: bytes) -> Member:
    name = block[:100].rstrip(b"\0").decode("ascii", "replace")
    if not _NAME.fullmatch(name) or not _SIZE.fullmatch(block[124:136]):
        raise ExportDamaged
    size = int(block[124:135], 8)
    if block != header(name, size):
        raise ExportDamaged(field=name)
    member = Member(name, size, _pieces(tape, name, size))
    if size > (READ_BYTES if member.is_read else FILE_BYTES):
        raise ExportDamaged(field=name)
    return member


def _pieces(tape: _Tape, name: str, size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = tape.take(min(left, _PIECE))
        left -= len(piece)
        yield piece
    if any(tape.take(-size % BLOCK)):
        raise ExportDamaged(field=name)


def _check_end(tape: _Tape) -> None:
    """After the files come only zeros, and as many of them as the rule adds."""
    if any(tape.take(len(END) - BLOCK)):
        raise ExportDamaged
    length = tape.position
    wanted = padded_size(length)
    for chunk in tape.rest():
        length += len(chunk)
        if length > wanted or chunk.count(0) != len(chunk):
            raise ExportDamaged
    if length != wanted:
        raise ExportDamaged
