"""The mailbox over HTTP, for phones: normative in docs/formats/mailbox.md §5.

The token stands in a header, never in an address, which proxies and histories would keep.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, request

from webapp.crypto.base64 import decode_url
from webapp.crypto.receipt_code import TOKEN_BYTES, mailbox_id
from webapp.errors import MailboxToken
from webapp.mailbox import post
from webapp.models import Letter
from webapp.web.context import blobs

blueprint = Blueprint("mailbox", __name__, url_prefix="/api/mailbox")

# Answers come in steps of this many bytes, so that their size tells no number of letters.
STEP = 4096
_SCHEME = "Bearer "


@blueprint.after_request
def _keep_nothing(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("")
def listing() -> Response:
    """What lies in the mailbox of the token; the same shape for one that never was."""
    letters = [_row(letter) for letter in post.look(_mailbox())]
    return Response(padded({"version": 1, "letters": letters}), content_type="application/json")


@blueprint.get("/letters/<letter_id>")
def letter(letter_id: str) -> Response:
    """The sealed bytes of one letter."""
    found = post.letter(_mailbox(), letter_id)
    answer = Response(blobs().read(found.sha256), content_type="application/octet-stream")
    answer.content_length = found.length
    return answer


@blueprint.delete("/letters/<letter_id>")
def forget(letter_id: str) -> tuple[str, int]:
    """Delete a letter that was read; a second time changes nothing."""
    post.forget(_mailbox(), letter_id)
    return "", 204


def padded(told: dict[str, object]) -> bytes:
    """JSON with a member `pad` that fills it up to a whole number of steps."""
    bare = len(json.dumps({**told, "pad": ""}))
    return json.dumps({**told, "pad": " " * (-bare % STEP)}).encode()


def _row(letter: Letter) -> dict[str, object]:
    return {"id": letter.id, "day": letter.day.isoformat(), "bytes": letter.length}


def _mailbox() -> str:
    given = request.headers.get("Authorization", "")
    try:
        token = decode_url(given.removeprefix(_SCHEME))
    except ValueError as error:
        raise MailboxToken from error
    if not given.startswith(_SCHEME) or len(token) != TOKEN_BYTES:
        raise MailboxToken
    return mailbox_id(token)
