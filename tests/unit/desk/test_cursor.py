"""Cursors come from strangers: only our own spelling is read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.desk.post.packets import Cursor

IDS = st.binary(min_size=16, max_size=16).map(bytes.hex)


@given(st.dates(), IDS)
def test_a_cursor_reads_back(day: date, packet_id: str) -> None:
    cursor = Cursor(day, packet_id)
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", ".", "2026-11-20." + "G" * 32, "2026-02-30." + "0" * 32])
def test_nothing_else_does(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # date's words are its own
        Cursor.parse(text)
