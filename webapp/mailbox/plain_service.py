"""Opens letters on the server, in memory, for somebody whose browser cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.crypto import letter as letters
from webapp.crypto import receipt_code
from webapp.crypto.receipt_code import MailboxKeys
from webapp.errors import HinghoiError, LetterUnknown
from webapp.mailbox import post
from webapp.models import Desk, db
from webapp.web.context import blobs
from webapp.web.plain.places import places

MOST = 20  # letters opened for one page, the newest; each may be 4 MiB


@dataclass(frozen=True)
class Shown:
    """A letter on the page; `told` is None when it does not open, `desk_name` may be empty."""

    id: str
    day: str
    desk_name: str
    told: letters.Letter | None


def keys_of(typed: str) -> MailboxKeys:
    """The mailbox of a code as somebody typed it. Raises ReceiptCodeInvalid and Busy."""
    code = receipt_code.read_code(typed)
    with places().working():
        return receipt_code.open_mailbox(code)


def open_all(keys: MailboxKeys, language: str) -> list[Shown]:
    """The letters of a mailbox, newest first by day and number. Raises TooManyTries."""
    rows = [(row.id, row.day.isoformat(), row.sha256) for row in post.look(keys.id)[:MOST]]
    name = Desk.name_en if language == "en" else Desk.name_th
    names = {row[0]: row[1] for row in db.session.execute(select(Desk.id, name))}
    db.session.rollback()
    shown = []
    for letter_id, day, sha256 in rows:
        told = _opened(keys, sha256)
        called = names.get(told.letter.desk, "") if told else ""
        shown.append(Shown(letter_id, day, called, told.letter if told else None))
    return sorted(shown, key=_newest, reverse=True)


def _newest(shown: Shown) -> tuple[str, int]:
    return (shown.told.day, shown.told.number) if shown.told else (shown.day, 0)


def file_of(keys: MailboxKeys, letter_id: str, number: str) -> tuple[str, bytes]:
    """Name (`01.jpg`) and bytes of an attachment, counted from 1. Raises LetterUnknown."""
    found = _opened(keys, post.letter(keys.id, letter_id).sha256)
    known: Sequence[bytes] = found.files if found else ()
    if found is None or not number.isascii() or not number.isdigit() or len(number) > 2:
        raise LetterUnknown
    if not 1 <= int(number) <= len(known):
        raise LetterUnknown
    return found.letter.attachments[int(number) - 1].name, known[int(number) - 1]


def _opened(keys: MailboxKeys, sha256: str) -> letters.OpenedLetter | None:
    """Anybody who knows the mailbox can post rubbish to it: that must not hide the others."""
    try:
        data = b"".join(blobs().read(sha256))
        with places().working():
            return letters.open_letter(data, keys.identity, keys.id)
    except (HinghoiError, FileNotFoundError) as error:
        if isinstance(error, HinghoiError) and not error.code.startswith("packet_"):
            raise
        return None
