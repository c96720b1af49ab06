"""EXIF (CIPA DC-008, on TIFF 6.0 §2) read without trust: which tags are there, and what they hold.

Libraries follow a tag's count wherever it leads, into billions of steps; this walk has a fixed
budget of directories and entries and reads no value beyond its block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from webapp.cleaning.exif_tags import DIRECTORIES, HARMLESS, KINDS
from webapp.cleaning.findings import Finding

_MAX_DIRECTORIES = 12
_MAX_ENTRIES = 512
_MAX_VALUE = 256
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}


@dataclass(frozen=True)
class Tag:
    directory: str
    number: int
    value: bytes
    type: int
    order: Literal["big", "little"]


class _Block:
    """A TIFF block and its byte order; reads outside it give zeros."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.order: Literal["big", "little"] = "big" if data[:2] == b"MM" else "little"

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.data[at : at + size], self.order)

    def tag(self, directory: str, at: int) -> Tag:
        kind, count = self.number(at + 2, 2), self.number(at + 4, 4)
        length = _SIZES.get(kind, 1) * count
        where = at + 8 if length <= 4 else self.number(at + 8, 4)
        value = self.data[where : where + min(length, _MAX_VALUE)]
        return Tag(directory, self.number(at, 2), value, kind, self.order)


def read_tags(block: bytes) -> list[Tag]:
    """Every tag of a TIFF block, within the budget; an empty list when it is not TIFF."""
    if block[:4] not in (b"II*\0", b"MM\0*"):
        return []
    return list(_walk(_Block(block)))


def _walk(block: _Block) -> Iterator[Tag]:
    queue = [("Image", block.number(4, 4))]
    seen: set[int] = set()
    while queue and len(seen) < _MAX_DIRECTORIES:
        name, at = queue.pop(0)
        if at in seen or not 8 <= at < len(block.data):
            continue
        seen.add(at)
        count = min(block.number(at, 2), _MAX_ENTRIES)
        for entry in range(at + 2, at + 2 + 12 * count, 12):
            tag = block.tag(name, entry)
            yield tag
            if tag.number in DIRECTORIES:
                queue.append((DIRECTORIES[tag.number], block.number(entry + 8, 4)))
        if name in ("Image", "Thumbnail"):
            queue.append(("Thumbnail", block.number(at + 2 + 12 * count, 4)))


def orientation(tags: list[Tag]) -> int:
    """EXIF orientation 1 to 8; 1 when there is none or it makes no sense."""
    for tag in tags:
        if (tag.directory, tag.number) == ("Image", 0x0112):
            value = max(tag.value[:2], default=0)
            return value if 1 <= value <= 8 else 1
    return 1


def exif_findings(tags: list[Tag], where: str) -> list[Finding]:
    """One finding for each tag that says something; one for the block, when none does."""
    said = [_finding(tag, where) for tag in tags if _tells(tag)]
    return said or [Finding("other", where)]


def _tells(tag: Tag) -> bool:
    return tag.directory in ("GPS", "Thumbnail") or tag.number not in HARMLESS


def _finding(tag: Tag, where: str) -> Finding:
    place = f"{where} {tag.directory} 0x{tag.number:04x}"
    if tag.directory == "GPS":
        return Finding("gps", place, _show(tag))
    if tag.directory == "Thumbnail":
        return Finding("thumbnail", place)
    return Finding(KINDS.get(tag.number, "other"), place, _show(tag))


def _show(tag: Tag) -> str:
    """The value for a person: text as text, the rest as hexadecimal, never long."""
    if tag.type == 2:
        return tag.value[:120].rstrip(b"\0").decode("utf-8", "replace")
    if tag.type == 5:
        parts = [int.from_bytes(tag.value[at : at + 4], tag.order) for at in range(0, 24, 4)]
        return ", ".join(f"{a / b:g}" for a, b in zip(parts[::2], parts[1::2], strict=True) if b)
    return tag.value[:24].hex()
