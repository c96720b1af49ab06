"""The exact lengths of JPEG's own segments (ITU-T T.81 §B.2), so that none can carry more."""

from __future__ import annotations

from collections.abc import Callable


def exact(marker: int, body: bytes, declared: int) -> bool:
    """Whether the payload of a segment of the picture is as long as its own numbers say.

    `declared` is the payload's length by its header: after a start of scan, coded data follows it.
    """
    if marker == 0xDB:
        return _tables(body, lambda at: 129 if body[at] >> 4 else 65)
    if marker == 0xC4:
        return _tables(body, lambda at: 17 + sum(body[at + 1 : at + 17]))
    if marker == 0xDA:
        return declared > 0 and declared == 4 + 2 * body[0]
    if marker == 0xCC:
        return len(body) in range(2, 65, 2)
    if marker == 0xDD:
        return len(body) == 2
    if marker in (0xD8, 0xD9):
        return True
    return len(body) > 5 and len(body) == 6 + 3 * body[5]


def _tables(body: bytes, size: Callable[[int], int]) -> bool:
    """Whether tables of the size that each one states fill the payload exactly."""
    at = 0
    while at < len(body):
        at += size(at)
    return at == len(body)
