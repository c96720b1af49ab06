"""What in the XML of DOCX, XLSX and PPTX (ISO/IEC 29500) tells of people.

Elements and attributes are known by their local names: the strict, the transitional and the
extension namespaces use the same ones.
"""

from __future__ import annotations

import re

from webapp.cleaning.findings import Kind
from webapp.cleaning.office.xml import Action, Name, Rules

_CHANGE = re.compile(r"(?:Change|numberingChange)$")
_DROPPED: dict[str, Kind] = {
    **dict.fromkeys(("del", "moveFrom", "cellIns", "cellDel", "cellMerge"), "text"),
    **dict.fromkeys(("moveFromRangeStart", "moveFromRangeEnd"), "other"),
    **dict.fromkeys(("moveToRangeStart", "moveToRangeEnd"), "other"),
    **dict.fromkeys(("commentRangeStart", "commentRangeEnd", "commentReference"), "text"),
    **dict.fromkeys(("rsids", "docId", "fileVersion", "revisionPtr", "creationId"), "other"),
    **dict.fromkeys(("permStart", "permEnd", "fileSharing", "writeProtection"), "author"),
    **dict.fromkeys(("docVars", "attachedTemplate", "mailMerge", "absPath", "dataBinding"), "text"),
    **dict.fromkeys(("OLEObject", "oleObj", "oleObjects", "control", "controls"), "other"),
    **dict.fromkeys(("legacyDrawing", "externalReferences", "customSheetViews"), "other"),
    **dict.fromkeys(("altChunk", "fldData", "proofState", "delText", "delInstrText"), "text"),
    **dict.fromkeys(("comment", "comments", "docVar", "rsid"), "other"),
    **dict.fromkeys(("modifyVerifier", "customWorkbookViews", "fileRecoveryPr"), "other"),
}
_SHED = frozenset(
    {"extLst", "proofErr", "nsid", "tmpl", "documentProtection", "annotationRef", "webPublishing"}
    | {"activeWritingStyle", "saveThroughXslt", "custDataLst", "embedRegular", "embedBold"}
    | {"embedItalic", "embedBoldItalic", "userShapes", "externalData"}
)
_UNWRAPPED = frozenset({"ins", "moveTo", "smartTag"})
_WORD = re.compile(r"wordprocessingml|/office/word/")
_TOLD: dict[str, Kind] = {
    **dict.fromkeys(("author", "initials", "userId", "userName", "lastEdited"), "author"),
    **dict.fromkeys(("refreshedBy", "creator", "codeName", "docId"), "author"),
    **dict.fromkeys(("uid", "change-id", "TargetMode"), "other"),
    "descr": "text",
    **dict.fromkeys(("date", "dateUtc"), "time"),
    **dict.fromkeys(("paraId", "textId", "anchorId", "editId", "gfxdata"), "other"),
}
_NAMED = frozenset({"cNvPr", "docPr"})
_RELATIONS = "officeDocument/2006/relationships", "officeDocument/relationships"


_PLACE = re.compile(r"#.*|/?[A-Za-z][\w /.-]*|\[.*", re.ASCII | re.DOTALL)


def ooxml_rules(known: frozenset[str]) -> Rules:
    """Rules for a part of which relations of these ids alone are left."""

    def element(name: Name, attributes: dict[Name, str]) -> tuple[Action, Kind]:
        action = _element(name)
        if action[0] != "keep":
            return action
        lost = [a for a, value in attributes.items() if _is_relation(a) and value not in known]
        if not lost or all(attribute.local == "link" for attribute in lost):
            return "keep", "other"
        return ("unwrap" if name.local == "hyperlink" and _is_word(name) else "drop"), "other"

    def attribute(owner: Name, name: Name, value: str) -> tuple[str | None, Kind]:
        if _is_relation(name) and value not in known:
            return None, "other"
        return _attribute(owner, name, value)

    return Rules(element, attribute)


def _element(name: Name) -> tuple[Action, Kind]:
    if name.local in _SHED:
        return "shed", "other"
    if name.local in ("ins", "del", "moveTo", "moveFrom") and not _is_word(name):
        return "keep", "other"
    if name.local == "del" and _is_word(name):
        return "row", "text"
    if name.local in _UNWRAPPED:
        return "unwrap", "text"
    if name.local in _DROPPED:
        return "drop", _DROPPED[name.local]
    if _is_word(name) and _CHANGE.search(name.local):
        return "drop", "other"
    return "keep", "other"


def _attribute(owner: Name, name: Name, value: str) -> tuple[str | None, Kind]:
    if name.local.startswith("rsid") or "/revision" in name.space:
        return None, "other"
    if name.local in _TOLD:
        return None, _TOLD[name.local]
    if name.local in ("src", "href", "Target") and not _PLACE.fullmatch(value):
        return None, "text"
    if owner.local in _NAMED and name.local == "name":
        return "", "text"
    if owner.local in _NAMED and name.local in ("descr", "title"):
        return None, "text"
    return value, "other"


def _is_relation(name: Name) -> bool:
    return name.space.endswith(_RELATIONS)


def _is_word(name: Name) -> bool:
    return bool(_WORD.search(name.space))
