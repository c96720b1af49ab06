"""A desk's fingerprint as people compare it: eight everyday words and a symmetric picture.

docs/formats/keys.md, *The key check*, is the specification; phones do the same.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).resolve().parents[1] / "locales" / "key_words.tsv"
_SALT = b"hinghoi/v1/key-check"
# So that searching for a key with the same words costs this much for each key that is tried.
_ROUNDS = 2**17
_HALF = 8
LANGUAGES = ("th", "en")


def check_bytes(fingerprint: str) -> bytes:
    """16 bytes: eight for the words, eight for the picture. `fingerprint`: 32 hex digits."""
    return hashlib.pbkdf2_hmac("sha256", bytes.fromhex(fingerprint), _SALT, _ROUNDS, 2 * _HALF)


def key_words(check: bytes, language: str) -> list[str]:
    """The eight words in `th` or `en`: byte by byte, a line of the list each."""
    column = LANGUAGES.index(language)
    return [word_list()[byte][column] for byte in check[:_HALF]]


def picture_rows(check: bytes) -> list[list[int]]:
    """Eight rows of four cells, from the left edge to the middle; the right half mirrors them.

    A cell is two bits: 0 empty, 1 disc, 2 triangle, 3 square.
    """
    return [[byte >> shift & 3 for shift in (6, 4, 2, 0)] for byte in check[_HALF:]]


@cache
def word_list() -> list[tuple[str, str]]:
    """256 pairs of a Thai word and what it means in English."""
    lines = _WORDS.read_text("utf-8").splitlines()
    return [(thai, english) for thai, english in (line.split("\t") for line in lines)]
