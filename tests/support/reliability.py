"""Writes docs/reliability.md from the results of the fault tests: `make reliability`.

A test belongs to the row that its name begins with (`test_fault_07_…`); the engine it ran in is
among its parameters, else it was Chromium.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
FAULTS = ROOT / "tests" / "browser" / "faults"
PAGE = ROOT / "docs" / "reliability.md"
NAME = re.compile(r"test_fault_(\d\d)_\w+")
ENGINES = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit"}
HEAD = """# What delivery survives

Written by `make reliability` from the results of `tests/browser/faults`; do not edit. Each row is
a fault, made for real between the shipped page in a real browser and a real server process. One
law holds over all of them, checked at the end of each test on the phone's database, the bytes on
the wire, the server's files and the words on the screen: a report that the reporter was told is
saved is never lost, never sent twice, never in the clear, and never shown as received before a
receipt.

| row | fault | what must happen | engines | result |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Row:
    """One fault of the list, as people agreed on it."""

    number: int
    fault: str
    must: str


@dataclass
class Outcome:
    """What the tests of one row did; `engines` in which at least one of them passed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    engines: set[str] = field(default_factory=set)

    @property
    def words(self) -> str:
        parts = [f"{self.passed} passed"] if self.passed else []
        parts += [f"**{self.failed} failed**"] if self.failed else []
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        return ", ".join(parts) or "no test yet"


def rows() -> list[Row]:
    """All rows, in order."""
    with (FAULTS / "rows.tsv").open(encoding="utf-8", newline="") as file:
        found = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(found)
        return [Row(int(number), fault, must) for number, fault, must in found]


def rows_with_tests() -> set[int]:
    """The rows that have a test, by the names in the test files."""
    files = FAULTS.rglob("test_*.py")
    names = [match for file in files for match in NAME.finditer(file.read_text("utf-8"))]
    return {int(match[1]) for match in names}


def outcomes(*junits: str) -> dict[int, Outcome]:
    """What JUnit's XML says of each row; of a test that ran again, the last run counts."""
    cases = {}
    for junit in junits:
        # Our own pytest wrote it a moment ago.
        for case in ElementTree.fromstring(junit).iter("testcase"):  # noqa: S314
            cases[case.get("name", "")] = case
    found: dict[int, Outcome] = defaultdict(Outcome)
    for name, case in cases.items():
        if match := NAME.match(name):
            _count(found[int(match[1])], case, name)
    return found


def _count(outcome: Outcome, case: ElementTree.Element, name: str) -> None:
    if case.find("failure") is not None or case.find("error") is not None:
        outcome.failed += 1
    elif case.find("skipped") is not None:
        outcome.skipped += 1
    else:
        outcome.passed += 1
        parameters = re.split(r"[\[\]-]", name)
        outcome.engines |= {ENGINES[one] for one in parameters if one in ENGINES} or {"Chromium"}


def page(found: dict[int, Outcome]) -> str:
    """The whole of docs/reliability.md."""
    lines = []
    for row in rows():
        outcome = found.get(row.number, Outcome())
        engines = ", ".join(sorted(outcome.engines))
        lines.append(f"| {row.number} | {row.fault} | {row.must} | {engines} | {outcome.words} |\n")
    return HEAD + "".join(lines)


def main() -> None:
    """`python -m tests.support.reliability JUNIT.xml…` writes the page."""
    junits = [Path(name).read_text("utf-8") for name in sys.argv[1:]]
    PAGE.write_text(page(outcomes(*junits)), "utf-8")


if __name__ == "__main__":
    main()
