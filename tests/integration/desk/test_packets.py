"""The list, the sealed bytes, the marks of reading and the log of openings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.support.desk_people import Person, keep, member, new_desk
from tests.support.packets import sample
from webapp.desk.log import audit
from webapp.desk.post import packets
from webapp.models import Event, db


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def listed(person: Person, after: str = "") -> dict[str, Any]:
    answer = person.get(f"packets?after={after}" if after else "packets")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json or {}
    return told


def test_an_empty_desk_has_an_empty_list(somsri: Person) -> None:
    assert listed(somsri) == {"packets": [], "next": None}


def test_packets_are_listed_newest_first_in_pages(
    somsri: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packets, "PAGE", 3)
    days = [date(2026, 11, 1) + timedelta(days=n // 2) for n in range(7)]
    kept = {keep(["nan"], day): day for day in days}
    seen: list[dict[str, Any]] = []
    after = ""
    for count in (3, 3, 1):
        page = listed(somsri, after)
        rows = page["packets"]
        assert len(rows) == count
        seen += rows
        after = str(page["next"] or "")
    assert after == ""
    order = sorted(kept, key=lambda packet_id: (kept[packet_id], packet_id), reverse=True)
    assert [row["id"] for row in seen] == order
    assert [row["day"] for row in seen] == [kept[packet_id].isoformat() for packet_id in order]


def test_the_bytes_come_as_they_were_sealed(somsri: Person) -> None:
    data = sample(desks="nan", size=300_032).data
    packet_id = keep(["nan"], data=data)
    answer = somsri.get(f"packets/{packet_id}")
    assert answer.data == data
    assert answer.content_type == "application/octet-stream"
    assert answer.content_length == len(data)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{packet_id}.age"'
    assert answer.headers["Cache-Control"] == "no-store"
    (row,) = listed(somsri)["packets"]
    assert row["size"] == len(data)
    assert answer.headers["Hinghoi-Day"] == row["day"]
    assert answer.headers["Hinghoi-Read"] == "0"
    somsri.post(f"packets/{packet_id}/read")
    assert somsri.get(f"packets/{packet_id}").headers["Hinghoi-Read"] == "1"


def beginning(person: Person, packet_id: str, asked: str) -> TestResponse:
    return person.ask("GET", f"/desk/api/packets/{packet_id}", headers={"Range": asked})


def test_the_beginning_is_enough_for_a_card(somsri: Person) -> None:
    data = sample(desks="nan", size=600_032).data
    packet_id = keep(["nan"], data=data)
    for last in (0, 99_999, 300_000, len(data) - 2):
        answer = beginning(somsri, packet_id, f"bytes=0-{last}")
        assert (answer.status_code, answer.content_length) == (206, last + 1)
        assert answer.headers["Content-Range"] == f"bytes 0-{last}/{len(data)}"
        assert answer.data == data[: last + 1]
    beyond = f"bytes=0-{len(data)}"
    for other in (beyond, "bytes=5-9", "bytes=0-5,7-9", "bytes=-5", "lines=0-1", "x"):
        answer = beginning(somsri, packet_id, other)
        assert (answer.status_code, len(answer.data)) == (200, len(data))


def test_reading_is_marked_for_one_desk(app: Flask, somsri: Person) -> None:
    other = member(app, new_desk("phrae"), "somchai")
    packet_id = keep(["nan", "phrae"])
    for _ in range(2):
        assert somsri.post(f"packets/{packet_id}/read").status_code == 204
    assert [row["read"] for row in listed(somsri)["packets"]] == [True]
    assert [row["read"] for row in listed(other)["packets"]] == [False]


def test_every_opening_is_in_the_log(somsri: Person) -> None:
    packet_id = keep(["nan"])
    somsri.get(f"packets/{packet_id}")
    somsri.get(f"packets/{packet_id}")
    opened = db.session.scalars(select(Event).where(Event.kind == "opened")).all()
    assert [event.packet_id for event in opened] == [packet_id] * 2
    assert all(event.moderator_id for event in opened)
    assert audit.check() is None


@pytest.mark.parametrize("after", ["x", "2026-13-01." + "0" * 32, "2026-11-01.zz", "2026-11-01"])
def test_a_broken_cursor_is_refused(somsri: Person, after: str) -> None:
    answer = somsri.get(f"packets?after={after}")
    assert (answer.status_code, answer.json and answer.json["code"]) == (400, "form_invalid")
