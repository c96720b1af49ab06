"""Every route of the desk, for everybody who might ask: one table, no exceptions."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.desk_people import Person, keep, member, new_desk
from webapp.desk.permissions import PERMISSIONS, Who

# What each route says to a moderator whom it lets in, with an empty form.
LET_IN = {
    "desk.shell": 200,
    "desk.invitation": 400,
    "desk.join": 400,
    "desk.salt": 400,
    "desk.sign_in": 400,
    "desk.sign_out": 200,
    "desk.keys": 200,
    "desk.packets": 200,
    "desk.packet": 200,
    "desk.mark_read": 204,
    "desk.write_letter": 400,
    "desk.mailbox": 200,
    "desk.letter_copy": 404,
}
EXPECTED: dict[Who, dict[str, int | None]] = {
    Who.ANYBODY: {"nobody": None, "addressee": None, "other": None},
    Who.MODERATOR: {"nobody": 401, "addressee": None, "other": None},
    Who.ADDRESSEE: {"nobody": 401, "addressee": None, "other": 404},
}
CASES = [
    (endpoint, who) for endpoint in sorted(PERMISSIONS) for who in ("nobody", "addressee", "other")
]


def test_every_route_under_the_desk_is_in_the_table(app: Flask) -> None:
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.startswith("/desk")}
    assert routes == set(PERMISSIONS) == set(LET_IN)


@pytest.mark.parametrize(("endpoint", "who"), CASES)
def test_the_matrix(app: Flask, endpoint: str, who: str) -> None:
    people: dict[str, Person] = {
        "nobody": Person(app.test_client()),
        "addressee": member(app, new_desk("nan"), "somsri"),
        "other": member(app, new_desk("phrae"), "somchai"),
    }
    packet_id = keep(["nan"])
    (rule,) = (rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    path = (
        rule.rule.replace("<packet_id>", packet_id)
        .replace("<mailbox_id>", "0" * 32)
        .replace("<int:number>", "1")
        .removeprefix("/desk/api/")
    )
    person = people[who]
    if rule.rule == "/desk":
        answer = person.open_page()
    else:
        answer = person.post(path) if "POST" in (rule.methods or ()) else person.get(path)
    refused = EXPECTED[PERMISSIONS[endpoint]][who]
    assert answer.status_code == (refused or LET_IN[endpoint])
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_route_that_nobody_thought_of_is_closed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = member(app, new_desk("nan"), "somsri")
    monkeypatch.delitem(PERMISSIONS, "desk.keys")
    assert person.get("keys").status_code == 401


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
