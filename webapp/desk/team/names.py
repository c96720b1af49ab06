"""Sign-in names: one spelling for each, so that case and width make no second person."""

from __future__ import annotations

import unicodedata

LONGEST = 64
_ALLOWED = ("L", "M", "N")
_PUNCTUATION = frozenset("._-")


def fold(name: str) -> str:
    """The one spelling of `name`: NFKC, case folded, spaces around it gone."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).strip()


def is_name(name: str) -> bool:
    """Whether a folded name has 2 to 64 letters, marks, digits, dots, dashes or underscores.

    A mark cannot come first: it would hang on whatever stands before the name on a screen.
    """
    fits = 2 <= len(name) <= LONGEST and not unicodedata.category(name[0]).startswith("M")
    return fits and all(map(_is_allowed, name))


def _is_allowed(sign: str) -> bool:
    return sign in _PUNCTUATION or unicodedata.category(sign)[0] in _ALLOWED
