"""A desk's letters to reporters: taken sealed, kept until the next round goes out.

What the desk itself keeps of them, a count and copies sealed to its own key, is in `copies`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.crypto import limits
from webapp.crypto.shape import check_shape
from webapp.desk.log import audit
from webapp.desk.post import copies
from webapp.errors import LetterMalformed, PacketMalformed
from webapp.models import Letter, Mailbox, db, today
from webapp.storage import BlobStore


@dataclass(frozen=True)
class Posting:
    """A letter as it comes. `copy`: the same, sealed to the desk; None when it has no number."""

    mailbox_id: str
    data: bytes
    number: int | None = None
    copy: bytes | None = None

    @classmethod
    def read(cls, *, mailbox_id: str, number: int | None, body: bytes) -> Posting:
        """Numbered letters come with the desk's copy behind them, which is as long.

        Raises LetterMalformed unless the outside of each is that of a letter to one reader.
        """
        middle = len(body) if number is None else len(body) // 2
        data, copy = body[:middle], body[middle:]
        for one in (data,) if number is None else (data, copy):
            _check(one)
        return cls(mailbox_id, data, number, None if number is None else copy)


def _check(data: bytes) -> None:
    if len(data) > limits.LETTER_BYTES:
        raise LetterMalformed(limit=limits.LETTER_BYTES)
    try:
        check_shape(data, 1, len(data))
    except PacketMalformed as error:
        raise LetterMalformed from error


def post_letter(*, blobs: BlobStore, desk_id: str, moderator_id: str, posting: Posting) -> Letter:
    """Keep a checked letter; the same bytes again are the same letter. Flushes.

    Raises LetterNumber when its number is not the next. The log says that somebody wrote, and
    neither to which mailbox nor about which packet.
    """
    sha256 = hashlib.sha256(posting.data).hexdigest()
    mailbox_id = posting.mailbox_id
    held = db.session.scalars(select(Letter).where(Letter.sha256 == sha256)).first()
    if held is not None and (held.mailbox_id, held.desk_id) == (mailbox_id, desk_id):
        return held
    # First, because whoever appends to the log is alone: nobody else counts at the same time.
    audit.record("wrote", desk_id=desk_id, moderator_id=moderator_id)
    number = copies.count(mailbox_id=mailbox_id, desk_id=desk_id, number=posting.number)
    blobs.put(sha256, posting.data)
    if db.session.get(Mailbox, mailbox_id) is None:
        db.session.add(Mailbox(id=mailbox_id, fetched=None))
        db.session.flush()
    letter = Letter(
        id=secrets.token_hex(16),
        mailbox_id=mailbox_id,
        desk_id=desk_id,
        sha256=sha256,
        length=len(posting.data),
        day=today(),
        released=False,
    )
    db.session.add(letter)
    if posting.copy is not None:
        copies.keep(blobs=blobs, letter=letter, number=number, data=posting.copy)
    return letter


def letters_to(*, mailbox_id: str, desk_id: str) -> Sequence[Letter]:
    """The desk's own letters that still lie in this mailbox, or wait for the next round."""
    chosen = (
        select(Letter)
        .where(Letter.desk_id == desk_id, Letter.mailbox_id == mailbox_id)
        .order_by(Letter.day, Letter.id)
    )
    return db.session.scalars(chosen).all()
