"""Packets as files that others carry: the vectors, and whatever a stranger may hand over."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors.carried import PACKET
from webapp.crypto import courier
from webapp.errors import CourierDamaged, CourierMalformed, HinghoiError

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "courier.json").read_text("utf-8")
)
FILE = courier.wrap(PACKET, ["nan", "pua"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vectors(vector: dict[str, Any]) -> None:
    file = base64.b64decode(vector["file"])
    if vector["expect"] != "ok":
        with pytest.raises(HinghoiError) as refusal:
            courier.unwrap(file)
        assert refusal.value.code == vector["expect"]
        return
    found = courier.unwrap(file)
    assert (found.sha256, list(found.desks)) == (vector["sha256"], vector["desks"])
    assert courier.wrap(found.packet, found.desks) == file


@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_no_changed_byte_goes_unseen(at: int, by: int) -> None:
    damaged = bytearray(FILE)
    damaged[at] ^= by
    try:
        found = courier.unwrap(bytes(damaged))
    except (CourierDamaged, CourierMalformed):
        return
    # Only the desks are not covered by the digest: an accident may make another valid name.
    assert found.packet == PACKET
    assert found.desks != ("nan", "pua")


@given(st.binary(max_size=2000))
def test_whatever_comes_is_refused_with_a_code(data: bytes) -> None:
    with pytest.raises((CourierDamaged, CourierMalformed)):
        courier.unwrap(courier.MAGIC + data)
