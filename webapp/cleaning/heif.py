"""HEIC and AVIF (ISO/IEC 23008-12) walked box by box: items that are pictures, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.cleaning.boxes import boxes
from webapp.cleaning.embedded import printable, xmp_findings
from webapp.cleaning.exif import exif_findings, read_tags
from webapp.cleaning.findings import Finding
from webapp.cleaning.heif_items import Item, read_items
from webapp.cleaning.icc import is_canonical_profile
from webapp.cleaning.structure import Part
from webapp.errors import FileUnreadable

_TOP = frozenset({"ftyp", "meta", "mdat"})
_META = frozenset({"hdlr", "pitm", "iinf", "iloc", "iref", "iprp", "idat"})
_PICTURES = frozenset({b"hvc1", b"av01", b"grid", b"iden", b"iovl"})
_PROPERTIES = frozenset(
    {"ispe", "hvcC", "av1C", "pixi", "irot", "imir", "pasp", "clap", "a1op", "a1lx", "lsel"}
    | {"clli", "mdcv", "colr", "auxC"}
)
_ALPHA = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1")


def verify_heif(data: bytes) -> list[Finding]:
    """Raises FileUnreadable."""
    top = boxes(data, 0, len(data))
    meta = next((part for part in top if part.name == "meta"), None)
    if meta is None:
        raise FileUnreadable
    found = list(_foreign(data, top, _TOP, ""))
    inner = boxes(data, meta.body + 4, meta.end)
    found += _foreign(data, inner, _META, "meta/")
    items = read_items(data, {part.name: part for part in inner})
    found += [each for item in items for each in _judge_item(data, item)]
    for part in inner:
        if part.name == "hdlr" and data[part.body + 24 : part.end].strip(b"\0"):
            found.append(Finding("device", "meta/hdlr", printable(data[part.body + 24 : part.end])))
        if part.name == "iref" and any(p.name in ("thmb", "cdsc") for p in _references(data, part)):
            found.append(Finding("thumbnail", "meta/iref"))
        if part.name == "iprp":
            found += _judge_properties(data, part)
    return found or _uncovered(data, top, items)


def _foreign(
    data: bytes, parts: list[Part], allowed: frozenset[str], path: str
) -> Iterator[Finding]:
    for part in parts:
        space = part.name in ("free", "skip") and not data[part.body : part.end].strip(b"\0")
        if part.name not in allowed and not space:
            yield Finding("other", f"{path}{printable(part.name.encode())}")


def _references(data: bytes, part: Part) -> list[Part]:
    return boxes(data, part.body + 4, part.end)


def _judge_item(data: bytes, item: Item) -> list[Finding]:
    body = b"".join(data[start:end] for start, end in item.places)
    if item.kind == b"Exif":
        at = 4 + int.from_bytes(body[:4], "big")
        return exif_findings(read_tags(body[at:]), "item Exif")
    if item.kind == b"mime":
        return xmp_findings(body, "item XMP")
    if item.name:
        return [Finding("text", "item name", printable(item.name))]
    return [] if item.kind in _PICTURES else [Finding("other", f"item {printable(item.kind)}")]


def _judge_properties(data: bytes, part: Part) -> Iterator[Finding]:
    for group in boxes(data, part.body, part.end):
        if group.name == "ipma":
            continue
        if group.name != "ipco":
            yield Finding("other", f"iprp/{group.name}")
            continue
        for each in boxes(data, group.body, group.end):
            body = data[each.body : each.end]
            if each.name not in _PROPERTIES:
                yield Finding("other", f"property {printable(each.name.encode())}")
            elif each.name == "colr" and not _known_colour(body):
                yield Finding("profile", "property colr")
            elif each.name == "auxC" and not body[4:].startswith(_ALPHA):
                yield Finding("thumbnail", "auxiliary picture", printable(body[4:]))


def _known_colour(body: bytes) -> bool:
    return body[:4] == b"nclx" or (body[:4] == b"prof" and is_canonical_profile(body[4:]))


def _uncovered(data: bytes, top: list[Part], items: list[Item]) -> list[Finding]:
    """Bytes of the media data that no item uses."""
    used = sorted(place for item in items for place in item.places)
    for part in top:
        at = part.body
        for start, end in [*used, (part.end, part.end)]:
            if part.name == "mdat" and part.body <= start <= part.end:
                if data[at:start].strip(b"\0"):
                    return [Finding("other", "mdat", "bytes that no item uses")]
                at = max(at, end)
    return []
