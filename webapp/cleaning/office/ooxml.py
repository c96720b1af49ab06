"""DOCX, XLSX and PPTX rebuilt: the parts that can be reached by relations known to be harmless."""

from __future__ import annotations

import posixpath
import re
from collections import deque
from dataclasses import dataclass

from webapp.cleaning.findings import Finding
from webapp.cleaning.office.archive import Archive
from webapp.cleaning.office.media import clean_media
from webapp.cleaning.office.names import kind_of_part
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
    relations: dict[str, bytes] = {}
    while todo:
        name, role = todo.popleft()
        kept, gone = _relations(archive, name, found)
        if name:
            body = _part(archive, name, role, frozenset(gone), found, judging=judging)
            if body is None:
                continue
            parts[name] = body
        if kept:
            relations[relations_of(name)] = write_relations(kept)
        for each in kept:
            place = (each.path(name), each.role)
            if each.internal and place not in seen and place[0] not in parts:
                seen.add(place)
                todo.append(place)
    if not parts:
        raise FileUnreadable
    _tell_dropped(archive, {*parts, *relations}, found)
    known = {name: types[name] for name in parts if name in types}
    whole = {"[Content_Types].xml": content_types(known), **relations, **parts}
    return Rebuilt(whole, list(found))


def _relations(
    archive: Archive, name: str, found: dict[Finding, None]
) -> tuple[list[Relation], list[str]]:
    """Those that stay, and the ids of those that go: unknown, external, dangling, not drawn."""
    kept, gone = [], []
    for each in read_relations(archive, relations_of(name)):
        inside = each.role in _KNOWN and (each.fragment or each.path(name) in archive.names)
        if inside and (not _PICTURE.search(each.role) or _drawable(each.path(name))):
            kept.append(each)
            continue
        gone.append(each.id)
        if each.external:
            found[Finding("text", "external link")] = None
    return kept, gone


def _drawable(name: str) -> bool:
    return posixpath.splitext(name)[1].lower().lstrip(".") in PICTURES


def _part(
    archive: Archive,
    name: str,
    role: str,
    gone: frozenset[str],
    found: dict[Finding, None],
    *,
    judging: bool,
) -> bytes | None:
    data = archive.read(name)
    if _PICTURE.search(role):
        picture, told = clean_media(data)
        found.update(dict.fromkeys(told))
        return picture
    rewriter = Rewriter(ooxml_rules(gone), judging)
    made = rewriter.run(data)
    found.update(rewriter.findings)
    return made


def _tell_dropped(archive: Archive, kept: set[str], found: dict[Finding, None]) -> None:
    for name in archive.names:
        if name not in kept and name != "[Content_Types].xml":
            found[Finding(kind_of_part(name), f"part {name[:60]}")] = None
