"""What the two logs say when a desk hands a case to another, and what the server refuses."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.desk_cases import card, change, key, new_case, opened, told
from tests.support.desk_people import Person, desks, keep, member, new_desk
from webapp.crypto.base64 import encode_url
from webapp.desk.log import audit
from webapp.models import Event, db

LONG = "n" * 40
DIGEST = secrets.token_bytes(32)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with desks(tmp_path_factory.mktemp("handovers")) as app:
        new_desk("phrae")
        new_desk(LONG)
        yield app


@pytest.fixture(scope="module")
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def handing(*packets: str, to: str = "phrae", digest: bytes = DIGEST) -> dict[str, Any]:
    return {"to": to, "packets": [{"packet": one, "digest": encode_url(digest)} for one in packets]}


def lines(case_id: str, *kinds: str) -> list[tuple[str, str | None, str | None, bytes | None]]:
    chosen = select(Event).where(Event.case_id == case_id, Event.kind.in_(kinds))
    found = db.session.scalars(chosen.order_by(Event.number))
    return [(one.kind, one.packet_id, one.detail, one.card) for one in found]


@pytest.mark.parametrize("to", ["phrae", LONG])
def test_the_log_says_to_which_desk_which_packets_went_and_says_it_once(
    somsri: Person, to: str
) -> None:
    packets = keep(["nan"]), keep(["nan"])
    row = opened(somsri, *packets)
    for _ in range(2):
        answer = somsri.post_json(f"cases/{row['id']}/handover", handing(*packets, to=to))
        assert answer.status_code == 204
    expected = [("case_handed", packet, to, DIGEST) for packet in packets]
    assert lines(row["id"], "case_handed") == expected
    # Another statement is another line.
    again = handing(packets[0], to=to, digest=bytes(32))
    assert somsri.post_json(f"cases/{row['id']}/handover", again).status_code == 204
    assert len(lines(row["id"], "case_handed")) == 3
    audit.verify()


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"to": "nan"}, (404, "desk_unknown")),
        ({"to": "lampang"}, (404, "desk_unknown")),
        ({"to": "../nan"}, (400, "form_invalid")),
        ({"to": "n" * 41}, (400, "form_invalid")),
        ({"packets": []}, (400, "form_invalid")),
        ({"packets": [{"packet": "0" * 32}]}, (400, "form_invalid")),
        (handing("0" * 32), (404, "packet_unknown")),
        (handing("0" * 32, "0" * 32), (400, "form_invalid")),
        (handing("0" * 32, digest=bytes(31)), (400, "form_invalid")),
    ],
)
def test_what_cannot_be_is_refused_and_not_noted(
    somsri: Person, changed: dict[str, Any], refusal: tuple[int, str]
) -> None:
    packet = keep(["nan"])
    row = opened(somsri, packet)
    answer = somsri.post_json(f"cases/{row['id']}/handover", {**handing(packet), **changed})
    assert told(answer) == refusal
    assert lines(row["id"], "case_handed") == []


def test_packets_of_another_case_are_not_handed_over_with_this_one(somsri: Person) -> None:
    row, other = opened(somsri, keep(["nan"])), keep(["nan"])
    opened(somsri, other)
    answer = somsri.post_json(f"cases/{row['id']}/handover", handing(other))
    assert told(answer) == (404, "packet_unknown")


@pytest.mark.parametrize(("confirmed", "kind"), [(True, "handed_in"), (False, "handed_doubtful")])
def test_the_other_desks_log_says_whence_a_packet_came(
    somsri: Person, confirmed: bool, kind: str
) -> None:
    came = {"from": "phrae", "confirmed": confirmed, "digest": encode_url(DIGEST)}
    packet, second = keep(["nan"]), keep(["nan"])
    row = opened(somsri, packet, handed=came)
    change(somsri, row, packets=[second], handed=came)
    expected = [(kind, one, "phrae", DIGEST) for one in (packet, second)]
    assert lines(row["id"], "handed_in", "handed_doubtful") == expected


@pytest.mark.parametrize(
    "broken", [{"from": "Phrae"}, {"confirmed": 1}, {"digest": "AA"}, {"from": None}]
)
def test_a_desk_that_cannot_be_is_no_desk_to_come_from(
    somsri: Person, broken: dict[str, Any]
) -> None:
    came = {"from": "phrae", "confirmed": True, "digest": encode_url(DIGEST), **broken}
    answer = somsri.post_json("cases", new_case(keep(["nan"]), handed=came))
    assert told(answer) == (400, "form_invalid")


def test_only_one_packet_comes_with_one_statement(somsri: Person) -> None:
    came = {"from": "phrae", "confirmed": True, "digest": encode_url(DIGEST)}
    two = new_case(keep(["nan"]), keep(["nan"]), handed=came)
    assert told(somsri.post_json("cases", two)) == (400, "form_invalid")
    row = opened(somsri, keep(["nan"]))
    body = {"version": row["version"], "key": key(), "card": card(), "handed": came}
    assert told(somsri.post_json(f"cases/{row['id']}", body)) == (400, "form_invalid")
