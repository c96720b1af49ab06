"""ODT, ODS, ODP and ODG rebuilt (OASIS OpenDocument 1.3): content, styles and pictures alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.office.archive import Archive
from webapp.cleaning.office.media import clean_media
from webapp.cleaning.office.names import kind_of_part, picture_extension
from webapp.cleaning.office.ooxml import Rebuilt
from webapp.cleaning.office.xml import Action, Name, Rewriter, Rules, quoted
from webapp.errors import FileEncrypted, FileUnreadable

_XML = re.compile(r"(?:Object \d+/)?(?:content|styles)\.xml")
_PICTURE = re.compile(r"(?:Pictures|media)/[^/]+\.(?:jpe?g|png|gif)", re.IGNORECASE)
_INSIDE = re.compile(r"#|\./|(?:Pictures|media|Object \d+)(?:/|$)")
_EMPTY = re.compile(
    rb"<[?]xml[^>]*[?]>\s*<office:document-(meta|settings) xmlns:office=\"[\w:.]+\""
    rb" office:version=\"[\d.]+\"><office:\1/></office:document-\1>"
)
_DROPPED: dict[str, Kind] = {
    **dict.fromkeys(("tracked-changes", "change", "change-start", "change-end"), "text"),
    **dict.fromkeys(("annotation", "annotation-end", "desc", "dde-source"), "text"),
    **dict.fromkeys(("creator", "initial-creator", "printed-by", "author-name"), "author"),
    **dict.fromkeys(("author-initials", "sender-firstname", "sender-lastname"), "author"),
    **dict.fromkeys(("date-string", "creation-date", "print-date"), "time"),
    **dict.fromkeys(("scripts", "event-listeners", "generator", "plugin", "applet"), "other"),
    **dict.fromkeys(("signature", "user-defined", "template", "forms", "change-info"), "other"),
    **dict.fromkeys(("binary-data", "object-ole", "control", "file-name"), "other"),
}
_TOLD = frozenset({"author", "initials", "creator", "change-id", "uid", "docId"})
_PLACE = re.compile(r"#.*|[A-Za-z][\w /.-]*", re.ASCII | re.DOTALL)
_META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
_DC = "http://purl.org/dc/elements/1.1/"
_XLINK = "http://www.w3.org/1999/xlink"
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def rebuild_odf(archive: Archive, *, judging: bool = False) -> Rebuilt:
    """Raises FileUnreadable, FileEncrypted, FileTooLarge and what a picture inside raises."""
    if "content.xml" not in archive.names:
        raise FileUnreadable
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise FileEncrypted
    parts, found = {"mimetype": archive.read("mimetype").strip()}, dict[Finding, None]()
    pictures: dict[str, str] = {}
    for name in archive.names:
        if _PICTURE.fullmatch(name):
            data, told = clean_media(archive.read(name))
            pictures[name] = f"Pictures/{len(pictures) + 1}.{picture_extension(data)}"
            parts[pictures[name]] = data
            found.update(dict.fromkeys(told))
    rules = Rules(_element(set(pictures)), _attribute_rule(pictures))
    for name in archive.names:
        if name in pictures:
            continue
        if _XML.fullmatch(name):
            rewriter = Rewriter(rules, judging)
            parts[name] = rewriter.run(archive.read(name))
            found.update(rewriter.findings)
        elif name in ("meta.xml", "settings.xml") and _is_empty(archive.read(name)):
            continue
        elif name not in ("mimetype", "META-INF/manifest.xml"):
            found[Finding(kind_of_part(name), f"part {name[:60]}")] = None
    parts["META-INF/manifest.xml"] = _manifest(parts)
    return Rebuilt(parts, list(found))


def _element(pictures: set[str]) -> Callable[[Name, dict[Name, str]], tuple[Action, Kind]]:
    def act(name: Name, attributes: dict[Name, str]) -> tuple[Action, Kind]:
        if name.space == _META or (name.space == _DC and name.local in ("creator", "date")):
            return "drop", "time" if "date" in name.local else "author"
        if name.space == _DC or name.local.startswith("sender-"):
            return "drop", "author"
        if name.local in _DROPPED and "opendocument" in name.space:
            return "drop", _DROPPED[name.local]
        target = attributes.get(Name(_XLINK, "href"))
        if target is None or (_INSIDE.match(target) and not _lost(target, pictures)):
            return "keep", "other"
        return ("unwrap" if name.local == "a" else "drop"), "text"

    return act


def _is_empty(data: bytes) -> bool:
    """Whether a part of properties has none: the root and one element, both without words."""
    return bool(_EMPTY.fullmatch(data))


def _lost(target: str, pictures: set[str]) -> bool:
    """Whether a picture is meant that does not stay."""
    path = target.removeprefix("./")
    return path.startswith(("Pictures/", "media/", "ObjectReplacements/")) and path not in pictures


def _attribute_rule(
    pictures: dict[str, str],
) -> Callable[[Name, Name, str], tuple[str | None, Kind]]:
    """As `_attribute`; pictures have new names, which are no finding."""

    def rule(owner: Name, name: Name, value: str) -> tuple[str | None, Kind]:
        if name == Name(_XLINK, "href"):
            path = value.removeprefix("./")
            place = pictures.get(path, path)
            return (place, "other") if _PLACE.fullmatch(place) else (None, "text")
        return _attribute(owner, name, value)

    return rule


def _attribute(owner: Name, name: Name, value: str) -> tuple[str | None, Kind]:
    if name.local in _TOLD:
        return None, "author"
    if "rsid" in name.local:
        return None, "other"
    if name.local == "name" and "drawing" in name.space and owner.local in ("frame", "image"):
        return None, "text"
    return value, "other"


def _manifest(parts: dict[str, bytes]) -> bytes:
    def row(path: str, kind: str) -> str:
        place = f'manifest:full-path="{quoted(path)}" manifest:media-type="{kind}"'
        return f"<manifest:file-entry {place}/>"

    rows = [row("/", parts["mimetype"].decode("latin-1"))]
    for name in parts:
        if name != "mimetype":
            rows.append(row(name, _media_type(name)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{_MANIFEST}" manifest:version="1.2">'
        f"{''.join(rows)}</manifest:manifest>"
    ).encode()


def _media_type(name: str) -> str:
    extension = name.rpartition(".")[2].lower()
    return "text/xml" if extension == "xml" else f"image/{extension.replace('jpg', 'jpeg')}"
