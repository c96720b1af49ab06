"""Decisions have a number each, and what refers to one finds it."""

from __future__ import annotations

import re

from tests.support.server import ROOT

ADR = ROOT / "docs" / "adr"
LINK = re.compile(r"\]\(([^)#\s]*adr/[^)#\s]+\.md)")


def test_no_number_is_given_twice() -> None:
    numbers = [int(file.name[:4]) for file in ADR.glob("*.md")]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_every_link_to_a_decision_leads_to_one() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in LINK.findall(page.read_text())
        if not (page.parent / link).is_file()
    ]
    assert broken == []
