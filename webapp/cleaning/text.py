"""Plain text and CSV: decoded, freed of what no eye sees, and written as UTF-8."""

from __future__ import annotations

import csv
import re
from itertools import islice

from webapp.cleaning.findings import Finding
from webapp.cleaning.kinds import Format
from webapp.errors import FileUnreadable

_MARKUP = re.compile(r"\s*(?:<[?!a-zA-Z]|\{\\rtf|%!PS)")
# Controls, marks of direction and of width zero, private use: they can carry a hidden number.
_HIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\ue000-\uf8ff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_JOINERS = re.compile("[\u200c\u200d]")
# Where a joiner shapes letters (Indic, Arabic, emoji) it stays; anywhere else it is a mark.
_JOINED = re.compile("(?<=[\u0600-\u08ff\u0900-\u0dff\u2600-\u27bf\U0001f000-\U0001faff])")
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_C0 = re.compile(rb"[\0-\x08\x0e-\x19\x1b-\x1f\x7f]")


def sniff_text(data: bytes) -> Format | None:
    """Text or CSV; None for markup and for what cannot be read as text."""
    text = _decode(data)
    if text is None or _MARKUP.match(text[:1000].removeprefix("\ufeff")):
        return None
    return "text/csv" if _is_table(text) else "text/plain"


def clean_text(data: bytes) -> bytes:
    """UTF-8 without a byte-order mark, lines ended by LF, no invisible characters."""
    text = _decode(data)
    if text is None:
        raise FileUnreadable
    text = re.sub("\r\n|\r|\x0b|\x0c|\x85|\u2028|\u2029", "\n", text)
    return _JOINERS.sub(_joiner, _HIDDEN.sub("", text)).encode()


def verify_text(data: bytes) -> list[Finding]:
    """One finding for each kind of thing that no eye sees."""
    text = _decode(data)
    if text is None:
        raise FileUnreadable
    found = []
    if any(data.startswith(mark) for mark, _ in _BOMS):
        found.append(Finding("other", "byte-order mark"))
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        found.append(Finding("other", "encoding", "not UTF-8"))
    if "\r" in text:
        found.append(Finding("other", "line ends"))
    if _HIDDEN.search(text.replace("\r", "").removeprefix("\ufeff")) or _stray_joiner(text):
        found.append(Finding("text", "invisible characters"))
    return found


def _decode(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _try(data[len(mark) :], encoding)
    if b"\0" in data:
        return None
    text = _try(data, "utf-8")
    return text if text is not None or _C0.search(data) else _try(data, "cp874")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def _is_table(text: str) -> bool:
    """Two columns or more, as many in each of the first lines."""
    lines = list(islice((line for line in text[:20_000].splitlines() if line.strip()), 20))
    if len(lines) < 2:
        return False
    try:
        widths = {len(row) for row in csv.reader(lines, strict=True)}
    except csv.Error:
        return False
    return len(widths) == 1 and widths.pop() > 1


def _joiner(match: re.Match[str]) -> str:
    return match[0] if _JOINED.match(match.string, match.start()) else ""


def _stray_joiner(text: str) -> bool:
    return any(not _joiner(match) for match in _JOINERS.finditer(text))
