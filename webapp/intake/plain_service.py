"""Cleans and seals for somebody whose browser cannot, in memory, and hands the packet to intake.

From here on it is a packet like any other: nothing tells later that a server sealed it, but that
its reader may guess so from the form of its words.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from webapp.cleaning import clean_file
from webapp.crypto import limits
from webapp.crypto.packet import Attachment, seal
from webapp.crypto.receipt_code import MailboxKeys
from webapp.crypto.report import Mailbox, Place, Report
from webapp.errors import FileUnreadable, HinghoiError, PacketLimits
from webapp.intake.headers import Announcement
from webapp.intake.occasion import intake
from webapp.intake.plain_desks import OpenDesk, recipients
from webapp.intake.plain_forms import AnswerForm, ReportForm
from webapp.intake.standing import Standing
from webapp.models import today
from webapp.web.plain.places import places


@dataclass(frozen=True)
class Refused:
    """A file that could not be cleaned, by its place in the form: names are not kept."""

    number: int
    error: HinghoiError


def clean(files: Sequence[bytes]) -> tuple[list[Attachment], list[Refused]]:
    """The files that could be cleaned, and those that could not."""
    kept, refused = [], []
    for number, data in enumerate(files, start=1):
        try:
            with places().working():
                kept.append(_cleaned(data))
        except HinghoiError as error:
            if not error.code.startswith("file_"):
                raise
            refused.append(Refused(number, error))
    return kept, refused


def _cleaned(data: bytes) -> Attachment:
    if not data:
        raise FileUnreadable
    done = clean_file(data)
    return Attachment(done.type, done.extension, done.data, done.removed)


def send_report(
    form: ReportForm,
    language: str,
    files: Sequence[Attachment],
    desks: Sequence[OpenDesk],
    mailbox: MailboxKeys,
) -> Standing:
    """Seal a report to the chosen desks and keep it. Raises as Intake.take_whole."""
    report = replace(
        _said("report", language, form.text.data, mailbox),
        category=form.category.data or None,
        place=Place(words=form.place.data),
        when=form.when.data,
        agency=form.agency.data,
        accused=form.accused.data,
    )
    return _deliver(report, files, desks, form.desk.data)


def send_answer(
    form: AnswerForm,
    language: str,
    files: Sequence[Attachment],
    desks: Sequence[OpenDesk],
    mailbox: MailboxKeys,
) -> Standing:
    """Seal an answer, which is a follow-up, to those of the desks that wrote that are chosen."""
    followup = _said("followup", language, form.text.data, mailbox)
    report = replace(followup, answer=form.answer.data or None)
    return _deliver(report, files, desks, form.desk.data)


def _said(kind: str, language: str, text: str, mailbox: MailboxKeys) -> Report:
    """Words of today, and nothing else yet."""
    return Report(
        kind=kind,
        language=language,
        day=today().isoformat(),
        category=None,
        text=text,
        place=Place(),
        when="",
        agency="",
        accused="",
        watchpoint=None,
        mailbox=Mailbox(mailbox.id, str(mailbox.identity.recipient())),
    )


def _deliver(
    report: Report,
    files: Sequence[Attachment],
    desks: Sequence[OpenDesk],
    chosen: Sequence[str],
) -> Standing:
    if len(files) > limits.ATTACHMENTS:
        raise PacketLimits(field="attachments")
    packet = seal(report, files, recipients(desks, chosen))
    digest = hashlib.sha256(packet).hexdigest()
    facts = Announcement(secrets.token_hex(16), digest, len(packet), tuple(chosen))
    taking = intake()
    return replace(taking, door=taking.door.without_work()).take_whole(facts, packet)
