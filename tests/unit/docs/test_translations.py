"""Every language says the same sentences, with the same places to fill: docs/translating.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.server import ROOT

LOCALES = ROOT / "webapp" / "locales"
PLACE = re.compile(r"\{(\w+)\}")
FOLDERS = [LOCALES, LOCALES / "letters"]
FILES = [file for folder in FOLDERS for file in sorted(folder.glob("*.json"))]


def table(file: Path) -> dict[str, str]:
    found: dict[str, str] = json.loads(file.read_text("utf-8"))
    return found


def places(file: Path) -> dict[str, list[str]]:
    return {key: sorted(set(PLACE.findall(text))) for key, text in table(file).items()}


def test_the_same_languages_have_letters() -> None:
    """A language of the pages has letters; letters may be ahead."""
    pages, letters = ({file.stem for file in folder.glob("*.json")} for folder in FOLDERS)
    assert {"th", "en"} <= pages <= letters


@pytest.mark.parametrize("folder", FOLDERS, ids=["pages", "letters"])
def test_all_languages_have_the_same_keys_and_places(folder: Path) -> None:
    first = places(folder / "th.json")
    for file in folder.glob("*.json"):
        assert places(file) == first, file.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_table_is_sorted_and_says_something_for_each_key(file: Path) -> None:
    words = table(file)
    assert list(words) == sorted(words)
    assert [key for key, text in words.items() if not text.strip()] == []
    assert [key for key, text in words.items() if re.search(r"<[a-z/]", text)] == []
