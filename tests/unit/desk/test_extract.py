"""The log of a desk as a file: whole as it was saved, and broken where anything was done to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from webapp.crypto.base64 import encode_url
from webapp.desk.log.extract import FORM, DeskHead, Extract
from webapp.desk.log.heads import Broken

VECTORS = json.loads(
    (Path(__file__).resolve().parents[2] / "vectors" / "desk_log.json").read_text("utf-8")
)
EVENTS: list[dict[str, Any]] = VECTORS["events"]
SERVER = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
KEY = SERVER.public_key().public_bytes_raw()


def line(number: int, desk: str = "nan", signer: Ed25519PrivateKey = SERVER) -> str:
    digest = EVENTS[number - 1]["hash"]
    statement = f"hinghoi-desk-log-head-v1.{desk}.{number}.2026-11-20.{digest}"
    return f"{statement}.{encode_url(signer.sign(statement.encode()))}"


def saved(events: list[dict[str, Any]] = EVENTS, **more: Any) -> bytes:
    facts = {"form": FORM, "desk": "nan", "head": line(len(EVENTS)), "events": events}
    return json.dumps({**facts, **more}).encode()


def verify(data: bytes, *kept: str, key: bytes | None = KEY) -> int:
    return Extract.parse(data).verify([DeskHead.parse(one) for one in kept], key)


def test_what_the_page_saved_is_whole() -> None:
    assert verify(saved()) == len(EVENTS)
    assert verify(saved(), line(2), line(len(EVENTS)), key=None) == len(EVENTS)


@pytest.mark.parametrize("name", ["day", "kind", "moderator", "packet", "case", "detail", "hash"])
def test_a_changed_event_is_named(name: str) -> None:
    value = {"day": "2026-01-01", "hash": "0" * 64}.get(name, "x")
    changed = [{**event, name: value} if n == 1 else event for n, event in enumerate(EVENTS)]
    with pytest.raises(Broken) as broken:
        verify(saved(changed))
    assert broken.value.number == 2


def test_a_log_that_was_cut_or_made_anew_does_not_fit_its_heads() -> None:
    with pytest.raises(Broken, match="another end"):
        verify(saved(EVENTS[:-1]))
    with pytest.raises(Broken, match="another log"):
        verify(saved(EVENTS[:2], head=line(2)), line(3))
    with pytest.raises(Broken):
        verify(saved(), line(2, desk="phrae"))
    with pytest.raises(Broken, match="did not sign"):
        verify(saved(head=line(len(EVENTS), signer=Ed25519PrivateKey.generate())))
    assert verify(saved(head=line(len(EVENTS), signer=Ed25519PrivateKey.generate())), key=None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(st.sampled_from(["form", "desk", "head", "events", *EVENTS[0]]), JSON)
def test_hostile_files_are_refused_and_nothing_else(name: str, value: object) -> None:
    whole = json.loads(saved())
    if name in whole:
        whole[name] = value
    else:
        whole["events"][0][name] = value
    try:
        verify(json.dumps(whole).encode())
    except (ValueError, Broken):
        return
    assert whole == json.loads(saved())
