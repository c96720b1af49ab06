"""The desk's sealed lists: nobody overwrites what they have not seen."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.desk_cases import card, key, told
from tests.support.desk_people import Person, member, new_desk
from webapp.desk.log import audit
from webapp.models import DeskNote, Event, db


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def test_a_list_is_kept_and_replaced_by_who_knows_it(somsri: Person) -> None:
    assert somsri.get("agencies").json == {"version": 0, "key": None, "file": None}
    first, second = card(), card()
    body = {"version": 0, "key": key(), "file": first}
    assert somsri.post_json("agencies", body).json == {"version": 1}
    assert told(somsri.post_json("agencies", body)) == (409, "note_conflict")
    assert somsri.post_json("agencies", {**body, "version": 1, "file": second}).status_code == 200
    assert somsri.get("agencies").json == {"version": 2, "key": key(), "file": second}
    assert audit.check() is None


def test_what_is_no_sealed_list_is_refused(somsri: Person) -> None:
    body = {"version": 0, "key": key(), "file": card()}
    assert told(somsri.post_json("agencies", {**body, "key": "0" * 32})) == (409, "card_key")
    assert told(somsri.post_json("agencies", {**body, "file": "AAAA"})) == (422, "card_malformed")
    assert told(somsri.post_json("agencies", {**body, "version": -1})) == (400, "form_invalid")
    assert db.session.query(DeskNote).count() == 0


def test_templates_are_a_list_of_their_own(somsri: Person) -> None:
    mine = {"version": 0, "key": key(), "file": card()}
    assert somsri.post_json("templates", mine).json == {"version": 1}
    assert (somsri.get("agencies").json or {})["version"] == 0
    assert somsri.get("templates").json == {**mine, "version": 1}
    assert told(somsri.post_json("templates", mine)) == (409, "note_conflict")
    (event,) = db.session.query(Event).filter_by(kind="note_kept")
    assert event.detail == "templates"


def test_each_desk_has_its_own(app: Flask, somsri: Person) -> None:
    somsri.post_json("agencies", {"version": 0, "key": key(), "file": card()})
    malee = member(app, new_desk("phrae"), "malee")
    assert (malee.get("agencies").json or {})["version"] == 0
