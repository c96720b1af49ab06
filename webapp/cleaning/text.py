"""Plain text and CSV: decoded, freed of what no eye sees, and written as UTF-8."""

from __future__ import annotations

import csv
import re
import unicodedata
from itertools import islice

from webapp.cleaning.findings import Finding
from webapp.cleaning.kinds import Format
from webapp.errors import FileUnreadable

# Text with fields of its own, or that other programs run; pictures written as numbers (Netpbm).
_MARKUP = re.compile(
    r"\s*(?:<[?!a-z]|\{\\rtf|%!PS|%PDF|MIME-Version:|BEGIN:V)|P[1-7][\s#]", re.IGNORECASE
)
# Controls, marks of direction and of width zero, private use: they can carry a hidden number.
_HIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b"
    "\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    "\ue000-\uf8ff\ufdd0-\ufdef\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff]"
)
# Blanks that look alike, and blanks at the ends of lines: each choice can number a copy.
_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_JOINERS = re.compile("([^\u200c\u200d]?)([\u200c\u200d]+)(?=([^\u200c\u200d]?))")
# Between letters that are joined (Arabic to Sinhala, Myanmar, Khmer, Mongolian) or between pictures
# a joiner changes what is seen and stays; anywhere else it is a mark.
_LETTERS = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\u19e0-\u19ff\ua8e0-\ua8ff\ua9e0-\ua9ff"
    "\uaa60-\uaa7f\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010a00-\U00011fff]"
)
_PICTURES = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25aa-\u27bf"
    "\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_C0 = re.compile(rb"[\0-\x08\x0e-\x19\x1b-\x1f\x7f]")


def sniff_text(data: bytes) -> Format | None:
    """Text or CSV; None for markup and for what cannot be read as text."""
    text = _decode(data)
    if text is None or _MARKUP.match(text[:1000].removeprefix("\ufeff")):
        return None
    return "text/csv" if _is_table(text) else "text/plain"


def clean_text(data: bytes) -> bytes:
    """UTF-8 without a byte-order mark, lines ended by LF, nothing that no eye sees.

    Raises FileUnreadable, also when nothing is left.
    """
    text = _decode(data)
    if text is None:
        raise FileUnreadable
    tidied = _tidy(text).encode()
    if not tidied:
        raise FileUnreadable
    return tidied


def _tidy(text: str) -> str:
    """One kind of line end, of blank, and of spelling for each letter (NFC)."""
    shown = _BLANK.sub(" ", _HIDDEN.sub("", _LINE_END.sub("\n", text)))
    composed = unicodedata.normalize("NFC", _JOINERS.sub(_joiner, shown))
    ends = " " if _is_table(composed) else " \t"
    lines = "\n".join(line.rstrip(ends) for line in composed.split("\n")).rstrip("\n")
    return f"{lines}\n" if lines else ""


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
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if _HIDDEN.search(lines) or _stray_joiner(lines):
        found.append(Finding("text", "invisible characters"))
    if _BLANK.search(lines) or re.search(r" (?:\n|\Z)", lines) or not lines.endswith("\n"):
        found.append(Finding("other", "blanks"))
    if not unicodedata.is_normalized("NFC", lines):
        found.append(Finding("other", "spelling of letters"))
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
    """One joiner at most, and only where both its neighbours are joined by it."""
    before, joiners, after = match[1], match[2], match[3]
    fits = any(kind.match(before) and kind.match(after) for kind in (_LETTERS, _PICTURES))
    return before + joiners[0] if fits else before


def _stray_joiner(text: str) -> bool:
    return any(_joiner(match) != match[0] for match in _JOINERS.finditer(text))
