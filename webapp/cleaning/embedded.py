"""XMP and IPTC inside pictures: which kinds of things they tell.

XMP is searched as text and never parsed as XML: an XML parser on hostile input is one more way in,
and the words of its property names say enough.
"""

from __future__ import annotations

import re

from webapp.cleaning.findings import Finding, Kind

_XMP: dict[Kind, re.Pattern[bytes]] = {
    "gps": re.compile(rb"GPS(?:Lat|Long|Alt|Time|Date|Dest)|:(?:City|State|Country|Location)\b"),
    "time": re.compile(rb"(?:Create|Modify|Metadata)Date|DateTime|DateCreated"),
    "device": re.compile(rb"tiff:(?:Make|Model)|CreatorTool|Serial|Lens|Software"),
    "author": re.compile(rb"dc:creator|Artist|Author|Owner|dc:rights"),
    "text": re.compile(rb"dc:(?:description|title|subject)|Caption|UserComment|Headline"),
    "thumbnail": re.compile(rb"xmp:Thumbnails|xmpGImg|GImage:Data|hdrgm:|DepthMap"),
}

# IIM 4.2 §6, record 2: data sets that name people, places and times.
_IPTC: dict[int, Kind] = {
    **dict.fromkeys((80, 85, 110, 116, 122), "author"),
    **dict.fromkeys((55, 60, 62, 63), "time"),
    **dict.fromkeys((90, 92, 95, 100, 101, 26, 27), "gps"),
    65: "device",
}


def xmp_findings(data: bytes, where: str) -> list[Finding]:
    """One finding for each kind of property; at least one, for the XMP itself."""
    found = [Finding(kind, where) for kind, words in _XMP.items() if words.search(data)]
    return found or [Finding("other", where)]


def iptc_findings(data: bytes, where: str) -> list[Finding]:
    """One finding for each kind of data set in a Photoshop or IIM block; at least one."""
    numbers = {match[1][0] for match in re.finditer(rb"\x1c\x02([\x05-\xff])", data)}
    kinds: set[Kind] = {_IPTC.get(number, "text") for number in numbers}
    return [Finding(kind, where) for kind in sorted(kinds)] or [Finding("other", where)]


def printable(data: bytes) -> str:
    """Text from hostile bytes, short enough for one line of a report."""
    return data[:120].decode("utf-8", "replace").strip("\0 ")
