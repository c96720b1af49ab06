"""What people compare: the vectors that phones read, too, and words fit to be read aloud."""

from __future__ import annotations

import hashlib
import json
import re
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from webapp.crypto.key_check import check_bytes, key_words, picture_rows, word_list

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "keys.json").read_text("utf-8")
)
# Thai letters by the sound that they begin a syllable with.
SOUNDS = "ก ขคฆ ง จ ฉชฌ ซศษส ญย ฎด ฏต ฐฑฒถทธ ณน บ ป ผพภ ฝฟ ม ร ลฬ ว หฮ อ"
BY_SOUND = {letter: sound[0] for sound in SOUNDS.split(" ") for letter in sound}
UNHEARD = re.compile(r"[ก-ฮ][ิุ]?์|[็่้๊๋]")
# Long and short, and signs for one vowel: too little to tell words apart over the telephone.
ALIKE = str.maketrans("ไีืูแ", "ใิึุเ", "ะัา")


@pytest.mark.parametrize("told", VECTORS["checks"], ids=lambda told: told["fingerprint"][:8])
def test_words_and_picture(told: dict[str, Any]) -> None:
    check = check_bytes(told["fingerprint"])
    for language, words in told["words"].items():
        assert key_words(check, language) == words
    assert ["".join(map(str, row)) for row in picture_rows(check)] == told["rows"]


def spelt(word: str) -> str:
    """Thai without what does not change which word it is: tones and silent letters."""
    return UNHEARD.sub("", word)


def sound(word: str) -> str:
    """Roughly what is heard of a Thai word on a bad line."""
    heard = re.sub("ห(?=[งมนยรลว])", "", spelt(word)).translate(ALIKE)
    return "".join(BY_SOUND.get(letter, letter) for letter in heard)


def distance(one: str, other: str) -> int:
    """Letters to put in, take out or change (Levenshtein)."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        above, row = row, [at]
        for column, against in enumerate(other, 1):
            changed = above[column - 1] + (letter != against)
            row.append(min(above[column] + 1, row[-1] + 1, changed))
    return row[-1]


def test_the_list_of_words_never_changes() -> None:
    file = Path(__file__).parents[3] / "webapp" / "locales" / "key_words.tsv"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == VECTORS["words_sha256"]


def test_there_is_a_word_for_every_byte() -> None:
    assert len(word_list()) == len({word for pair in word_list() for word in pair}) / 2 == 256
    for thai, english in word_list():
        assert re.fullmatch("[ก-๎]{2,12}", thai)
        assert re.fullmatch("[a-z]{3,10}", english)


def test_no_two_words_are_taken_for_each_other() -> None:
    for (thai, english), (other_thai, other_english) in combinations(word_list(), 2):
        assert sound(thai) != sound(other_thai), (thai, other_thai)
        assert distance(spelt(thai), spelt(other_thai)) > 1, (thai, other_thai)
        assert spelt(thai) not in spelt(other_thai) not in spelt(thai), (thai, other_thai)
        assert distance(english, other_english) > 1, (english, other_english)


def test_neighbours_in_the_list_begin_with_different_sounds() -> None:
    first = [(next(filter(BY_SOUND.get, thai)), english[0]) for thai, english in word_list()]
    for (thai, english), (next_thai, next_english) in pairwise(first):
        assert thai != next_thai
        assert english != next_english
