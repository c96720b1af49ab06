"""A desk's sealed notes: replaced as a whole, by somebody who knew what was there.

docs/formats/cards.md §8. The server has no key: it can put nothing of its own in.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.desk.casework import cursor
from webapp.desk.casework.cards import Sealed, check_card
from webapp.desk.log import audit
from webapp.desk.service import active_key
from webapp.errors import NoteConflict
from webapp.models import DeskNote, db

AGENCIES = "agencies"
TEMPLATES = "templates"


@dataclass(frozen=True)
class Keeping:
    """A note as it comes; `version` is the one that is replaced, 0 when there was none."""

    version: int
    sealed: Sealed


def read_note(*, desk_id: str, name: str) -> DeskNote | None:
    """The note as it is now."""
    return db.session.get(DeskNote, (desk_id, name))


def keep_note(*, desk_id: str, moderator_id: str, name: str, keeping: Keeping) -> int:
    """Put a note in the place of the one before; returns its version. Flushes.

    Raises NoteConflict when somebody else was quicker, CardMalformed and CardKey.
    """
    cursor.hold(desk_id=desk_id)  # one at a time
    check_card(keeping.sealed, key=active_key(desk_id).fingerprint)
    before = read_note(desk_id=desk_id, name=name)
    if (before.version if before else 0) != keeping.version:
        raise NoteConflict(version=before.version if before else 0)
    note = before or DeskNote(desk_id=desk_id, name=name)
    note.version = keeping.version + 1
    note.key_fingerprint, note.file = keeping.sealed.key, keeping.sealed.file
    db.session.add(note)
    db.session.flush()
    audit.record("note_kept", desk_id=desk_id, moderator_id=moderator_id, detail=name)
    return note.version
