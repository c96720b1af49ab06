"""AMR (RFC 4867 §5): a magic number and frames of known lengths, nothing else."""

from __future__ import annotations

from webapp.cleaning.findings import Finding
from webapp.errors import FileUnreadable

_NARROW = b"#!AMR\n", (12, 13, 15, 17, 19, 20, 26, 31, 5, 6, 5, 5, 0, 0, 0, 0)
_WIDE = b"#!AMR-WB\n", (17, 23, 32, 36, 40, 46, 50, 58, 60, 5, 0, 0, 0, 0, 0, 0)


def clean_amr(data: bytes) -> bytes:
    """The frames up to the first byte that is none. Raises FileUnreadable."""
    return data[: _end(data)]


def verify_amr(data: bytes) -> list[Finding]:
    return [] if _end(data) == len(data) else [Finding("other", "trailer")]


def _end(data: bytes) -> int:
    for magic, lengths in (_NARROW, _WIDE):
        if data.startswith(magic):
            return _walk(data, len(magic), lengths)
    raise FileUnreadable


def _walk(data: bytes, start: int, lengths: tuple[int, ...]) -> int:
    at = start
    while at < len(data) and not data[at] & 0x83:
        end = at + 1 + lengths[data[at] >> 3 & 15]
        if end > len(data):
            break
        at = end
    if at == start:
        raise FileUnreadable
    return at
