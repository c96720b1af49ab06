"""The words for what hides in files, shared by everything that reads or cleans them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["gps", "device", "time", "author", "thumbnail", "text", "profile", "other"]

# The order in which people are told.
KINDS: tuple[Kind, ...] = (
    "gps",
    "device",
    "time",
    "author",
    "thumbnail",
    "text",
    "profile",
    "other",
)


@dataclass(frozen=True)
class Finding:
    """One thing in a file that is not the picture.

    `kind` is one of the words of `report.json`'s `removed`, `where` names the structure (such as
    "APP1 Exif"), and `detail` may hold the value found. No field ever holds a file's name.
    """

    kind: Kind
    where: str
    detail: str = ""


def words(findings: list[Finding]) -> tuple[Kind, ...]:
    """The kinds of things found, each once, in the order in which people are told."""
    found = {finding.kind for finding in findings}
    return tuple(kind for kind in KINDS if kind in found)
