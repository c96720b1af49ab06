"""Letters from a desk to a mailbox and out again, and what nobody must learn from them."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.support.desk_people import Person, keep, member, new_desk, post_letter
from tests.support.packets import sample
from webapp.crypto import letter, receipt_code
from webapp.crypto.base64 import encode_url
from webapp.crypto.receipt_code import MailboxKeys
from webapp.desk.log import audit
from webapp.mailbox import post
from webapp.models import (
    Correspondence,
    DeskCopy,
    Event,
    Letter,
    Mailbox,
    Packet,
    db,
    letter_rounds,
    today,
)
from webapp.web.transaction import transaction


@pytest.fixture(scope="module")
def mailbox() -> MailboxKeys:
    return receipt_code.open_mailbox(receipt_code.new_code())


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def sealed(mailbox: MailboxKeys, text: str = "สวัสดี", number: int = 1) -> bytes:
    told = letter.Letter(mailbox.id, "nan", number, "th", "2026-11-21", text, None, None)
    return letter.seal_letter(told, [], mailbox.identity.recipient())


def write(
    person: Person, mailbox: MailboxKeys, data: bytes, number: str | None = None
) -> TestResponse:
    return post_letter(person, mailbox.id, data, number)


def ask(
    app: Flask,
    mailbox: MailboxKeys,
    path: str = "",
    method: str = "GET",
    address: str = "127.0.0.1",
) -> TestResponse:
    db.session.rollback()
    headers = {"Authorization": f"Bearer {encode_url(mailbox.token)}"}
    url, base = f"/api/mailbox{path}", {"REMOTE_ADDR": address}
    return app.test_client().open(url, method=method, headers=headers, environ_base=base)


def listed(app: Flask, mailbox: MailboxKeys) -> list[dict[str, Any]]:
    answer = ask(app, mailbox)
    assert answer.status_code == 200
    letters: list[dict[str, Any]] = answer.json["letters"] if answer.json else []
    return letters


def code_of(answer: TestResponse) -> str:
    return str((answer.json or {})["code"])


def test_a_letter_comes_and_is_deleted(
    app: Flask, somsri: Person, mailbox: MailboxKeys, tmp_path: Path
) -> None:
    data = sealed(mailbox)
    posted = write(somsri, mailbox, data)
    assert posted.status_code == 201
    (row,) = listed(app, mailbox)
    assert row == {**(posted.json or {}), "bytes": len(data)}
    assert ask(app, mailbox, f"/letters/{row['id']}").data == data
    assert [path.read_bytes() for path in files(tmp_path)] == [data]
    for _ in range(2):
        assert ask(app, mailbox, f"/letters/{row['id']}", "DELETE").status_code == 204
    assert listed(app, mailbox) == []
    assert files(tmp_path) == []
    assert db.session.scalars(select(Mailbox)).all() == []


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "data" / "blobs" / "packets").rglob("*") if path.is_file()]


def test_the_same_letter_twice_is_one(app: Flask, somsri: Person, mailbox: MailboxKeys) -> None:
    data = sealed(mailbox)
    assert write(somsri, mailbox, data).json == write(somsri, mailbox, data).json
    assert len(listed(app, mailbox)) == 1


def test_unknown_and_emptied_mailboxes_look_alike(
    app: Flask, somsri: Person, mailbox: MailboxKeys
) -> None:
    never = receipt_code.open_mailbox(receipt_code.new_code())
    write(somsri, mailbox, sealed(mailbox))
    (row,) = listed(app, mailbox)
    ask(app, mailbox, f"/letters/{row['id']}", "DELETE")
    answers = [ask(app, one) for one in (never, mailbox)]
    assert answers[0].data == answers[1].data
    assert dict(answers[0].headers) == dict(answers[1].headers)


def test_the_size_of_the_list_tells_no_number(
    app: Flask, somsri: Person, mailbox: MailboxKeys
) -> None:
    sizes = {len(ask(app, mailbox).data)}
    for number in (1, 2, 3):
        write(somsri, mailbox, sealed(mailbox, number=number))
        sizes.add(len(ask(app, mailbox).data))
    assert sizes == {4096}


def test_only_the_token_fetches_and_deletes(
    app: Flask, somsri: Person, mailbox: MailboxKeys
) -> None:
    write(somsri, mailbox, sealed(mailbox))
    (row,) = listed(app, mailbox)
    stranger = receipt_code.open_mailbox(receipt_code.new_code())
    path = f"/letters/{row['id']}"
    assert code_of(ask(app, stranger, path)) == "letter_unknown"
    assert ask(app, stranger, path, "DELETE").status_code == 204
    assert len(listed(app, mailbox)) == 1
    guessed = dataclasses.replace(mailbox, token=bytes.fromhex(mailbox.id) * 2)
    assert listed(app, guessed) == []


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer x", f"Bearer {'A' * 42}", "Basic AAAA"])
def test_what_is_no_token_is_refused(app: Flask, given: str) -> None:
    answer = app.test_client().get("/api/mailbox", headers={"Authorization": given})
    assert (answer.status_code, code_of(answer)) == (401, "mailbox_token")


def test_letters_wait_for_the_next_round_together(
    app: Flask, somsri: Person, mailbox: MailboxKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1_800_000_000.0 // 21600 * 21600 + 60]
    monkeypatch.setattr(letter_rounds, "time", SimpleNamespace(time=lambda: clock[0]))
    chosen = dataclasses.replace(app.extensions["hinghoi.settings"], letter_batch_hours=6)
    monkeypatch.setitem(app.extensions, "hinghoi.settings", chosen)
    for number in (1, 2):
        write(somsri, mailbox, sealed(mailbox, number=number))
        assert listed(app, mailbox) == []
    clock[0] += 5 * 3600
    assert listed(app, mailbox) == []
    clock[0] += 3600
    assert len(listed(app, mailbox)) == 2
    # A round that nobody looked in has begun all the same: what comes now waits for the next.
    clock[0] += 6 * 3600
    write(somsri, mailbox, sealed(mailbox, number=3))
    assert len(listed(app, mailbox)) == 2
    clock[0] += 6 * 3600
    assert len(listed(app, mailbox)) == 3


def test_a_desk_sees_its_own_letters_and_the_day_of_the_last_look(
    app: Flask, somsri: Person, mailbox: MailboxKeys
) -> None:
    somchai = member(app, new_desk("phrae"), "somchai")
    write(somsri, mailbox, sealed(mailbox))
    known = somsri.get(f"mailboxes/{mailbox.id}").json or {}
    assert (known["fetched"], len(known["letters"])) == (None, 1)
    listed(app, mailbox)
    known = somsri.get(f"mailboxes/{mailbox.id}").json or {}
    assert known["fetched"] == today().isoformat()
    empty: dict[str, Any] = {"fetched": None, "written": 0, "letters": [], "copies": []}
    assert somchai.get(f"mailboxes/{mailbox.id}").json == empty


def test_the_log_leads_to_no_mailbox(somsri: Person, mailbox: MailboxKeys) -> None:
    write(somsri, mailbox, sealed(mailbox))
    (event,) = db.session.scalars(select(Event).where(Event.kind == "wrote"))
    assert (event.desk_id, event.packet_id) == ("nan", None)
    assert event.moderator_id
    assert audit.check() is None


def test_nothing_in_the_database_joins_packets_and_mailboxes(
    app: Flask, somsri: Person, mailbox: MailboxKeys
) -> None:
    keep(["nan"])
    write(somsri, mailbox, sealed(mailbox) * 2, number="1")
    listed(app, mailbox)

    def ids(model: type[Any]) -> set[str]:
        return {
            value
            for row in db.session.scalars(select(model))
            for column in model.__table__.columns
            if isinstance(value := getattr(row, column.name), str) and len(value) >= 32
        }

    assert ids(Packet)
    of_letters = [ids(model) for model in (Letter, Mailbox, Correspondence, DeskCopy)]
    assert all(of_letters)
    assert not ids(Packet) & set().union(*of_letters)


@pytest.mark.parametrize("spoilt", ["short", "two desks", "not padded", "too large", "no mailbox"])
def test_what_is_no_letter_is_refused(
    app: Flask, somsri: Person, mailbox: MailboxKeys, spoilt: str
) -> None:
    data = sealed(mailbox)
    if spoilt == "two desks":
        data = sample(desks="nan,phrae").data
    data = {
        "short": data[:100],
        "not padded": data + b"x",
        "too large": bytes(5 * 1024 * 1024),
    }.get(spoilt, data)
    to = dataclasses.replace(mailbox, id="x") if spoilt == "no mailbox" else mailbox
    answer = write(somsri, to, data)
    expected = "form_invalid" if spoilt == "no mailbox" else "letter_malformed"
    assert code_of(answer) == expected
    assert db.session.scalars(select(Letter)).all() == []


def test_old_letters_go(app: Flask, somsri: Person, mailbox: MailboxKeys, tmp_path: Path) -> None:
    write(somsri, mailbox, sealed(mailbox))
    with transaction():
        db.session.execute(update(Letter).values(day=today() - timedelta(days=181)))
    post.tidy()
    assert listed(app, mailbox) == []
    assert files(tmp_path) == []


def test_one_mailbox_cannot_be_hammered_from_wherever(
    app: Flask, somsri: Person, mailbox: MailboxKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the token, so that nobody is shut out by a neighbour behind the same address."""
    monkeypatch.setattr(post, "LOOKS", type(post.LOOKS)(2, namespace="test"))
    write(somsri, mailbox, sealed(mailbox))
    never = receipt_code.open_mailbox(receipt_code.new_code())
    refused = []
    for one in (mailbox, never):
        answers = [ask(app, one, address=f"10.0.0.{n}") for n in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        refused.append((answers[2].data, dict(answers[2].headers)))
    assert refused[0] == refused[1], "a refusal tells which mailboxes there are"


def test_guesses_find_nothing_that_tells_a_code_from_none(
    app: Flask, somsri: Person, mailbox: MailboxKeys
) -> None:
    """Other tokens one after the other: all answers are of one shape, each of one size."""
    write(somsri, mailbox, sealed(mailbox))
    tokens = [secrets.token_bytes(len(mailbox.token)) for _ in range(50)]
    guesses = [dataclasses.replace(mailbox, token=token) for token in tokens]
    answers = [ask(app, one, path) for one in guesses for path in ("", f"/letters/{'0' * 32}")]
    shapes = {(one.status_code, one.data, str(one.headers)) for one in answers}
    assert sorted(status for status, _, _ in shapes) == [200, 404]
    (found,) = [len(data) for status, data, _ in shapes if status == 200]
    assert found == len(ask(app, mailbox).data)
