"""The cursor: nothing is missed, nothing comes twice, and asking in vain costs next to nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.support.desk_cases import changed, changes, opened, told
from tests.support.desk_people import Person, keep, member, new_desk
from webapp.desk.casework import changes as service
from webapp.desk.post import packets
from webapp.models import today


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def poll(person: Person, after: int, tag: str) -> int:
    path = f"/desk/api/changes?after={after}"
    answer = person.ask("GET", path, headers={"If-None-Match": tag})
    assert answer.status_code in (200, 304)
    assert (answer.data == b"") == (answer.status_code == 304)
    return answer.status_code


def tag_of(person: Person, after: int) -> str:
    return person.get(f"changes?after={after}").headers["ETag"]


def test_a_desk_without_cases(somsri: Person) -> None:
    nothing: dict[str, Any] = {"cases": [], "blocks": [], "next": 0, "more": False, "waiting": 0}
    assert changes(somsri) == nothing


def test_only_what_changed_comes_again(somsri: Person) -> None:
    first, second = opened(somsri), opened(somsri)
    known = changes(somsri)
    assert (known["next"], [row["id"] for row in known["cases"]]) == (
        2,
        [first["id"], second["id"]],
    )
    changed(somsri, first, state="screening")
    later = changes(somsri, known["next"])
    assert [row["id"] for row in later["cases"]] == [first["id"]]
    assert [block["number"] for block in later["blocks"]] == [3]
    assert changes(somsri, later["next"])["cases"] == []


def test_a_long_list_comes_in_pages(somsri: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 3)
    rows = [opened(somsri) for _ in range(4)]
    rows += [changed(somsri, row, bare=True, assignee=None) for row in rows]
    seen: dict[str, int] = {}
    blocks: list[int] = []
    after, more = 0, True
    while more:
        page = changes(somsri, after)
        assert max(len(page["cases"]), len(page["blocks"])) <= 3
        seen |= {row["id"]: row["version"] for row in page["cases"]}
        blocks += [block["number"] for block in page["blocks"]]
        assert page["next"] > after
        after, more = page["next"], page["more"]
    assert (set(seen.values()), sorted(blocks), after) == ({2}, [1, 2, 3, 4], 8)
    assert set(seen) == {row["id"] for row in rows}


def test_asking_in_vain_is_304(somsri: Person) -> None:
    row = opened(somsri)
    tag = tag_of(somsri, 1)
    assert poll(somsri, 1, tag) == 304
    # Another cursor may miss something, though the desk is as it was.
    assert poll(somsri, 0, tag) == 200
    changed(somsri, row, state="screening")
    assert poll(somsri, 1, tag) == 200


def test_a_new_packet_is_noticed(somsri: Person) -> None:
    opened(somsri, keep(["nan"]))
    tag = tag_of(somsri, 1)
    keep(["nan"], today())
    assert poll(somsri, 1, tag) == 200
    assert changes(somsri, 1)["waiting"] == 1
    assert poll(somsri, 1, tag_of(somsri, 1)) == 304


def test_packets_of_other_desks_are_not_noticed(app: Flask, somsri: Person) -> None:
    other = member(app, new_desk("phrae"), "somchai")
    tag = tag_of(somsri, 0)
    keep(["phrae"], today())
    opened(other, desk="phrae")
    assert poll(somsri, 0, tag) == 304


@pytest.mark.parametrize("after", ["x", "-1", "01", "1.0", "9" * 17, "%D9%A1"])
def test_a_broken_cursor_is_refused(somsri: Person, after: str) -> None:
    assert told(somsri.get(f"changes?after={after}")) == (400, "form_invalid")


def test_packets_without_a_case_are_listed(somsri: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packets, "UNCARDED_PAGE", 2)
    kept = [keep(["nan"], today() - timedelta(days=age)) for age in (9, 5, 3, 1, 0)]
    opened(somsri, kept[2])
    page: dict[str, Any] = somsri.get("packets?uncarded=1").json or {}
    rest: dict[str, Any] = somsri.get(f"packets?uncarded=1&after={page['next']}").json or {}
    listed = [row["id"] for row in page["packets"] + rest["packets"]]
    assert (listed, rest["next"]) == ([kept[4], kept[3], kept[1], kept[0]], None)
    opened(somsri, *listed)
    assert (somsri.get("packets?uncarded=1").json or {}) == {"packets": [], "next": None}
