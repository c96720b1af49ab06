"""Proof of work against the vectors that the phone's own makes, too (docs/formats/work.md)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.crypto.work import make_work, work_done

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "work.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["solve"], ids=lambda case: str(case["bits"]))
def test_the_first_nonces_that_solve_it(case: dict[str, str]) -> None:
    sha256, bits = bytes.fromhex(case["sha256"]), int(case["bits"])
    assert make_work(sha256, bits) == case["work"]
    assert work_done(sha256, case["work"]) >= bits


@pytest.mark.parametrize("case", VECTORS["judge"], ids=lambda case: case["name"])
def test_how_much_it_proves(case: dict[str, str]) -> None:
    assert work_done(bytes.fromhex(case["sha256"]), case["work"]) == int(case["done"])


@given(st.binary(min_size=32, max_size=32), st.text(max_size=100) | st.binary(max_size=70))
def test_nothing_a_stranger_sends_does_harm(sha256: bytes, work: str | bytes) -> None:
    text = work if isinstance(work, str) else work.hex()
    assert 0 <= work_done(sha256, text) <= 256
