"""Desk keys that vouch for the next one: the vectors that phones read, too."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.rotation import sign_rotation, signing_text, vouches

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "keys.json").read_text("utf-8")
)
DAY = date(2026, 11, 22)


@pytest.mark.parametrize("told", VECTORS["keys"])
def test_a_desk_key_has_one_signing_key_and_one_fingerprint(told: dict[str, str]) -> None:
    identity = HybridIdentity.parse(told["identity"])
    assert str(identity.recipient()) == told["recipient"]
    assert signing_text(identity) == told["signing"]
    assert fingerprint(told["recipient"], told["signing"]) == told["fingerprint"]


def test_a_key_without_a_signing_key_has_a_fingerprint_too() -> None:
    for told in VECTORS["unsigned"]:
        assert fingerprint(told["recipient"], None) == told["fingerprint"]


@pytest.mark.parametrize("case", VECTORS["chains"], ids=lambda case: case["name"])
def test_chains(case: dict[str, Any]) -> None:
    desk = case["desk"]
    chain = desk["chain"]
    marks = [fingerprint(one["recipient"], one["signing"]) for one in chain]
    marks.append(desk["fingerprint"])
    follows = case["pinned"] in marks
    start = marks.index(case["pinned"]) if follows else len(chain)
    for at, one in list(enumerate(chain))[start:]:
        told = (one["signature"], desk["id"], marks[at], marks[at + 1])
        follows = follows and vouches(one["signing"], *told, date.fromisoformat(one["day"]))
    assert follows == case["follows"]


@given(st.text(max_size=100), st.text(max_size=100))
def test_no_text_vouches(signing: str, signature: str) -> None:
    assert not vouches(signing, signature, "nan", "0" * 32, "1" * 32, DAY)


def test_a_word_counts_for_what_it_was_given_for() -> None:
    old = HybridIdentity.from_seed(bytes(32))
    signing, told = signing_text(old), ("nan", "0" * 32, "1" * 32, DAY)
    signature = sign_rotation(old, *told)
    assert vouches(signing, signature, *told)
    assert not vouches(signing, signature, "phrae", *told[1:])
    assert not vouches(signing, signature, *told[:3], date(2026, 11, 23))
