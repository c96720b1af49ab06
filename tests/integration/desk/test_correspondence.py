"""What a desk keeps of its letters: the count, and copies that outlive the reporter's."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.support.desk_people import Person, member, new_desk, post_letter
from tests.support.packets import sample
from webapp.desk.post import letter_routes
from webapp.models import Correspondence, DeskCopy, Letter, db, today
from webapp.web.transaction import transaction

MAILBOX = secrets.token_hex(16)


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def two_files() -> bytes:
    return sample().data + sample().data


def known(person: Person) -> dict[str, Any]:
    return person.get(f"mailboxes/{MAILBOX}").json or {}


def empty_the_mailbox() -> None:
    with transaction():
        for letter in db.session.scalars(select(Letter)):
            db.session.delete(letter)


def test_the_count_and_the_copies_outlive_the_letters(somsri: Person) -> None:
    body = two_files()
    posted = post_letter(somsri, MAILBOX, body, "1").json or {}
    empty_the_mailbox()
    (copy,) = known(somsri)["copies"]
    assert (copy["number"], copy["letter"], copy["bytes"]) == (1, posted["id"], len(body) // 2)
    assert somsri.get(f"mailboxes/{MAILBOX}/copies/1").data == body[len(body) // 2 :]
    assert (known(somsri)["written"], known(somsri)["letters"]) == (1, [])
    assert post_letter(somsri, MAILBOX, two_files(), "2").status_code == 201


@pytest.mark.parametrize("number", ["1", "3"])
def test_a_number_that_is_not_the_next_is_refused(somsri: Person, number: str) -> None:
    assert post_letter(somsri, MAILBOX, two_files(), "1").status_code == 201
    answer = post_letter(somsri, MAILBOX, two_files(), number)
    told = answer.json or {}
    assert (answer.status_code, told["code"], told["written"]) == (409, "letter_number", 1)
    assert len(db.session.scalars(select(Letter)).all()) == 1


def test_the_same_letter_again_is_the_same_though_its_number_is_taken(somsri: Person) -> None:
    body = two_files()
    first, again = (post_letter(somsri, MAILBOX, body, "1") for _ in range(2))
    assert (first.json, again.status_code) == (again.json, 201)
    assert known(somsri)["written"] == 1


def test_a_letter_without_a_number_is_counted_all_the_same(somsri: Person) -> None:
    post_letter(somsri, MAILBOX, sample().data)
    assert (known(somsri)["written"], known(somsri)["copies"]) == (1, [])


def test_another_desk_counts_for_itself_and_gets_no_copy(app: Flask, somsri: Person) -> None:
    post_letter(somsri, MAILBOX, two_files(), "1")
    somchai = member(app, new_desk("phrae"), "somchai")
    answer = somchai.get(f"mailboxes/{MAILBOX}/copies/1")
    assert (answer.status_code, (answer.json or {})["code"]) == (404, "letter_unknown")
    assert post_letter(somchai, MAILBOX, two_files(), "1").status_code == 201


def test_a_second_moderator_gets_the_copy(app: Flask, somsri: Person) -> None:
    body = two_files()
    post_letter(somsri, MAILBOX, body, "1")
    colleague = Person(app.test_client(), secret=somsri.secret)
    colleague.sign_in("somsri")
    assert colleague.get(f"mailboxes/{MAILBOX}/copies/1").data == body[len(body) // 2 :]


@pytest.mark.parametrize("spoilt", ["no copy", "uneven", "longer copy", "number"])
def test_what_is_no_letter_with_its_copy_is_refused(somsri: Person, spoilt: str) -> None:
    bodies = {
        "no copy": sample().data,
        "uneven": two_files() + b"x",
        "longer copy": sample().data + sample(12288).data,
        "number": two_files(),
    }
    answer = post_letter(somsri, MAILBOX, bodies[spoilt], "01" if spoilt == "number" else "1")
    expected = "form_invalid" if spoilt == "number" else "letter_malformed"
    assert (answer.json or {})["code"] == expected
    assert db.session.scalars(select(Correspondence)).all() == []


def test_correspondences_that_rested_for_years_go(somsri: Person, tmp_path: Path) -> None:
    post_letter(somsri, MAILBOX, two_files(), "1")
    empty_the_mailbox()
    with transaction():
        db.session.execute(update(DeskCopy).values(day=today() - timedelta(days=2000)))
    letter_routes.tidy()
    assert known(somsri)["written"] == 1, "a copy is as young as the last letter"
    with transaction():
        db.session.execute(update(Correspondence).values(day=today() - timedelta(days=1096)))
    before = len(blobs(tmp_path))
    letter_routes.tidy()
    assert (known(somsri)["written"], known(somsri)["copies"]) == (0, [])
    assert len(blobs(tmp_path)) == before - 1


def blobs(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "data" / "blobs" / "packets").rglob("*") if path.is_file()]
