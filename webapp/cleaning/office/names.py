"""Names of parts: what those that are left out would have told, and what the others get."""

from __future__ import annotations

import re

from webapp.cleaning.findings import Kind

_KINDS: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(r"thumbnail", re.IGNORECASE), "thumbnail"),
    (re.compile(r"^docProps/|^meta\.xml$|people|persons|[aA]uthors"), "author"),
    (re.compile(r"comments", re.IGNORECASE), "text"),
    (re.compile(r"printerSettings|^settings\.xml$"), "device"),
)
_FOLDERS = {
    "word": "theme|charts|diagrams",
    "xl": "worksheets|chartsheets|tables|drawings|theme|charts|diagrams",
    "ppt": "slides|slideLayouts|slideMasters|notesSlides|notesMasters|theme|charts|diagrams",
}
PICTURES = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpeg"), (b"GIF8", "gif"))


def new_names(parts: dict[str, bytes]) -> dict[str, str]:
    """A usual name for each part: its own where it is one, else a number."""
    top = next((name.split("/")[0] for name in parts if name.split("/")[0] in _FOLDERS), "word")
    usual = re.compile(rf"{top}/(?:(?:{_FOLDERS[top]})/)?[a-zA-Z]+\d*\.xml")
    names: dict[str, str] = {}
    taken: set[str] = set()
    pictures = 0
    for number, (name, data) in enumerate(parts.items(), 1):
        extension = picture_extension(data)
        pictures += bool(extension)
        made = f"{top}/media/image{pictures}.{extension}" if extension else name
        if not extension and (not usual.fullmatch(name) or name.lower() in taken):
            made = f"{top}/part{number}.xml"
        names[name] = made
        taken.add(made.lower())
    return names


def picture_extension(data: bytes) -> str:
    return next((extension for start, extension in PICTURES if data.startswith(start)), "")


def kind_of_part(name: str) -> Kind:
    return next((kind for pattern, kind in _KINDS if pattern.search(name)), "other")
