"""Receipt codes, what they open, and letters: vectors that the TypeScript suite reads as well."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.crypto import letter, receipt_code
from webapp.crypto.base64 import decode_url, encode_url
from webapp.crypto.packet import Attachment
from webapp.crypto.recipients import HybridIdentity
from webapp.errors import (
    HinghoiError,
    PacketLimits,
    PacketReport,
    PacketVersion,
    ReceiptCodeInvalid,
    table,
)

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "mailbox.json").read_text("utf-8")
)
LETTERS = VECTORS["letters"]
CODES = st.text("0123456789", min_size=22, max_size=22).map(receipt_code.with_check_digits)


@pytest.mark.parametrize("vector", VECTORS["typed"], ids=lambda vector: repr(vector["typed"])[:40])
def test_what_people_type(vector: dict[str, Any]) -> None:
    if vector["code"]:
        assert receipt_code.read_code(vector["typed"]) == vector["code"]
    else:
        with pytest.raises(ReceiptCodeInvalid):
            receipt_code.read_code(vector["typed"])


@pytest.mark.parametrize("vector", VECTORS["mailboxes"], ids=lambda vector: vector["code"])
def test_what_a_code_opens(vector: dict[str, Any]) -> None:
    opened = receipt_code.open_mailbox(vector["code"])
    assert encode_url(opened.token) == vector["token"]
    assert opened.id == receipt_code.mailbox_id(opened.token) == vector["id"]
    assert opened.identity.export() == vector["identity"]
    assert str(opened.identity.recipient()) == vector["recipient"]
    assert repr(opened) == f"MailboxKeys(id='{vector['id']}')"


@given(CODES, st.integers(0, 23), st.integers(1, 9))
def test_every_wrong_digit_shows(code: str, at: int, by: int) -> None:
    wrong = code[:at] + str((int(code[at]) + by) % 10) + code[at + 1 :]
    with pytest.raises(ReceiptCodeInvalid):
        receipt_code.read_code(wrong)


@given(CODES, st.integers(0, 22))
def test_every_swap_of_neighbours_shows(code: str, at: int) -> None:
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if swapped != code:
        with pytest.raises(ReceiptCodeInvalid):
            receipt_code.read_code(swapped)


@given(st.text())
def test_nothing_typed_breaks_the_reader(typed: str) -> None:
    with suppress(ReceiptCodeInvalid):
        assert len(receipt_code.read_code(typed)) == receipt_code.DIGITS


def test_new_codes_can_be_read_back() -> None:
    codes = {receipt_code.new_code() for _ in range(100)}
    assert len(codes) == 100
    assert {receipt_code.read_code(receipt_code.show_code(code)) for code in codes} == codes


@pytest.mark.parametrize("vector", LETTERS["files"], ids=lambda vector: vector["name"])
def test_letters(vector: dict[str, Any]) -> None:
    identity, file = HybridIdentity.parse(LETTERS["identity"]), decode_url(vector["file"])
    if vector["expect"] != "ok":
        with pytest.raises(table()[vector["expect"]]):
            letter.open_letter(file, identity, LETTERS["id"])
        return
    opened = letter.open_letter(file, identity, LETTERS["id"])
    assert json.loads(letter.write_letter(opened.letter)) == vector["letter"]
    assert opened.files == (b"hello",) * len(vector["letter"]["attachments"])


def test_a_letter_seals_and_opens_and_fits_one_mailbox() -> None:
    identity = HybridIdentity.generate()
    sent = letter.Letter("ab" * 16, "demo", 1, "th", "2026-11-21", "สวัสดี", None, None)
    file = Attachment("image/png", "png", bytes(9000))
    sealed = letter.seal_letter(sent, [file], identity.recipient())
    assert letter.open_letter(sealed, identity, "ab" * 16).files == (bytes(9000),)
    with pytest.raises(PacketReport):
        letter.open_letter(sealed, identity, "cd" * 16)


@cache
def sealed_letter() -> tuple[HybridIdentity, bytes]:
    """A letter of two chunks, and who can open it."""
    identity = HybridIdentity.generate()
    sent = letter.Letter("ab" * 16, "demo", 1, "th", "2026-11-21", "สวัสดี", None, None)
    file = Attachment("image/png", "png", bytes(90_000))
    return identity, letter.seal_letter(sent, [file], identity.recipient())


@given(st.data())
def test_a_letter_that_was_cut_changed_or_put_together_anew_is_none(data: st.DataObject) -> None:
    identity, sealed = sealed_letter()
    at = data.draw(st.integers(0, len(sealed) - 1))
    flipped = sealed[at] ^ data.draw(st.integers(1, 255))
    other = data.draw(st.integers(0, len(sealed)).filter(lambda there: there != at))
    for spoilt in (
        sealed[:at],
        sealed[:at] + bytes([flipped]) + sealed[at + 1 :],
        sealed[:at] + sealed[other:],
    ):
        with pytest.raises(HinghoiError):
            letter.open_letter(spoilt, identity, "ab" * 16)


@given(st.binary(max_size=600))
def test_letter_json_never_surprises(data: bytes) -> None:
    with suppress(PacketLimits, PacketReport, PacketVersion):
        letter.parse_letter(data)
