"""What the server does when cases are taken out: a line in the log, and its own words, signed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.desk_cases import card, changed, key, opened, told
from tests.support.desk_people import Person, keep, member, new_desk
from webapp.crypto.extract import vouches
from webapp.crypto.receipts import parse_public_key, verify_receipt
from webapp.desk.log import audit
from webapp.desk.log.heads import Head
from webapp.models import Event, Packet, db


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def export(person: Person, *cases: str, form: str = "bundle") -> dict[str, Any]:
    answer = person.post_json("exports", {"form": form, "cases": list(cases)})
    assert answer.status_code == 201, answer.json
    extract: dict[str, Any] = answer.json or {}
    return extract


def test_the_log_says_what_was_done_with_a_case_and_the_server_signs_it(somsri: Person) -> None:
    packet = keep(["nan"])
    somsri.get(f"packets/{packet}")
    row = opened(somsri, packet)
    changed(somsri, row, state="screening")
    other = opened(somsri, keep(["nan"]))
    extract = export(somsri, row["id"])
    custody = json.loads(extract["custody"])
    key = parse_public_key(extract["receipt_key"])
    assert vouches(extract["signature"], key, extract["custody"].encode("ascii"), custody["day"])
    kinds = [event["kind"] for event in custody["events"]]
    expected = ["opened", "case_opened", "case_packet", "case_state", "case_exported"]
    assert kinds == expected
    assert other["id"] not in extract["custody"]
    (one,) = custody["packets"]
    held = db.session.get(Packet, packet)
    assert held
    assert verify_receipt(one["receipt"], key, packet, held.sha256)
    facts = {"case": row["id"], "state": "screening", "opened": row["opened"], "version": 2}
    assert custody["cases"] == [facts]


def test_the_head_in_an_extract_is_one_of_the_log(somsri: Person) -> None:
    row = opened(somsri, keep(["nan"]))
    custody = json.loads(export(somsri, row["id"])["custody"])
    audit.verify(Head.parse(custody["head"]))
    hashes = {event.hash.hex() for event in db.session.scalars(select(Event))}
    assert {event["hash"] for event in custody["events"]} <= hashes


def test_a_merged_case_brings_the_way_of_its_packets(somsri: Person) -> None:
    first, second = opened(somsri, keep(["nan"])), opened(somsri, keep(["nan"]))
    into = {"id": second["id"], "version": 1}
    sealed = {"key": key(), "card": card()}
    body = {"version": 1, **sealed, "into": {**into, "card": card()}}
    assert somsri.post_json(f"cases/{first['id']}/merge", body).status_code == 200
    custody = json.loads(export(somsri, second["id"])["custody"])
    assert len(custody["packets"]) == 2
    kinds = [event["kind"] for event in custody["events"]]
    assert kinds.count("case_merged") == 1
    assert kinds.count("case_packet") == 2


def test_a_table_is_a_line_in_the_log_with_a_count(somsri: Person) -> None:
    assert somsri.post_json("exports/table", {"rows": 1234}).status_code == 204
    last = db.session.scalars(select(Event).order_by(Event.number.desc())).first()
    assert last
    assert (last.kind, last.detail, last.case_id) == ("table_exported", "1234", None)


@pytest.mark.parametrize(
    "body",
    [
        {"form": "bundle", "cases": []},
        {"form": "letter", "cases": ["0" * 32]},
        {"form": "bundle", "cases": ["0" * 32] * 2},
        {"form": "bundle", "cases": [f"{n:032x}" for n in range(101)]},
        {"form": "bundle"},
    ],
)
def test_what_is_malformed_is_refused(somsri: Person, body: dict[str, Any]) -> None:
    assert told(somsri.post_json("exports", body)) == (400, "form_invalid")


def test_nothing_is_noted_when_one_of_the_cases_is_not_the_desks(
    app: Flask, somsri: Person
) -> None:
    row = opened(somsri, keep(["nan"]))
    foreign = opened(member(app, new_desk("phrae"), "malee"), keep(["phrae"]), desk="phrae")
    body = {"form": "bundle", "cases": [row["id"], foreign["id"]]}
    assert told(somsri.post_json("exports", body)) == (404, "case_unknown")
    kinds = set(db.session.scalars(select(Event.kind)))
    assert "case_exported" not in kinds
