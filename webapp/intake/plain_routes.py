"""`/plain`: the report form and the answer form for browsers without JavaScript.

The body is read, cleaned and sealed while the request lasts. Nothing of it is stored but the
packet; whoever has to correct something gets the words back in the page, and picks the files again.
"""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, request
from werkzeug.datastructures import MultiDict

from webapp.crypto import limits, receipt_code
from webapp.errors import Busy, FormInvalid, PacketLimits, ReceiptCodeInvalid, StorageFull
from webapp.intake import plain_service
from webapp.intake.plain_desks import OpenDesk, open_desks
from webapp.intake.plain_forms import AnswerForm, PlainForm, ReportForm
from webapp.intake.standing import Standing
from webapp.web.context import settings
from webapp.web.plain.body import Posted, read_form
from webapp.web.plain.page import coded, in_both, key_of, language, make_blueprint, page, say
from webapp.web.plain.places import places

blueprint = make_blueprint("plain_intake")

_MEBIBYTE = 1024 * 1024
_UNPROCESSABLE = 422
# In the order of the app's first page.
_KINDS = ("construction", "procurement", "fund", "welfare", "bribe", "land", "school", "other")


@in_both(blueprint, "", "GET")
def form() -> Response:
    """The empty form; a single desk is chosen already."""
    desks = open_desks()
    empty = ReportForm(MultiDict(), desks)
    empty.desk.data = [desk.id for desk in desks] if len(desks) == 1 else []
    return _form(empty, desks)


@in_both(blueprint, "", "POST")
def take() -> Response:
    """Clean, seal, keep, and answer with the receipt code."""
    with places().arriving():
        posted, desks = _read(), open_desks()
        filled = ReportForm(posted.fields, desks)
        faults = _faults(filled, posted.files)
        if faults:
            return _form(filled, desks, faults, _UNPROCESSABLE)
        kept, refused = plain_service.clean(posted.files)
        if refused and not filled.leave_out.data:
            return _form(filled, desks, (), _UNPROCESSABLE, refused)
        code = receipt_code.new_code()
        with places().working():
            mailbox = receipt_code.open_mailbox(code)
        try:
            standing = plain_service.send_report(filled, language(), kept, desks, mailbox)
        except (PacketLimits, StorageFull, Busy) as error:
            return coded(_form(filled, desks, (key_of(error),), error.status), error)
        return _received(standing, receipt_code.show_code(code), len(kept), refused)


@in_both(blueprint, "/answer", "POST")
def answer() -> Response:
    """A follow-up from the mailbox's page, sealed to the desks that wrote."""
    with places().arriving():
        posted, desks = _read(), open_desks()
        filled = AnswerForm(posted.fields, desks)
        try:
            code = receipt_code.read_code(filled.code.data or "")
        except ReceiptCodeInvalid as error:
            raise FormInvalid(field="code") from error
        faults = _faults(filled, posted.files)
        if not filled.text.data and not filled.answer.data and not posted.files:
            faults.append("plain.answer_missing")
        if faults:
            return _answer(filled, code, desks, faults)
        kept, refused = plain_service.clean(posted.files)
        if refused and not filled.leave_out.data:
            return _answer(filled, code, desks, (), refused)
        with places().working():
            mailbox = receipt_code.open_mailbox(code)
        try:
            standing = plain_service.send_answer(filled, language(), kept, desks, mailbox)
        except (PacketLimits, StorageFull, Busy) as error:
            return coded(_answer(filled, code, desks, (key_of(error),)), error)
        return _received(standing, None, len(kept), refused)


def _read() -> Posted:
    return read_form(request.environ, settings().max_plain_bytes)


def _faults(filled: PlainForm, files: Sequence[bytes]) -> list[str]:
    return filled.faults() + (["plain.too_many_files"] if len(files) > limits.ATTACHMENTS else [])


def _form(
    filled: ReportForm,
    desks: Sequence[OpenDesk],
    faults: Sequence[str] = (),
    status: int = 200,
    refused: Sequence[plain_service.Refused] = (),
) -> Response:
    offered = _names(desks)
    return page(
        "report", status, form=filled, desks=offered, kinds=_KINDS, **_wrong(faults, refused)
    )


def _answer(
    filled: AnswerForm,
    code: str,
    desks: Sequence[OpenDesk],
    faults: Sequence[str] = (),
    refused: Sequence[plain_service.Refused] = (),
) -> Response:
    wrote = _names([desk for desk in desks if desk.id in (filled.desk.data or [])])
    return page(
        "answer", _UNPROCESSABLE, form=filled, code=code, desks=wrote, **_wrong(faults, refused)
    )


def _names(desks: Sequence[OpenDesk]) -> list[tuple[str, str]]:
    """Ids and names, each once: a desk may have two active keys for a while."""
    return list({desk.id: desk.name(language()) for desk in desks}.items())


def _wrong(faults: Sequence[str], refused: Sequence[plain_service.Refused]) -> dict[str, object]:
    megabytes = settings().max_plain_bytes // _MEBIBYTE
    return {
        "faults": [say(fault) for fault in faults],
        "refused": refused,
        "megabytes": megabytes,
        "most": limits.ATTACHMENTS,
    }


def _received(
    standing: Standing, code: str | None, kept: int, refused: Sequence[plain_service.Refused]
) -> Response:
    return page("received", standing=standing, code=code, kept=kept, left_out=len(refused))
