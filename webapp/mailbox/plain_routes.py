"""`/plain/mailbox`: letters for browsers without JavaScript.

The code comes in the body of each request, never in an address, and is forgotten with it. The
page that shows letters carries the code in its forms, so that the next press needs no typing.
"""

from __future__ import annotations

from flask import Response, request
from werkzeug.datastructures import MultiDict

from webapp.crypto.limits import ATTACHMENTS
from webapp.crypto.receipt_code import MailboxKeys, read_code, show_code
from webapp.errors import ReceiptCodeInvalid
from webapp.mailbox import plain_service, post
from webapp.web.context import settings
from webapp.web.plain.body import read_form
from webapp.web.plain.page import address, coded, in_both, language, make_blueprint, page
from webapp.web.plain.places import places

blueprint = make_blueprint("plain_mailbox")

_SMALL = 16 * 1024  # bytes of a form that holds a code and no file
_MEBIBYTE = 1024 * 1024


@in_both(blueprint, "/mailbox", "GET")
def ask() -> Response:
    """The field for the code."""
    return page("mailbox_code")


@in_both(blueprint, "/mailbox/file", "GET")
@in_both(blueprint, "/mailbox/forget", "GET")
@in_both(blueprint, "/answer", "GET")
def back() -> Response:
    """Somebody loaded an address again that only a form leads to."""
    answer = Response(status=303)
    answer.headers["Location"] = address("/mailbox")
    return answer


@in_both(blueprint, "/mailbox", "POST")
def show() -> Response:
    """All letters of the mailbox of the code."""
    with places().arriving():
        fields = _read()
        return _letters(_opened(fields), fields["code"])


@in_both(blueprint, "/mailbox/forget", "POST")
def forget() -> Response:
    """Delete one letter for good, and show the others."""
    with places().arriving():
        fields = _read()
        keys = _opened(fields)
        post.forget(keys.id, fields.get("letter", ""))
        return _letters(keys, fields["code"])


@in_both(blueprint, "/mailbox/file", "POST")
def file() -> Response:
    """One attachment, as bytes that no browser shows as a page of this site."""
    with places().arriving():
        fields = _read()
        wanted = fields.get("letter", ""), fields.get("number", "")
        name, data = plain_service.file_of(_opened(fields), *wanted)
        answer = Response(data, content_type="application/octet-stream")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def _read() -> MultiDict[str, str]:
    return read_form(request.environ, _SMALL).fields


def _opened(fields: MultiDict[str, str]) -> MailboxKeys:
    return plain_service.keys_of(fields.get("code", ""))


def _letters(keys: MailboxKeys, typed: str) -> Response:
    shown = plain_service.open_all(keys, language())
    wrote = {each.told.desk: each.desk_name for each in shown if each.told and each.desk_name}
    return page(
        "mailbox",
        letters=shown,
        desks=list(wrote.items()),
        chosen=list(wrote),
        code=show_code(read_code(typed)),
        megabytes=settings().max_plain_bytes // _MEBIBYTE,
        most=ATTACHMENTS,
    )


@blueprint.errorhandler(ReceiptCodeInvalid)
def wrong_code(error: ReceiptCodeInvalid) -> Response:
    """The field again, and what is wrong with what was typed into it."""
    return coded(page("mailbox_code", error.status, wrong=True), error)
