"""Every route of the desk, for everybody who might ask: one table, no exceptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.routing import Rule as Route
from werkzeug.test import TestResponse

from tests.support.authenticator import ORIGIN
from tests.support.desk_cases import opened
from tests.support.desk_people import Person, desks, invited, keep, member, new_desk
from webapp.desk.permissions import PERMISSIONS, Scope
from webapp.desk.roles import Role
from webapp.models import Desk, DeskSession, db, today
from webapp.web.transaction import transaction

EVERYBODY = {role.value for role in Role}
READERS = {"administrator", "moderator"}

# Who is let in, written down a second time and in another way than in the table under test.
LET_IN: dict[str, set[str]] = {
    "desk.shell": {"nobody", *EVERYBODY},
    "desk.player": {"nobody", *EVERYBODY},
    "desk.invitation": {"nobody", *EVERYBODY},
    "desk.join": {"nobody", *EVERYBODY},
    "desk.salt": {"nobody", *EVERYBODY},
    "desk.sign_in": {"nobody", *EVERYBODY},
    "desk.open_sheet": {"nobody", *EVERYBODY},
    "desk.restore_by_sheet": {"nobody", *EVERYBODY},
    "desk.make_sheet": EVERYBODY,
    "desk.prove_sheet": EVERYBODY,
    "desk.sign_out": EVERYBODY,
    "desk.keys": EVERYBODY,
    "desk.sessions": EVERYBODY,
    "desk.end_session": EVERYBODY,
    "desk.second_code": {"nobody", *EVERYBODY},
    "desk.passkey_challenge": {"nobody", *EVERYBODY},
    "desk.passkey_sign_in": {"nobody", *EVERYBODY},
    "desk.factors": EVERYBODY,
    "desk.prove": EVERYBODY,
    "desk.proof_challenge": EVERYBODY,
    "desk.prove_by_passkey": EVERYBODY,
    "desk.offer_codes": EVERYBODY,
    "desk.turn_codes_on": EVERYBODY,
    "desk.turn_codes_off": EVERYBODY,
    "desk.new_passkey": EVERYBODY,
    "desk.add_passkey": EVERYBODY,
    "desk.name_passkey": EVERYBODY,
    "desk.remove_passkey": EVERYBODY,
    "desk.recovery_codes": EVERYBODY,
    "desk.people": {"administrator", "moderator", "auditor"},
    "desk.invite": {"administrator"},
    "desk.cancel_invitation": {"administrator"},
    "desk.give_role": {"administrator"},
    "desk.demand_second": {"administrator"},
    "desk.plead": {"nobody", *EVERYBODY},
    "desk.pleas": READERS,
    "desk.confirm_plea": READERS,
    "desk.refuse_plea": READERS,
    "desk.holders": READERS,
    "desk.vouch": READERS,
    "desk.remove_member": {"administrator"},
    "desk.log": {"administrator", "auditor"},
    "desk.reminder": READERS,
    "desk.set_reminder": READERS,
    "desk.push_on": READERS,
    "desk.push_keep": READERS,
    "desk.push_off": READERS,
    "desk.packets": READERS,
    "desk.packet": READERS,
    "desk.mark_read": READERS,
    "desk.changes": READERS,
    "desk.block": READERS,
    "desk.compact": READERS,
    "desk.open_case": READERS,
    "desk.change_cases": READERS,
    "desk.change_case": READERS,
    "desk.merge_cases": READERS,
    "desk.split_case": READERS,
    "desk.hand_over_case": READERS,
    "desk.hold_case": {"administrator"},
    "desk.agencies": READERS,
    "desk.keep_agencies": READERS,
    "desk.templates": READERS,
    "desk.keep_templates": READERS,
    "desk.export_cases": READERS,
    "desk.export_table": READERS,
    "desk.write_letter": READERS,
    "desk.mailbox": READERS,
    "desk.letter_copy": READERS,
}
# What each says to whom it lets in, with an empty body; to its own desk, and to another one.
ANSWERS: dict[str, tuple[int, int]] = {
    "desk.shell": (200, 200),
    "desk.player": (200, 200),
    "desk.invitation": (400, 400),
    "desk.join": (400, 400),
    "desk.salt": (400, 400),
    "desk.sign_in": (400, 400),
    "desk.open_sheet": (400, 400),
    "desk.restore_by_sheet": (400, 400),
    "desk.make_sheet": (400, 400),
    "desk.prove_sheet": (409, 409),
    "desk.sign_out": (200, 200),
    "desk.keys": (200, 200),
    "desk.sessions": (200, 200),
    "desk.end_session": (404, 404),
    "desk.second_code": (401, 401),
    "desk.passkey_challenge": (200, 200),
    "desk.passkey_sign_in": (400, 400),
    "desk.factors": (200, 200),
    "desk.prove": (400, 400),
    "desk.proof_challenge": (200, 200),
    "desk.prove_by_passkey": (400, 400),
    "desk.offer_codes": (200, 200),
    "desk.turn_codes_on": (400, 400),
    "desk.turn_codes_off": (204, 204),
    "desk.new_passkey": (200, 200),
    "desk.add_passkey": (400, 400),
    "desk.name_passkey": (404, 404),
    "desk.remove_passkey": (404, 404),
    # There is nothing that they could stand in for.
    "desk.recovery_codes": (401, 401),
    "desk.people": (200, 200),
    "desk.invite": (400, 400),
    "desk.cancel_invitation": (404, 404),
    "desk.give_role": (400, 400),
    "desk.demand_second": (400, 400),
    "desk.plead": (400, 400),
    "desk.pleas": (200, 200),
    "desk.confirm_plea": (400, 400),
    "desk.refuse_plea": (404, 404),
    "desk.holders": (200, 200),
    "desk.vouch": (400, 400),
    "desk.remove_member": (400, 400),
    "desk.log": (200, 200),
    "desk.reminder": (200, 200),
    "desk.set_reminder": (204, 204),
    "desk.push_on": (400, 400),
    "desk.push_keep": (200, 200),
    "desk.push_off": (204, 204),
    "desk.packets": (200, 200),
    "desk.packet": (200, 404),
    "desk.mark_read": (204, 404),
    "desk.changes": (200, 200),
    "desk.block": (200, 404),
    "desk.compact": (400, 400),
    "desk.open_case": (400, 400),
    "desk.change_cases": (400, 400),
    "desk.change_case": (400, 404),
    "desk.merge_cases": (400, 404),
    "desk.split_case": (400, 404),
    "desk.hand_over_case": (400, 404),
    "desk.hold_case": (400, 404),
    "desk.agencies": (200, 200),
    "desk.keep_agencies": (400, 400),
    "desk.templates": (200, 200),
    "desk.keep_templates": (400, 400),
    "desk.export_cases": (400, 400),
    "desk.export_table": (400, 400),
    "desk.write_letter": (400, 400),
    "desk.mailbox": (200, 200),
    "desk.letter_copy": (404, 404),
}
WHO = ["nobody", *(f"{role.value} of {desk}" for role in Role for desk in ("nan", "phrae"))]
CELLS = [(endpoint, who) for endpoint in sorted(LET_IN) for who in WHO]


@dataclass
class Town:
    """Two desks with somebody in each role; what the routes name is the desk's at Nan."""

    app: Flask
    people: dict[str, Person]
    named: dict[str, str]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with desks(tmp_path_factory.mktemp("town")) as app:
        people = {"nobody": Person(app.test_client())}
        for slug in ("nan", "phrae"):
            desk = new_desk(slug)
            people[f"administrator of {slug}"] = member(app, desk, f"administrator-{slug}")
            for role in (Role.MODERATOR, Role.COORDINATOR, Role.AUDITOR):
                people[f"{role} of {slug}"] = invited(app, desk, slug, role)
        packet = keep(["nan"])
        row = opened(people["moderator of nan"], keep(["nan"]))
        named = {"packet_id": packet, "case_id": row["id"], "number": "1"}
        nothing = (
            "mailbox_id",
            "session_id",
            "passkey_id",
            "moderator_id",
            "invitation_id",
            "plea_id",
        )
        for person in people.values():
            person.origin = ORIGIN
        yield Town(app, people, {**named, **dict.fromkeys(nothing, "0" * 32)})


def routes(app: Flask) -> list[Route]:
    """Every route under the desk, whichever way it was hung there."""
    return [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")]


def ask(town: Town, person: Person, endpoint: str) -> TestResponse:
    (route,) = (route for route in routes(town.app) if route.endpoint == endpoint)
    values: dict[str, Any] = {name: town.named[name] for name in route.arguments}
    built = route.build({**values, **({"number": 1} if "number" in values else {})})
    assert built
    path = built[1]
    if path == "/desk":
        return person.open_page()
    if not path.startswith("/desk/api/"):
        return person.ask("GET", path)
    name = path.removeprefix("/desk/api/")
    if "POST" not in (route.methods or ()):
        return person.get(name)
    json_routes = (
        "desk.compact",
        "desk.confirm_plea",
        "desk.export_table",
        "desk.hold_case",
        "desk.keep_agencies",
        "desk.keep_templates",
        "desk.remove_member",
    )
    if "case" in endpoint or endpoint in json_routes:
        return person.post_json(name, {})
    return person.post(name)


def test_every_route_has_its_cells(town: Town) -> None:
    found = {route.endpoint for route in routes(town.app)}
    assert found == set(PERMISSIONS) == set(LET_IN) == set(ANSWERS)
    assert all((endpoint, who) in CELLS for endpoint in found for who in WHO)


@pytest.mark.parametrize(("endpoint", "who"), CELLS)
def test_the_matrix(town: Town, endpoint: str, who: str) -> None:
    role, _, slug = who.partition(" of ")
    answer = ask(town, town.people[who], endpoint)
    if role in LET_IN[endpoint]:
        expected = ANSWERS[endpoint][slug == "phrae"]
    else:
        expected = 401 if who == "nobody" else 403
    assert answer.status_code == expected
    assert answer.headers["Cache-Control"] == "no-store"
    if endpoint == "desk.sign_out" and answer.status_code == 200:
        town.people[who].csrf = (answer.json or {})["csrf"]
        assert town.people[who].sign_in(f"{role}-{slug}").status_code == 200


def test_without_a_demanded_factor_only_the_account_is_open(town: Town) -> None:
    person = town.people["administrator of nan"]
    with transaction():
        db.session.get_one(Desk, "nan").second_since = today()
    for endpoint, rule in PERMISSIONS.items():
        if endpoint == "desk.sign_out":
            continue
        told = (ask(town, person, endpoint).json or {}) if endpoint != "desk.shell" else {}
        closed = told.get("code") == "second_factor_required"
        assert closed is not (rule.bare or rule.scope is Scope.PUBLIC), endpoint
    with transaction():
        db.session.get_one(Desk, "nan").second_since = None


def test_what_changes_who_gets_in_needs_a_fresh_proof(town: Town) -> None:
    person = town.people["administrator of nan"]
    with transaction():
        db.session.execute(update(DeskSession).values(proved_until=None))
    account = {"offer_codes", "turn_codes_on", "turn_codes_off", "new_passkey", "add_passkey"}
    asked = {*account, "remove_passkey", "recovery_codes", "invite", "give_role", "demand_second"}
    assert {name for name, rule in PERMISSIONS.items() if rule.proved} == {
        f"desk.{name}" for name in asked
    }
    for name in asked:
        told = ask(town, person, f"desk.{name}").json or {}
        assert told["code"] == "proof_required", name
    with transaction():
        db.session.execute(update(DeskSession).values(proved_until=2**40))


@pytest.mark.parametrize("role", Role)
def test_who_reads_no_reports_has_no_key(town: Town, role: Role) -> None:
    files = (town.people[f"{role} of nan"].get("keys").json or {})["files"]
    assert len(files) == (1 if role in READERS else 0)


def test_a_desk_sees_nothing_of_another(town: Town) -> None:
    other = town.people["administrator of phrae"]
    assert (other.get("changes").json or {})["cases"] == []
    assert (other.get("packets").json or {})["packets"] == []
    assert (other.get("packets?uncarded=1").json or {})["packets"] == []
    names = [one["name"] for one in (other.get("people").json or {})["people"]]
    assert names == [f"{role}-phrae" for role in sorted(EVERYBODY)]
    log = other.get("log").json or {}
    ours = {one["id"] for one in (other.get("people").json or {})["people"]}
    assert {event["moderator"] for event in log["events"]} <= {*ours, None}
    # Not even how much the other one does.
    assert [event["number"] for event in log["events"]] == list(range(len(log["events"]), 0, -1))


def test_a_route_that_nobody_thought_of_is_closed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = member(app, new_desk("nan"), "somsri")
    monkeypatch.delitem(PERMISSIONS, "desk.keys")
    assert person.get("keys").status_code == 401


def test_only_what_needs_no_session_is_public() -> None:
    public = {name for name, rule in PERMISSIONS.items() if rule.scope is Scope.PUBLIC}
    assert public == {name for name, people in LET_IN.items() if "nobody" in people}


@pytest.mark.parametrize(
    "path", ["packets/" + "0" * 32, "packets/x", "packets/" + "0" * 32 + "/read"]
)
def test_packets_that_do_not_exist_are_like_those_of_others(app: Flask, path: str) -> None:
    person = member(app, new_desk("nan"), "somsri")
    answer = person.post(path) if path.endswith("read") else person.get(path)
    assert (answer.status_code, answer.json and answer.json["code"]) == (404, "packet_unknown")


@pytest.mark.parametrize("path", ["/api/desks", "/healthz", "/errors"])
def test_reporters_get_no_cookie(app: Flask, path: str) -> None:
    assert "Set-Cookie" not in app.test_client().get(path).headers
