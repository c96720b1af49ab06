"""Sign-in names: one spelling for each."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webapp.desk.team.names import fold, is_name


@pytest.mark.parametrize("name", ["somsri", "สมศรี", "ก้อย_2", "a.b-c", "é9", "ab", "x" * 64])
def test_names_that_are_names(name: str) -> None:
    assert is_name(fold(name))


@pytest.mark.parametrize(
    "name",
    ["", "a", "a b", "a\u200bb", "a\nb", "a/b", "<b>x", "x" * 65, "\ud800x", "🌙🌙", "\u0e31a"],
)
def test_names_that_are_none(name: str) -> None:
    assert not is_name(fold(name))


def test_case_width_and_spaces_make_no_second_person() -> None:
    assert {fold(" SomSri "), fold("ｓｏｍｓｒｉ"), fold("SOMSRI")} == {"somsri"}
    assert fold("STRASSE") == fold("straße")


@given(st.text(max_size=80))
@settings(max_examples=1000)
@example("¨")
def test_folding_twice_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)
