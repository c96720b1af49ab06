"""What a picture file is made of, whatever its kind, and the limits before anyone may decode it.

Every walker yields `Part`s whose ranges lie
inside the file, in order, and always ends: it moves forward by at least one byte a step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from webapp.cleaning.findings import Finding
from webapp.errors import FileTooLarge, FileUnreadable

Thing = TypeVar("Thing")

MAX_BYTES = 64 * 1024 * 1024
MAX_PIXELS = 120_000_000
MAX_PARTS = 65_536


@dataclass(frozen=True)
class Part:
    """A segment or chunk: its name, where its bytes stand, and where its payload starts."""

    name: str
    start: int
    body: int
    end: int


@dataclass(frozen=True)
class Inspection:
    """What a walk over one file saw.

    `bare` is the file with nothing but pixels and the colour profile, for a decoder; `orientation`
    is EXIF's 1 to 8, which `bare` no longer carries.
    """

    width: int
    height: int
    orientation: int
    findings: list[Finding]
    bare: bytes


def collect(parts: Iterable[Part]) -> list[Part]:
    """All parts, unless they are so many that only a trap can hold them."""
    return collect_any(parts, MAX_PARTS)


def collect_any(things: Iterable[Thing], most: int = 1_000_000) -> list[Thing]:
    """As `collect`, for small things of any kind."""
    found = list(islice(things, most))
    if len(found) == most:
        raise FileUnreadable
    return found


def check_size(width: int, height: int) -> None:
    """Refuses sizes that no picture has and that no decoder should be asked for."""
    if width < 1 or height < 1:
        raise FileUnreadable
    if width * height > MAX_PIXELS:
        raise FileTooLarge(limit=MAX_PIXELS)
