"""The forms in which a word can lie in a file: as text, as text of text, and inside encodings."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote

_CONTEXT = 40


class Needles:
    """Finds words in bytes. Each should be rare and have eight letters or more."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(words)
        self._forms = {form for word in self.words for form in forms(word)}

    def within(self, data: bytes) -> list[bytes]:
        """Every place where one of the forms stands, with what stands around it."""
        small = data.lower()
        return [
            data[max(0, at - _CONTEXT) : at + len(form) + _CONTEXT]
            for form in self._forms
            for at in _places(form, data if _is_exact(form) else small)
        ]


def forms(word: str) -> set[bytes]:
    """Text in three encodings, escapes, hex, base64; all but base64 in small letters."""
    utf8 = word.encode()
    texts = {utf8, word.encode("utf-16-le"), word.encode("utf-16-be")}
    written = {quote(word), word.encode("unicode_escape").decode(), repr(utf8)[2:-1], utf8.hex()}
    plain = {form.lower() for form in texts} | {form.lower().encode() for form in written}
    coded = {form for text in texts for form in in_base64(text)}
    return plain | {_EXACT + form for form in coded}


_EXACT = b"\0exact\0"


def _is_exact(form: bytes) -> bool:
    return form.startswith(_EXACT)


def _places(form: bytes, data: bytes) -> Iterable[int]:
    form = form.removeprefix(_EXACT)
    return [found.start() for found in re.finditer(re.escape(form), data)] if form in data else []


def in_base64(data: bytes) -> set[bytes]:
    """What of `data` stays the same in base64, at each of the three places where it can begin."""
    found = set()
    for before in range(3):
        after = -(before + len(data)) % 3
        whole = base64.b64encode(bytes(before) + data + bytes(after))
        # The letters at both ends are made of neighbours as well.
        inner = whole[(before * 8 + 5) // 6 : len(whole) - (after * 8 + 5) // 6]
        found |= {inner, inner.translate(bytes.maketrans(b"+/", b"-_"))}
    return found
