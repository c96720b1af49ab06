"""Cases: opened, changed, merged and held, by several people at once, under the log's eye."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.desk_cases import card, change, changed, changes, key, new_case, opened, told
from tests.support.desk_people import Person, colleague, keep, member, new_desk
from webapp.crypto.base64 import decode_url
from webapp.desk.log import audit
from webapp.models import Case, CasePacket, Event, Moderator, db


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def events(*kinds: str) -> list[Event]:
    db.session.rollback()
    chosen = select(Event).where(Event.kind.in_(kinds)).order_by(Event.number)
    return list(db.session.scalars(chosen))


def packets_of(case_id: str) -> set[str]:
    db.session.rollback()
    return set(
        db.session.scalars(select(CasePacket.packet_id).where(CasePacket.case_id == case_id))
    )


def test_a_case_is_opened_over_packets(somsri: Person) -> None:
    packets = [keep(["nan"]) for _ in range(3)]
    row = opened(somsri, *packets)
    assert (row["state"], row["assignee"], row["version"], row["seq"]) == ("received", None, 1, 1)
    assert (row["hold"], row["gone"]) == (False, False)
    assert packets_of(row["id"]) == set(packets)
    (block,) = changes(somsri)["blocks"]
    assert block == {"number": 1, "first": 1, "key": key(), "count": 1, "bytes": 1052}


def test_the_card_comes_back_as_it_was_sealed(somsri: Person) -> None:
    body = new_case()
    assert somsri.post_json("cases", body).status_code == 201
    answer = somsri.get("blocks/1")
    assert answer.data == decode_url(body["card"])
    assert answer.content_type == "application/octet-stream"
    assert told(somsri.get("blocks/2")) == (404, "block_unknown")


def test_the_log_says_who_was_handed_cards_once_a_day(somsri: Person) -> None:
    for _ in range(2):
        opened(somsri)
    for number in (1, 2, 1):
        somsri.get(f"blocks/{number}")
    (event,) = events("cards_read")
    assert event.moderator_id == db.session.scalars(select(Moderator.id)).one()


def test_a_packet_is_in_one_case_only(somsri: Person) -> None:
    packet = keep(["nan"])
    first = opened(somsri, packet)
    answer = somsri.post_json("cases", new_case(packet))
    assert told(answer) == (409, "packet_taken")
    assert (answer.json or {})["case"] == first["id"]
    later = opened(somsri)
    assert told(change(somsri, later, packets=[packet])) == (409, "packet_taken")


def test_packets_of_others_and_of_nobody_are_unknown(app: Flask, somsri: Person) -> None:
    new_desk("phrae")
    for packet in (keep(["phrae"]), secrets.token_hex(16)):
        assert told(somsri.post_json("cases", new_case(packet))) == (404, "packet_unknown")
    assert changes(somsri)["cases"] == []


def test_states_follow_the_lifecycle(somsri: Person) -> None:
    row = opened(somsri)
    for state in ("screening", "verified", "referred", "accepted", "resolved", "confirmed"):
        row = changed(somsri, row, state=state)
    assert (row["state"], row["version"], row["seq"]) == ("confirmed", 7, 7)
    answer = change(somsri, row, state="screening")
    assert told(answer) == (409, "case_state")
    assert (answer.json or {})["state"] == "confirmed"
    assert [event.detail for event in events("case_state")][-1] == "confirmed"
    assert told(somsri.post_json("cases", new_case(state="resolved"))) == (409, "case_state")
    assert opened(somsri, state="not_eligible")["state"] == "not_eligible"


def test_a_state_does_not_change_without_a_card(somsri: Person) -> None:
    row = opened(somsri)
    for body in ({"state": "screening"}, {"packets": [keep(["nan"])]}, {}):
        answer = change(somsri, row, bare=True, **body)
        assert (told(answer), (answer.json or {})["field"]) == ((400, "form_invalid"), "card")


def test_two_who_change_at_once_do_not_overwrite_each_other(app: Flask, somsri: Person) -> None:
    somchai = colleague(app, somsri, "somsri")
    row = opened(somsri)
    after = changed(somsri, row, state="screening")
    answer = change(somchai, row, state="closed")
    facts: dict[str, Any] = answer.json or {}
    assert told(answer) == (409, "case_conflict")
    assert (facts["version"], facts["seq"]) == (after["version"], after["seq"])
    (present,) = changes(somchai)["cases"]
    assert present["state"] == "screening"


def test_a_request_whose_answer_was_lost_can_be_sent_again(somsri: Person) -> None:
    body = new_case()
    first, again = (somsri.post_json("cases", body) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json)
    row: dict[str, Any] = first.json or {}
    step = {"version": 1, "state": "screening", "key": key(), "card": card()}
    first, again = (somsri.post_json(f"cases/{row['id']}", step) for _ in range(2))
    assert (first.status_code, first.json) == (again.status_code, again.json) == (200, again.json)
    assert len(events("case_opened", "case_state")) == 2


def test_an_id_is_taken_once(somsri: Person) -> None:
    row = opened(somsri)
    answer = somsri.post_json("cases", new_case(id=row["id"]))
    assert told(answer) == (409, "case_conflict")


def test_a_case_is_assigned_without_a_card(app: Flask, somsri: Person) -> None:
    me = (somsri.get("keys").json or {})["id"]
    row = changed(somsri, opened(somsri), bare=True, assignee=me)
    assert (row["assignee"], row["version"], row["seq"]) == (me, 2, 2)
    assert [block["number"] for block in changes(somsri)["blocks"]] == [1]
    assert changed(somsri, row, bare=True, assignee=None)["assignee"] is None
    assert [event.detail for event in events("case_assigned")] == [me, None]


def test_a_case_is_not_assigned_to_strangers(app: Flask, somsri: Person) -> None:
    stranger = member(app, new_desk("phrae"), "somchai")
    for who in ((stranger.get("keys").json or {})["id"], secrets.token_hex(16)):
        answer = change(somsri, opened(somsri), bare=True, assignee=who)
        assert told(answer) == (422, "assignee_unknown")


def test_a_follow_up_joins_its_case(somsri: Person) -> None:
    first, second = keep(["nan"]), keep(["nan"])
    row = changed(somsri, opened(somsri, first), packets=[second])
    assert packets_of(row["id"]) == {first, second}
    assert [event.packet_id for event in events("case_packet")] == [first, second]


def merging(row: dict[str, Any], into: dict[str, Any]) -> dict[str, Any]:
    target = {"id": into["id"], "version": into["version"], "card": card()}
    return {"version": row["version"], "key": key(), "card": card(), "into": target}


def test_merging_moves_the_packets(somsri: Person) -> None:
    packets = [keep(["nan"]), keep(["nan"])]
    source, target = (opened(somsri, packet) for packet in packets)
    answer = somsri.post_json(f"cases/{source['id']}/merge", merging(source, target))
    both: dict[str, Any] = answer.json or {}
    assert (both["case"]["state"], both["into"]["state"]) == ("duplicate", "received")
    assert (packets_of(source["id"]), packets_of(target["id"])) == (set(), set(packets))
    (event,) = events("case_merged")
    assert (event.case_id, event.detail) == (source["id"], target["id"])


@pytest.mark.parametrize("stale", ["source", "target", "ended", "itself"])
def test_a_merging_happens_whole_or_not_at_all(somsri: Person, stale: str) -> None:
    packet = keep(["nan"])
    source, target = opened(somsri, packet), opened(somsri)
    body = merging(source, source if stale == "itself" else target)
    if stale == "ended":
        body["version"] = changed(somsri, source, state="closed")["version"]
    elif stale in ("source", "target"):
        changed(somsri, source if stale == "source" else target, state="screening")
    answer = somsri.post_json(f"cases/{source['id']}/merge", body)
    expected = {"ended": (409, "case_state"), "itself": (400, "form_invalid")}
    assert told(answer) == expected.get(stale, (409, "case_conflict"))
    assert packets_of(source["id"]) == {packet}
    assert events("case_merged") == []


def splitting(row: dict[str, Any], *packets: str) -> dict[str, Any]:
    new = {"id": secrets.token_hex(16), "packets": list(packets), "card": card()}
    return {"version": row["version"], "key": key(), "card": card(), "new": new}


def test_splitting_moves_some_packets_into_a_new_case(somsri: Person) -> None:
    stays, goes = keep(["nan"]), keep(["nan"])
    row = opened(somsri, stays, goes, state="screening")
    body = splitting(row, goes)
    answer = somsri.post_json(f"cases/{row['id']}/split", body)
    both: dict[str, Any] = answer.json or {}
    assert (both["case"]["version"], both["case"]["state"]) == (2, "screening")
    assert (both["new"]["version"], both["new"]["state"]) == (1, "received")
    assert (packets_of(row["id"]), packets_of(body["new"]["id"])) == ({stays}, {goes})
    assert [block["number"] for block in changes(somsri)["blocks"]] == [1, 2, 3]
    (event,) = events("case_split")
    assert (event.case_id, event.detail) == (row["id"], body["new"]["id"])
    assert [one.case_id for one in events("case_opened")] == [row["id"], body["new"]["id"]]


@pytest.mark.parametrize("wrong", ["all", "none", "strange", "stale", "itself"])
def test_a_splitting_happens_whole_or_not_at_all(somsri: Person, wrong: str) -> None:
    packets, other = [keep(["nan"]), keep(["nan"])], keep(["nan"])
    row = opened(somsri, *packets)
    opened(somsri, other)
    taken = {"all": packets, "none": [], "strange": [other]}.get(wrong, packets[:1])
    body = splitting(row, *taken)
    if wrong == "stale":
        changed(somsri, row, state="screening")
    if wrong == "itself":
        body["new"]["id"] = row["id"]
    expected = {
        "all": (400, "form_invalid"),
        "none": (400, "form_invalid"),
        "strange": (404, "packet_unknown"),
    }
    answer = somsri.post_json(f"cases/{row['id']}/split", body)
    assert told(answer) == expected.get(wrong, (409, "case_conflict"))
    assert packets_of(row["id"]) == set(packets)
    assert events("case_split") == []


def test_a_bulk_takes_what_can_be_taken(somsri: Person) -> None:
    rows = [opened(somsri) for _ in range(3)]
    changed(somsri, rows[1], state="screening")
    step = {"state": "not_eligible", "key": key()}
    bulk = [{"id": row["id"], "version": 1, "card": card(), **step} for row in rows]
    answer = somsri.post_json("cases/bulk", {"changes": [*bulk, new_case(keep(["nan"]))]})
    first, second, third, fourth = (answer.json or {})["results"]
    assert [first["state"], third["state"], fourth["state"]] == [
        "not_eligible",
        "not_eligible",
        "received",
    ]
    assert second == {"id": rows[1]["id"], "code": "case_conflict", "version": 2, "seq": 4}
    assert {row["id"]: row["state"] for row in changes(somsri)["cases"]} == {
        rows[0]["id"]: "not_eligible",
        rows[1]["id"]: "screening",
        rows[2]["id"]: "not_eligible",
        fourth["id"]: "received",
    }
    assert audit.check() is None


def test_a_bulk_may_change_a_case_twice(somsri: Person) -> None:
    row, packet = opened(somsri), keep(["nan"])
    one = {"id": row["id"], "key": key()}
    bulk = [
        {**one, "version": 1, "card": card(), "state": "screening", "packets": [packet]},
        {**one, "version": 2, "card": card(), "state": "verified"},
        {**one, "version": 2, "card": card(), "state": "closed"},
        new_case(packet),
    ]
    results = (somsri.post_json("cases/bulk", {"changes": bulk}).json or {})["results"]
    assert [(one.get("code"), one.get("seq")) for one in results] == [
        (None, 2),
        (None, 3),
        ("case_conflict", 3),
        ("packet_taken", None),
    ]
    assert [block["number"] for block in changes(somsri)["blocks"]] == [1, 2, 3]
    assert packets_of(row["id"]) == {packet}


def test_a_held_case_says_so(somsri: Person) -> None:
    row = opened(somsri)
    answer = somsri.post_json(f"cases/{row['id']}/hold", {"hold": True})
    held: dict[str, Any] = answer.json or {}
    assert (held["hold"], held["version"]) == (True, 2)
    again = somsri.post_json(f"cases/{row['id']}/hold", {"hold": True})
    assert again.json == held
    assert [event.kind for event in events("case_held", "case_released")] == ["case_held"]


def test_another_desk_has_its_own_case_on_the_same_packet(app: Flask, somsri: Person) -> None:
    somchai = member(app, new_desk("phrae"), "somchai")
    packet = keep(["nan", "phrae"])
    mine = opened(somsri, packet)
    # Even under the same id: a clash would tell one desk what the other one has.
    theirs = opened(somchai, packet, desk="phrae", id=mine["id"])
    assert (theirs["seq"], theirs["version"]) == (1, 1)
    changed(somsri, mine, state="screening")
    assert [row["state"] for row in changes(somchai)["cases"]] == ["received"]
    assert len(changes(somchai)["blocks"]) == 1


def test_a_card_under_an_old_key_is_refused(somsri: Person) -> None:
    answer = somsri.post_json("cases", new_case(key="0" * 32))
    assert told(answer) == (409, "card_key")
    assert (answer.json or {})["key"] == key()


def test_nothing_that_a_card_says_is_in_the_clear() -> None:
    names = set(Case.__table__.columns.keys())
    assert names == {
        "desk_id",
        "id",
        "state",
        "assignee",
        "opened",
        "changed",
        "version",
        "seq",
        "card",
        "hold",
        "gone",
    }
