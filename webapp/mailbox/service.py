"""What lies in a mailbox, and how it goes.

A mailbox is opened by a token whose hash is its id (docs/formats/mailbox.md §2): one that nobody
wrote to and one that never was are the same to this code. Flushes; its caller commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, exists, select, update

from webapp.errors import LetterUnknown
from webapp.models import Letter, Mailbox, db, today


def letters_of(mailbox_id: str) -> Sequence[Letter]:
    """The letters that have gone out to this mailbox, newest day first."""
    chosen = (
        select(Letter)
        .where(Letter.mailbox_id == mailbox_id, Letter.released)
        .order_by(Letter.day.desc(), Letter.id)
    )
    return db.session.scalars(chosen).all()


def has_been_looked_at(mailbox_id: str) -> bool:
    """Whether there is nothing to note: no such mailbox, or its day is today already."""
    mailbox = db.session.get(Mailbox, mailbox_id)
    return mailbox is None or mailbox.fetched == today()


def note_look(mailbox_id: str) -> None:
    """Note the day, and no more, for the desks that wrote."""
    chosen = update(Mailbox).where(Mailbox.id == mailbox_id)
    db.session.execute(chosen.values(fetched=today()))


def letter_of(mailbox_id: str, letter_id: str) -> Letter:
    """One letter of this mailbox; raises LetterUnknown."""
    letter = db.session.get(Letter, letter_id)
    if letter is None or letter.mailbox_id != mailbox_id or not letter.released:
        raise LetterUnknown
    return letter


def forget(letters: Sequence[Letter]) -> list[str]:
    """Delete the rows, and mailboxes left empty; returns the blobs to delete after the commit."""
    chosen = [letter.id for letter in letters]
    blobs = [letter.sha256 for letter in letters]
    boxes = {letter.mailbox_id for letter in letters}
    db.session.execute(delete(Letter).where(Letter.id.in_(chosen)))
    left = exists().where(Letter.mailbox_id == Mailbox.id)
    db.session.execute(delete(Mailbox).where(Mailbox.id.in_(boxes), ~left))
    db.session.flush()
    return blobs


def outdated(*, days: int, most: int = 500) -> Sequence[Letter]:
    """Letters that lay here longer than `days`."""
    before = today() - timedelta(days=days)
    return db.session.scalars(select(Letter).where(Letter.day < before).limit(most)).all()
