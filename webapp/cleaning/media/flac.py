"""FLAC (RFC 9639 §8): the stream's own numbers and its seek points are allowed, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.media.id3 import id3_end, tail_start
from webapp.cleaning.structure import Part, collect
from webapp.errors import FileUnreadable

_NAMES: dict[int, tuple[str, Kind]] = {
    1: ("padding", "other"),
    2: ("application", "other"),
    4: ("Vorbis comment", "text"),
    5: ("cue sheet", "text"),
    6: ("picture", "thumbnail"),
}
_MARK = 4


def clean_flac(data: bytes) -> bytes:
    """The same frames after new metadata blocks. Raises FileUnreadable."""
    parts, audio, end = _read(data)
    kept = [data[part.body : part.end] for part in parts if part.name in ("0", "3")]
    numbers = [int(part.name) for part in parts if part.name in ("0", "3")]
    heads = [number | (0x80 if i == len(kept) - 1 else 0) for i, number in enumerate(numbers)]
    blocks = zip(heads, kept, strict=True)
    made = b"".join(bytes([head]) + len(body).to_bytes(3, "big") + body for head, body in blocks)
    return b"fLaC" + made + data[audio:end]


def verify_flac(data: bytes) -> list[Finding]:
    parts, _, end = _read(data)
    found = [Finding("text", "ID3")] if data[:4] != b"fLaC" else []
    for part in parts:
        if part.name not in ("0", "3"):
            name, kind = _NAMES.get(int(part.name), ("unknown block", "other"))
            found.append(Finding(kind, name))
    if end < len(data):
        found.append(Finding("text", "trailer"))
    return found


def _read(data: bytes) -> tuple[list[Part], int, int]:
    """The metadata blocks, where the frames begin and where they end."""
    start = id3_end(data)
    if data[start : start + 4] != b"fLaC":
        raise FileUnreadable
    parts = collect(_walk(data, start + 4))
    audio = parts[-1].end
    first = parts[0]
    if first.name != "0" or first.end - first.body != 34 or data[audio : audio + 1] != b"\xff":
        raise FileUnreadable
    return parts, audio, tail_start(data, audio)


def _walk(data: bytes, at: int) -> Iterator[Part]:
    last = False
    while not last:
        head = data[at : at + _MARK]
        end = at + _MARK + int.from_bytes(head[1:], "big")
        if len(head) < _MARK or end > len(data):
            raise FileUnreadable
        last = bool(head[0] & 0x80)
        yield Part(str(head[0] & 0x7F), at, at + _MARK, end)
        at = end
