"""Letters over HTTP, as moderators' browsers send them: sealed, one in a body."""

from __future__ import annotations

import re

from flask import Response, jsonify, request

from webapp.crypto import limits
from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.post import copies, letters
from webapp.desk.post.letters import Posting
from webapp.errors import FormInvalid
from webapp.models import DeskCopy, Letter, letter_rounds
from webapp.web.context import blobs, settings
from webapp.web.transaction import transaction

_MAILBOX = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"[1-9][0-9]{0,6}")


@blueprint.post("/api/letters", endpoint="write_letter")
def write() -> tuple[Response, int]:
    """Take one letter; `Hinghoi-Mailbox` says for which mailbox.

    With `Hinghoi-Letter-Number`, the desk's own copy follows in the same body.
    """
    posting = _posting()
    me = gate.me()
    with transaction():
        letter_rounds.release(hours=settings().letter_batch_hours)
        letter = letters.post_letter(
            blobs=blobs(), desk_id=me.desk_id, moderator_id=me.moderator_id, posting=posting
        )
        told = {"id": letter.id, "day": letter.day.isoformat()}
    tidy()
    return jsonify(told), 201


def _posting() -> Posting:
    mailbox_id = request.headers.get("Hinghoi-Mailbox", "")
    if not _MAILBOX.fullmatch(mailbox_id):
        raise FormInvalid(field="Hinghoi-Mailbox")
    number = request.headers.get("Hinghoi-Letter-Number")
    if number is not None and not _NUMBER.fullmatch(number):
        raise FormInvalid(field="Hinghoi-Letter-Number")
    if request.mimetype != gate.OCTETS:
        raise FormInvalid(field="content-type")
    request.max_content_length = limits.LETTER_BYTES * (1 if number is None else 2)
    body = request.get_data(cache=False)
    return Posting.read(mailbox_id=mailbox_id, number=int(number) if number else None, body=body)


@blueprint.get("/api/mailboxes/<mailbox_id>", endpoint="mailbox")
def mailbox(mailbox_id: str) -> Response:
    """What the desk wrote to a mailbox, and the day on which its reporter last looked."""
    mine = {"mailbox_id": mailbox_id, "desk_id": gate.me().desk_id}
    fetched = copies.last_look(**mine)
    return jsonify(
        fetched=fetched.isoformat() if fetched else None,
        written=copies.written(**mine),
        letters=[
            {**_facts(letter), "id": letter.id, "released": letter.released}
            for letter in letters.letters_to(**mine)
        ],
        copies=[
            {**_facts(copy), "number": copy.number, "letter": copy.letter_id}
            for copy in copies.copies_of(**mine)
        ],
    )


@blueprint.get("/api/mailboxes/<mailbox_id>/copies/<int:number>", endpoint="letter_copy")
def letter_copy(mailbox_id: str, number: int) -> Response:
    """The sealed bytes of the desk's own copy of one letter."""
    mine = {"mailbox_id": mailbox_id, "desk_id": gate.me().desk_id}
    found = copies.copy_of(**mine, number=number)
    answer = Response(blobs().read(found.sha256), content_type=gate.OCTETS)
    answer.content_length = found.length
    return answer


def tidy() -> None:
    """Delete what desks keep of correspondences that have rested for CORRESPONDENCE_DAYS."""
    with transaction():
        gone = copies.forget_outdated(days=settings().correspondence_days)
    for sha256 in gone:
        blobs().delete(sha256)


def _facts(one: Letter | DeskCopy) -> dict[str, object]:
    return {"day": one.day.isoformat(), "bytes": one.length}
