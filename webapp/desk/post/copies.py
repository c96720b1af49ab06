"""What a desk keeps of its letters: how many it wrote to a mailbox, and copies that it can read.

Reporters delete what they have read, and the desk's browser cannot open what it sealed to them. So
each letter is kept a second time, sealed to the desk's own key, until the correspondence has rested
for CORRESPONDENCE_DAYS; then its copies and its count go together.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select, tuple_

from webapp.errors import LetterNumber, LetterUnknown
from webapp.models import Correspondence, DeskCopy, Letter, Mailbox, db, today
from webapp.storage import BlobStore


def count(*, mailbox_id: str, desk_id: str, number: int | None) -> int:
    """Count one letter more and return its number; raises LetterNumber unless that is `number`.

    None: whoever wrote it does not number. Called by one writer at a time. Flushes.
    """
    known = db.session.get(Correspondence, (mailbox_id, desk_id))
    written = known.written if known else 0
    if number not in (None, written + 1):
        raise LetterNumber(written=written)
    if known is None:
        known = Correspondence(mailbox_id=mailbox_id, desk_id=desk_id)
        db.session.add(known)
    known.written, known.day = written + 1, today()
    db.session.flush()
    return written + 1


def keep(*, blobs: BlobStore, letter: Letter, number: int, data: bytes) -> None:
    """Keep the desk's copy of a letter."""
    sha256 = hashlib.sha256(data).hexdigest()
    blobs.put(sha256, data)
    copy = DeskCopy(
        mailbox_id=letter.mailbox_id,
        desk_id=letter.desk_id,
        number=number,
        letter_id=letter.id,
        sha256=sha256,
        length=len(data),
        day=letter.day,
    )
    db.session.add(copy)
    db.session.flush()


def written(*, mailbox_id: str, desk_id: str) -> int:
    """How many letters the desk wrote to the mailbox."""
    known = db.session.get(Correspondence, (mailbox_id, desk_id))
    return known.written if known else 0


def last_look(*, mailbox_id: str, desk_id: str) -> date | None:
    """The day on which the reporter last looked, for a desk that has a letter lying there."""
    chosen = (
        select(Mailbox.fetched)
        .join(Letter, Letter.mailbox_id == Mailbox.id)
        .where(Mailbox.id == mailbox_id, Letter.desk_id == desk_id)
    )
    return db.session.scalars(chosen).first()


def copies_of(*, mailbox_id: str, desk_id: str) -> Sequence[DeskCopy]:
    """The desk's copies of its letters to a mailbox, oldest first."""
    chosen = (
        select(DeskCopy)
        .where(DeskCopy.mailbox_id == mailbox_id, DeskCopy.desk_id == desk_id)
        .order_by(DeskCopy.number)
    )
    return db.session.scalars(chosen).all()


def copy_of(*, mailbox_id: str, desk_id: str, number: int) -> DeskCopy:
    """One copy of the desk's own; raises LetterUnknown."""
    found = db.session.get(DeskCopy, (mailbox_id, desk_id, number))
    if found is None:
        raise LetterUnknown
    return found


def forget_outdated(*, days: int, most: int = 500) -> list[str]:
    """Forget correspondences that rested longer; the blobs to delete after the commit. Flushes."""
    before = today() - timedelta(days=days)
    key = (Correspondence.mailbox_id, Correspondence.desk_id)
    old = db.session.execute(select(*key).where(Correspondence.day < before).limit(most))
    pairs = [tuple(pair) for pair in old]
    mine = tuple_(DeskCopy.mailbox_id, DeskCopy.desk_id).in_(pairs)
    blobs = list(db.session.scalars(select(DeskCopy.sha256).where(mine)))
    db.session.execute(delete(DeskCopy).where(mine))
    db.session.execute(delete(Correspondence).where(tuple_(*key).in_(pairs)))
    db.session.flush()
    return blobs
