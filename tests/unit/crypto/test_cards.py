"""Cards: the vectors that both languages read, and whatever comes instead of a block."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors.make_cards import FILE, card, vectors
from webapp.crypto.base64 import decode_url
from webapp.crypto.cards import BLOCK_CARDS, card_key, open_cards, seal_cards
from webapp.crypto.recipients import HybridIdentity
from webapp.errors import CardMalformed

VECTORS: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
KEY = decode_url(VECTORS["key"])
PLACE = (VECTORS["desk"], VECTORS["fingerprint"])


@pytest.mark.parametrize("vector", VECTORS["blocks"], ids=lambda vector: vector["name"])
def test_vectors(vector: dict[str, Any]) -> None:
    file = decode_url(vector["file"])
    if vector["cards"] is None:
        with pytest.raises(CardMalformed):
            open_cards(KEY, *PLACE, file)
    else:
        assert open_cards(KEY, *PLACE, file) == vector["cards"]


def test_the_key_comes_of_the_desk_key() -> None:
    assert card_key(HybridIdentity.parse(VECTORS["identity"])) == KEY


def test_the_vectors_are_those_that_the_script_makes() -> None:
    made = vectors()
    # Another zlib may deflate in another way.
    assert [{**one, "file": ""} for one in made.pop("blocks")] == [
        {**one, "file": ""} for one in VECTORS["blocks"]
    ]
    assert made.items() <= VECTORS.items()


@pytest.mark.parametrize("count", [0, 1, 300])
def test_what_was_sealed_opens(count: int) -> None:
    cards = [card(number) for number in range(count)]
    file = seal_cards(KEY, *PLACE, cards)
    assert (len(file) - 28) % 1024 == 0
    assert open_cards(KEY, *PLACE, file) == cards
    for desk, mark in (("phrae", PLACE[1]), (PLACE[0], "0" * 32)):
        with pytest.raises(CardMalformed):
            open_cards(KEY, desk, mark, file)


def test_too_many_are_not_sealed() -> None:
    with pytest.raises(CardMalformed):
        seal_cards(KEY, *PLACE, [{}] * (BLOCK_CARDS + 1))


@given(file=st.binary(max_size=80) | st.binary(min_size=1052, max_size=1052))
def test_whatever_else_is_refused(file: bytes) -> None:
    with pytest.raises(CardMalformed):
        open_cards(KEY, *PLACE, file)
