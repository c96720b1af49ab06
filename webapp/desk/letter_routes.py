"""Letters over HTTP, as moderators' browsers send them: sealed, one in a body."""

from __future__ import annotations

import re

from flask import Response, jsonify, request

from webapp.crypto import limits
from webapp.desk import gate, letters
from webapp.desk.blueprint import blueprint
from webapp.errors import FormInvalid
from webapp.models import letter_rounds
from webapp.web.context import blobs, settings
from webapp.web.transaction import transaction

_MAILBOX = re.compile(r"[0-9a-f]{32}")


@blueprint.post("/api/letters", endpoint="write_letter")
def write() -> tuple[Response, int]:
    """Take one letter; `Hinghoi-Mailbox` says for which mailbox."""
    mailbox_id = request.headers.get("Hinghoi-Mailbox", "")
    if not _MAILBOX.fullmatch(mailbox_id):
        raise FormInvalid(field="Hinghoi-Mailbox")
    if request.mimetype != gate.OCTETS:
        raise FormInvalid(field="content-type")
    request.max_content_length = limits.LETTER_BYTES
    data = request.get_data(cache=False)
    letters.check_letter(data)
    me = gate.me()
    with transaction():
        letter_rounds.release(hours=settings().letter_batch_hours)
        letter = letters.post_letter(
            blobs=blobs(),
            mailbox_id=mailbox_id,
            desk_id=me.desk_id,
            moderator_id=me.moderator_id,
            data=data,
        )
        told = {"id": letter.id, "day": letter.day.isoformat()}
    return jsonify(told), 201


@blueprint.get("/api/mailboxes/<mailbox_id>", endpoint="mailbox")
def mailbox(mailbox_id: str) -> Response:
    """What the desk wrote to a mailbox, and the day on which its reporter last looked."""
    found = letters.correspondence(mailbox_id=mailbox_id, desk_id=gate.me().desk_id)
    return jsonify(
        fetched=found.fetched.isoformat() if found.fetched else None,
        letters=[
            {
                "id": letter.id,
                "day": letter.day.isoformat(),
                "bytes": letter.length,
                "released": letter.released,
            }
            for letter in found.letters
        ],
    )
