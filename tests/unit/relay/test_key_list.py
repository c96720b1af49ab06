"""A relay believes no list that phones would refuse, whatever a portal answers."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.crypto import base64
from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.recipients import HybridIdentity
from webapp.relay.key_list import parse

RECIPIENT = str(HybridIdentity.from_seed(bytes(32)).recipient())
DESK: dict[str, Any] = {
    "id": "nan",
    "name": {"th": "โต๊ะ", "en": "Desk"},
    "recipient": RECIPIENT,
    "fingerprint": fingerprint(RECIPIENT, None),
    "signing": None,
    "chain": [],
}
GOOD: dict[str, Any] = {
    "version": 2,
    "receipt_key": base64.encode_url(bytes(range(32))),
    "limits": {"packet": 1 << 20, "chunk": 1 << 16},
    "desks": [DESK],
    "later": "ignored",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=8,
)


def changed(path: str, value: object) -> bytes:
    body = deepcopy(GOOD)
    *way, last = path.split(".")
    place: Any = body
    for step in way:
        place = place[int(step) if step.isdigit() else step]
    place[last] = value
    return json.dumps(body).encode()


def test_a_good_list_is_kept_as_it_came() -> None:
    found = parse(json.dumps(GOOD).encode())
    assert (found.body, found.chunk, found.packet) == (GOOD, 1 << 16, 1 << 20)
    assert found.receipt_key == bytes(range(32))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("version", 1),
        ("receipt_key", "short"),
        ("limits.chunk", 0),
        ("limits.packet", True),
        ("desks", [DESK, DESK]),
        ("desks.0.id", "Nan"),
        ("desks.0.name", {"th": "โต๊ะ"}),
        ("desks.0.recipient", "age1pq1x"),
        ("desks.0.fingerprint", "0" * 32),
    ],
)
def test_what_does_not_hold_is_refused(path: str, value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse(changed(path, value))


@given(st.binary(max_size=64) | JSON.map(lambda value: json.dumps(value).encode()))
def test_anything_else_is_refused_alike(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse(data)


PLACES = ("version", "receipt_key", "limits", "limits.chunk", "desks", "desks.0.id", "desks.0.name")


@given(st.sampled_from((*PLACES, "desks.0", "desks.0.recipient", "desks.0.fingerprint")), JSON)
def test_a_strange_value_anywhere_is_refused_or_fine(path: str, value: object) -> None:
    if path.endswith(".0"):
        path, value = "desks", [value]
    try:
        parse(changed(path, value))
    except ValueError:
        return
    assert value == [] or isinstance(value, int | str | dict)
