"""Parsers of what strangers write in headers: they refuse, they never fall over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from tests.support.packets import b64, sample
from webapp.errors import RequestInvalid
from webapp.intake import headers

# What a WSGI server hands on: no line ends, which would have ended the header.
PRINTABLE = st.text(
    st.characters(codec="latin-1", exclude_characters="\r\n\f\v\x1c\x1d\x1e\x85"), max_size=300
)


@given(PRINTABLE)
def test_any_metadata_is_read_or_refused(text: str) -> None:
    try:
        found = headers.metadata(text)
    except RequestInvalid:
        return
    assert set(found) == {"id", "sha256", "desks"}


@given(PRINTABLE)
def test_any_checksum_is_read_or_refused(text: str) -> None:
    try:
        found = headers.checksum(text)
    except RequestInvalid:
        return
    assert found is not None
    assert found.algorithm in headers.ALGORITHMS


@given(PRINTABLE, PRINTABLE)
def test_any_announcement_is_read_or_refused(length: str, told: str) -> None:
    with pytest.raises(RequestInvalid):
        headers.announcement(Headers({"Upload-Length": length, "Upload-Metadata": told}))


@given(st.permutations(["id", "sha256", "desks"]), st.integers(1, 10**14))
def test_what_was_announced_is_what_is_read(order: list[str], length: int) -> None:
    packet = sample(desks="demo,other-2")
    told = {"id": packet.id, "sha256": packet.sha256, "desks": packet.desks}
    text = ",".join(f"{key} {b64(told[key].encode())}" for key in order)
    found = headers.announcement(Headers({"Upload-Length": str(length), "Upload-Metadata": text}))
    assert (found.id, found.sha256, found.length) == (packet.id, packet.sha256, length)
    assert found.desks == ("demo", "other-2")


@pytest.mark.parametrize(
    "desks",
    ["", "demo,", "demo,demo", "Demo", "../x", "a" * 41, ",".join(f"d{n}" for n in range(17))],
)
def test_desks_are_slugs_each_once(desks: str) -> None:
    packet = sample()
    told = {"id": packet.id, "sha256": packet.sha256, "desks": desks}
    text = ",".join(f"{key} {b64(value.encode())}" for key, value in told.items())
    with pytest.raises(RequestInvalid):
        headers.announcement(Headers({"Upload-Length": "9000", "Upload-Metadata": text}))


@pytest.mark.parametrize("value", ["", "-1", "+1", "1e3", " 1", "๑", "1" * 16])
def test_numbers_are_plain_digits(value: str) -> None:
    with pytest.raises(RequestInvalid):
        headers.whole_number(Headers({"Upload-Offset": value}), "Upload-Offset")
