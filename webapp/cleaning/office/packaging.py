"""Relations and content types of an OOXML package (ECMA-376 part 2): read, and written anew."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from xml.parsers import expat

from webapp.cleaning.office.archive import Archive
from webapp.cleaning.office.xml import MAX_XML, quoted, refuse
from webapp.errors import FileUnreadable

_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_ALLOWED = re.compile(r"application/vnd\.(?:openxmlformats-(?:officedocument|package)|ms-)[\w.+-]+")
# Macros and templates become plain documents: what made them more is left out.
_PLAIN = (
    (
        re.compile(r"vnd\.ms-word\.\w+\.macroEnabled(?:Template)?\.main"),
        "wordprocessingml.document.main",
    ),
    (
        re.compile(r"vnd\.ms-excel\.\w+\.macroEnabled(?:Template)?\.main"),
        "spreadsheetml.sheet.main",
    ),
    (
        re.compile(r"vnd\.ms-powerpoint\.\w+\.macroEnabled\.main"),
        "presentationml.presentation.main",
    ),
)
PICTURES = {
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "jpe": "jpeg",
    "jfif": "jpeg",
    "png": "png",
    "gif": "gif",
}


@dataclass(frozen=True)
class Relation:
    id: str
    type: str
    target: str
    external: bool

    @property
    def role(self) -> str:
        return self.type.rpartition("/")[2]

    @property
    def fragment(self) -> bool:
        return not self.external and self.target.startswith("#")

    @property
    def internal(self) -> bool:
        return not self.external and not self.fragment

    def path(self, source: str) -> str:
        """The name of the part that it leads to, "" when it leads out of the package."""
        if self.external:
            return ""
        place = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), self.target))
        return place.lstrip("/")


def relations_of(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def read_relations(archive: Archive, name: str) -> list[Relation]:
    if name not in archive.names:
        return []
    return [
        Relation(said["Id"], said["Type"], said["Target"], said.get("TargetMode") == "External")
        for tag, said in _read(archive.read(name))
        if tag == "Relationship" and {"Id", "Type", "Target"} <= said.keys()
    ]


def write_relations(relations: list[tuple[Relation, str]]) -> bytes:
    """Relations, each with the new name of its part, or "" where it stays on its own."""
    rows = "".join(
        f'<Relationship Id="{quoted(r.id)}" Type="{quoted(r.type)}"'
        f' Target="{quoted("/" + name if name else r.target)}"/>'
        for r, name in relations
    )
    return _HEAD + f'<Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'.encode()


def read_types(archive: Archive) -> dict[str, str]:
    """The content type of each part that has one of its own or by its extension."""
    said = _read(archive.read("[Content_Types].xml"))
    usual = {
        a.get("Extension", "").lower(): a.get("ContentType", "") for t, a in said if t == "Default"
    }
    own = {
        a.get("PartName", "").lstrip("/"): a.get("ContentType", "")
        for t, a in said
        if t == "Override"
    }
    found = {}
    for name in archive.names:
        extension = name.rpartition(".")[2].lower()
        if extension in PICTURES:
            found[name] = f"image/{PICTURES[extension]}"
        else:
            found[name] = _plain(own.get(name) or usual.get(extension, ""))
    return found


def content_types(parts: dict[str, str]) -> bytes:
    kept = "".join(
        f'<Override PartName="/{quoted(name)}" ContentType="{quoted(kind)}"/>'
        for name, kind in parts.items()
    )
    usual = f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
    return _HEAD + f'<Types xmlns="{_TYPES}">{usual}{kept}</Types>'.encode()


def _plain(kind: str) -> str:
    for pattern, plain in _PLAIN:
        kind = pattern.sub(f"vnd.openxmlformats-officedocument.{plain}", kind)
    return kind if _ALLOWED.fullmatch(kind) else "application/xml"


def _read(data: bytes) -> list[tuple[str, dict[str, str]]]:
    """Every element's local name and attributes, of a small flat document."""
    found: list[tuple[str, dict[str, str]]] = []
    if len(data) > MAX_XML // 8:
        raise FileUnreadable
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda tag, said: found.append((tag.rpartition(":")[2], said))
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileUnreadable from error
    return found
