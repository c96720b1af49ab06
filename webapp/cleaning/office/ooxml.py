"""DOCX, XLSX and PPTX rebuilt: the parts that can be reached by relations known to be harmless."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from dataclasses import dataclass

from webapp.cleaning.findings import Finding
from webapp.cleaning.office.archive import Archive
from webapp.cleaning.office.media import clean_media
from webapp.cleaning.office.names import kind_of_part, new_names
from webapp.cleaning.office.ooxml_rules import ooxml_rules
from webapp.cleaning.office.packaging import (
    PICTURES,
    Relation,
    content_types,
    read_relations,
    read_types,
    relations_of,
    write_relations,
)
from webapp.cleaning.office.xml import Rewriter
from webapp.errors import FileUnreadable

_KNOWN = frozenset(
    {"officeDocument", "styles", "settings", "fontTable", "theme", "numbering", "footnotes"}
    | {"endnotes", "header", "footer", "image", "chart", "chartsheet", "worksheet", "table"}
    | {"sharedStrings", "drawing", "slide", "slideLayout", "slideMaster", "notesSlide"}
    | {"notesMaster", "handoutMaster", "presProps", "viewProps", "tableStyles", "diagramData"}
    | {"diagramLayout", "diagramQuickStyle", "diagramColors", "themeOverride", "hyperlink"}
)
_PICTURE = re.compile(r"image$")


@dataclass
class Rebuilt:
    """The parts of the new document, in order, and what the old one told."""

    parts: dict[str, bytes]
    findings: list[Finding]


def rebuild_ooxml(archive: Archive, *, judging: bool = False) -> Rebuilt:
    """Raises FileUnreadable, FileTooLarge and what a picture inside raises."""
    types = read_types(archive)
    todo, parts, found = deque([("", "")]), dict[str, bytes](), dict[Finding, None]()
    seen = {("", "")}
    relations: dict[str, list[Relation]] = {}
    while todo:
        name, role = todo.popleft()
        kept = _relations(archive, name, found)
        if name:
            known = frozenset(each.id for each in kept)
            parts[name] = _part(archive, name, role, known, found, judging=judging)
        if kept:
            relations[name] = kept
        for each in kept:
            place = (each.path(name), each.role)
            if each.internal and place not in seen and place[0] not in parts:
                seen.add(place)
                todo.append(place)
    if not parts:
        raise FileUnreadable
    _tell_dropped(archive, {*parts, *map(relations_of, relations)}, found)
    return Rebuilt(_renamed(parts, relations, types), list(found))


def _renamed(
    parts: dict[str, bytes], relations: dict[str, list[Relation]], types: dict[str, str]
) -> dict[str, bytes]:
    """The package under names that say nothing but what programs usually say."""
    names = new_names(parts)
    said = {
        relations_of(names.get(source, "")): write_relations(
            [(each, names.get(each.path(source), "")) for each in kept]
        )
        for source, kept in relations.items()
    }
    known = {names[name]: types[name] for name in parts}
    bodies = {names[name]: body for name, body in parts.items()}
    return {"[Content_Types].xml": content_types(known), **said, **bodies}


def _relations(archive: Archive, name: str, found: dict[Finding, None]) -> list[Relation]:
    """Those that stay; unknown, external, dangling ones go, and pictures that nobody can draw."""
    kept = []
    for each in read_relations(archive, relations_of(name)):
        inside = each.role in _KNOWN and (each.fragment or each.path(name) in archive.names)
        if inside and (not _PICTURE.search(each.role) or _drawable(each.path(name))):
            kept.append(each)
        elif each.external:
            found[Finding("text", "external link")] = None
    return kept


def _drawable(name: str) -> bool:
    return posixpath.splitext(name)[1].lower().lstrip(".") in PICTURES


def _part(
    archive: Archive,
    name: str,
    role: str,
    known: frozenset[str],
    found: dict[Finding, None],
    *,
    judging: bool,
) -> bytes:
    data = archive.read(name)
    if _PICTURE.search(role):
        picture, told = clean_media(data)
        found.update(dict.fromkeys(told))
        return picture
    rewriter = Rewriter(ooxml_rules(known), judging)
    made = rewriter.run(data)
    found.update(rewriter.findings)
    return made


def _tell_dropped(archive: Archive, kept: set[str], found: dict[Finding, None]) -> None:
    for name in archive.names:
        if name not in kept and name != "[Content_Types].xml":
            found[Finding(kind_of_part(name), f"part {name[:60]}")] = None
