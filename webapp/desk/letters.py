"""A desk's letters to reporters: taken sealed, kept until the next round goes out."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.crypto import limits
from webapp.crypto.shape import check_shape
from webapp.desk import audit
from webapp.errors import LetterMalformed, PacketMalformed
from webapp.models import Letter, Mailbox, db, today
from webapp.storage import BlobStore


@dataclass(frozen=True)
class Correspondence:
    """What a desk may know of a mailbox it wrote to; `fetched`: the day of the last look."""

    fetched: date | None
    letters: Sequence[Letter]


def check_letter(data: bytes) -> None:
    """Raises LetterMalformed unless the outside is that of a letter to one mailbox."""
    if len(data) > limits.LETTER_BYTES:
        raise LetterMalformed(limit=limits.LETTER_BYTES)
    try:
        check_shape(data, 1, len(data))
    except PacketMalformed as error:
        raise LetterMalformed from error


def post_letter(
    *, blobs: BlobStore, mailbox_id: str, desk_id: str, moderator_id: str, data: bytes
) -> Letter:
    """Keep a checked letter; the same bytes again are the same letter. Flushes.

    The log says that somebody wrote, and neither to which mailbox nor about which packet.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    held = db.session.scalars(select(Letter).where(Letter.sha256 == sha256)).first()
    if held is not None and (held.mailbox_id, held.desk_id) == (mailbox_id, desk_id):
        return held
    blobs.put(sha256, data)
    if db.session.get(Mailbox, mailbox_id) is None:
        db.session.add(Mailbox(id=mailbox_id, fetched=None))
        db.session.flush()
    letter = Letter(
        id=secrets.token_hex(16),
        mailbox_id=mailbox_id,
        desk_id=desk_id,
        sha256=sha256,
        length=len(data),
        day=today(),
        released=False,
    )
    db.session.add(letter)
    audit.record("wrote", desk_id=desk_id, moderator_id=moderator_id)
    return letter


def correspondence(*, mailbox_id: str, desk_id: str) -> Correspondence:
    """The desk's own letters to a mailbox that still lie there, and when it was last opened."""
    chosen = (
        select(Letter)
        .where(Letter.desk_id == desk_id, Letter.mailbox_id == mailbox_id)
        .order_by(Letter.day, Letter.id)
    )
    letters = db.session.scalars(chosen).all()
    mailbox = db.session.get(Mailbox, mailbox_id) if letters else None
    return Correspondence(mailbox.fetched if mailbox else None, letters)
