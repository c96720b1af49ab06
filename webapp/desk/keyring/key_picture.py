"""The picture of a desk's key as one SVG path, as client/shared/keys/picture.ts draws it."""

from __future__ import annotations

from collections.abc import Sequence

_SIDE = 10
_HALF = 4
# The picture is this many units wide and high, without a margin.
PICTURE = 2 * _HALF * _SIDE


def picture_path(rows: Sequence[Sequence[int]]) -> str:
    """The left half as its rows say, the right half as in a mirror."""
    return "".join(
        _shape(cell, column, row)
        for row, half in enumerate(rows)
        for column, cell in enumerate([*half, *reversed(half)])
    )


def _shape(cell: int, column: int, row: int) -> str:
    x, y = column * _SIDE, row * _SIDE
    # The upright side of a triangle is the one that is nearer to the middle.
    upright = x + (_SIDE if column < _HALF else 0)
    return (
        "",
        f"M{x + 2} {y + 5}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
        f"M{x} {y + 10}h10L{upright} {y}z",
        f"M{x} {y}h10v10h-10z",
    )[cell]
