"""The words for what hides in files, shared by everything that reads or cleans them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["gps", "device", "time", "author", "thumbnail", "text", "profile", "other"]


@dataclass(frozen=True)
class Finding:
    """One thing in a file that is not the picture.

    `kind` is one of the words of `report.json`'s `removed`, `where` names the structure (such as
    "APP1 Exif"), and `detail` may hold the value found. No field ever holds a file's name.
    """

    kind: Kind
    where: str
    detail: str = ""
