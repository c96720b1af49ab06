"""The table of faults names every row, and no row goes untested without saying so."""

from __future__ import annotations

import re

from tests.support.reliability import PAGE, outcomes, page, rows, rows_with_tests

JUNIT = """<testsuites><testsuite>
<testcase name="test_fault_04_killed[firefox]"/>
<testcase name="test_fault_04_killed[chromium]"/>
<testcase name="test_fault_07_errors[500]"><failure message="x"/></testcase>
<testcase name="test_fault_08_full"><skipped message="x"/></testcase>
<testcase name="test_something_else"/>
</testsuite></testsuites>"""


def test_every_row_has_a_test() -> None:
    numbers = {row.number for row in rows()}
    assert numbers == set(range(1, 45))
    assert rows_with_tests() == numbers


def test_the_page_lists_the_same_rows_and_what_is_not_tested() -> None:
    lines = re.findall(
        r"^\| (\d+) \| (.+?) \| (.+?) \| .* \| (.+) \|$", PAGE.read_text("utf-8"), re.M
    )
    assert [(int(number), fault, must) for number, fault, must, _ in lines] == [
        (row.number, row.fault, row.must) for row in rows()
    ]


def test_results_become_words() -> None:
    found = outcomes(JUNIT)
    assert sorted(found) == [4, 7, 8]
    assert found[4].engines == {"Chromium", "Firefox"}
    text = page(found)
    assert "| Chromium, Firefox | 2 passed |" in text
    assert "|  | **1 failed** |" in text
    assert "|  | 1 skipped |" in text
    assert text.count("no test yet") == 41
