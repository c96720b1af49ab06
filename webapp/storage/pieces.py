"""Which chunks, laid one after another, make up an upload.

Two nodes may have kept chunks that overlap; each carries its offset and length in its name, so
that a later, shorter one never replaces bytes that were already vouched for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Piece:
    """`length` bytes of an upload from `offset` on."""

    offset: int
    length: int

    @property
    def end(self) -> int:
        return self.offset + self.length

    def name(self, upload: str) -> str:
        """The object's name; fixed width, so that listings come in order."""
        return f"parts/{upload}/{self.offset:012x}-{self.length:012x}"

    @classmethod
    def parse(cls, name: str) -> Piece:
        """The piece that `name` names."""
        offset, _, length = name.rpartition("/")[2].partition("-")
        return cls(int(offset, 16), int(length, 16))


def cover(pieces: Sequence[Piece], length: int) -> Iterator[tuple[Piece, int, int]]:
    """Pieces with the start and end to read in each, together the first `length` bytes.

    Raises EOFError when a byte is in no piece.
    """
    at = 0
    while at < length:
        reaching = [piece for piece in pieces if piece.offset <= at < piece.end]
        if not reaching:
            raise EOFError("parts are missing")
        best = max(reaching, key=lambda piece: piece.end)
        end = min(best.end, length)
        yield best, at - best.offset, end - best.offset
        at = end
