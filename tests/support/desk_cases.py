"""Cases as browsers post them. Cards are random bytes of an allowed size: no server opens one."""

from __future__ import annotations

import secrets
from typing import Any

from werkzeug.test import TestResponse

from tests.support.desk_people import Person
from webapp.crypto.base64 import encode_url
from webapp.desk.service import active_key

OVERHEAD = 28


def card(steps: int = 1) -> str:
    """A sealed card of so many KiB, as it is posted."""
    return encode_url(secrets.token_bytes(1024 * steps + OVERHEAD))


def key(desk: str = "nan") -> str:
    """The fingerprint of the desk's key of now."""
    return active_key(desk).fingerprint


def new_case(*packets: str, desk: str = "nan", **more: Any) -> dict[str, Any]:
    """The body that opens a case."""
    facts = {"id": secrets.token_hex(16), "packets": list(packets), "key": key(desk)}
    return {**facts, "card": card(), **more}


def opened(person: Person, *packets: str, desk: str = "nan", **more: Any) -> dict[str, Any]:
    """The row of a case that this person opened."""
    answer = person.post_json("cases", new_case(*packets, desk=desk, **more))
    assert answer.status_code == 201, answer.json
    row: dict[str, Any] = answer.json or {}
    return row


def change(person: Person, row: dict[str, Any], **more: Any) -> TestResponse:
    """Change the case that this person knows as `row`; a card comes with it unless it says so."""
    sealed = {} if more.pop("bare", False) else {"key": key(), "card": card()}
    body = {"version": row["version"], **sealed, **more}
    return person.post_json(f"cases/{row['id']}", body)


def changed(person: Person, row: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The row after a change that was taken."""
    answer = change(person, row, **more)
    assert answer.status_code == 200, answer.json
    after: dict[str, Any] = answer.json or {}
    return after


def changes(person: Person, after: int = 0) -> dict[str, Any]:
    """What changed since this cursor."""
    answer = person.get(f"changes?after={after}")
    assert answer.status_code == 200, answer.json
    told: dict[str, Any] = answer.json or {}
    return told


def told(answer: TestResponse) -> tuple[int, str]:
    """Status and code of a refusal."""
    return answer.status_code, (answer.json or {})["code"]
