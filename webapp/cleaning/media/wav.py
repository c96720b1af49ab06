"""WAVE (RIFF): the format, the samples and their count are allowed, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.cleaning.embedded import printable
from webapp.cleaning.findings import Finding
from webapp.cleaning.structure import Part, collect
from webapp.errors import FileUnreadable

_LENGTHS = {"fmt ": (16, 18, 40), "fact": (4,)}
_KINDS = {"bext": "author", "LIST": "text", "id3 ": "text", "iXML": "text", "_PMX": "text"}


def clean_wav(data: bytes) -> bytes:
    """The same samples in a new file. Raises FileUnreadable."""
    kept = b"".join(_whole(data, part) for part in _parts(data) if _allowed(data, part))
    return b"RIFF" + (len(kept) + 4).to_bytes(4, "little") + b"WAVE" + kept


def verify_wav(data: bytes) -> list[Finding]:
    found = [
        Finding(_KINDS.get(part.name, "other"), f"chunk {printable(part.name.encode())}")  # type: ignore[arg-type]
        for part in _parts(data)
        if not _allowed(data, part)
    ]
    size = 8 + int.from_bytes(data[4:8], "little")
    return [*found, Finding("other", "RIFF size")] if size != len(data) and not found else found


def _allowed(data: bytes, part: Part) -> bool:
    length = int.from_bytes(data[part.start + 4 : part.start + 8], "little")
    return part.name == "data" or length in _LENGTHS.get(part.name, ())


def _whole(data: bytes, part: Part) -> bytes:
    """The chunk with its true length and an empty byte of padding."""
    body = data[part.body : part.end]
    head = data[part.start : part.start + 4] + len(body).to_bytes(4, "little")
    return head + body + bytes(len(body) & 1)


def _parts(data: bytes) -> list[Part]:
    parts = collect(_walk(data))
    names = [part.name for part in parts]
    if names.count("fmt ") != 1 or names.count("data") != 1:
        raise FileUnreadable
    return parts


def _walk(data: bytes) -> Iterator[Part]:
    """Chunks in order; a recorder that was cut off leaves a length that leads beyond the end."""
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    end = len(data) if end <= 12 else end
    at = 12
    while at + 8 <= end:
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        stop = min(at + 8 + length, end)
        yield Part(data[at : at + 4].decode("latin-1"), at, at + 8, stop)
        at = stop + (length & 1)
    if at < len(data):
        yield Part("trailer", at, at, len(data))
