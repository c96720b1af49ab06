"""Recovery sheets: a moderator who lost the passphrase gets in again by a code on paper.

A sheet stands for the passphrase and for nothing else: it unwraps the moderator's identity, and
lets a new passphrase be set. What a sign-in asks for besides, it still asks for. Flushes; its
caller commits.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from webapp.desk.access.passwords import hash_secret, matches
from webapp.desk.access.sessions import end_all_sessions
from webapp.desk.log import audit
from webapp.errors import PassphraseRefused, SheetRefused, SheetUnknown
from webapp.models import Moderator, RecoverySheet, db, today


@dataclass(frozen=True, kw_only=True)
class NewPassphrase:
    """What a browser derived from it, and the same identity wrapped anew."""

    salt: bytes = field(repr=False)
    authentication: bytes = field(repr=False)
    identity: bytes = field(repr=False)


def check_passphrase(*, moderator_id: str, authentication: bytes) -> Moderator:
    """Somebody signed in, who shows the passphrase once more; raises PassphraseRefused.

    Before whatever changes who can open the desk: an unlocked screen left alone is not enough.
    """
    moderator = db.session.get_one(Moderator, moderator_id)
    if not matches(moderator.authentication, authentication):
        raise PassphraseRefused
    return moderator


def make_sheet(*, moderator: Moderator, sheet: bytes, identity: bytes) -> None:
    """Keep what a new sheet opens; the one before is worth nothing from now on."""
    found = db.session.get(RecoverySheet, moderator.id)
    if found is not None:
        db.session.delete(found)
        db.session.flush()
    db.session.add(
        RecoverySheet(
            moderator_id=moderator.id,
            made=today(),
            proven=False,
            authentication=hash_secret(sheet),
            identity=identity,
        )
    )
    audit.record("sheet_made", desk_id=moderator.desk_id, moderator_id=moderator.id)


def prove_sheet(*, moderator_id: str) -> None:
    """Their browser saw that they have it on paper; raises SheetUnknown."""
    found = db.session.get(RecoverySheet, moderator_id)
    if found is None:
        raise SheetUnknown
    found.proven = True
    db.session.flush()


def open_sheet(*, name: str, sheet: bytes) -> tuple[Moderator, RecoverySheet]:
    """Whose sheet it is; raises SheetRefused, in the same time for names that do not exist."""
    chosen = select(Moderator, RecoverySheet).join(RecoverySheet).where(Moderator.name == name)
    row = db.session.execute(chosen).first()
    if not matches(row[1].authentication if row else None, sheet) or row is None:
        raise SheetRefused
    return row[0], row[1]


def restore(*, name: str, sheet: bytes, new: NewPassphrase) -> None:
    """Set a new passphrase by the sheet; every browser is signed out. Raises SheetRefused.

    The sheet stays good, so that whoever forgets the new passphrase as well is not shut out.
    """
    moderator, _ = open_sheet(name=name, sheet=sheet)
    moderator.salt, moderator.identity = new.salt, new.identity
    moderator.authentication = hash_secret(new.authentication)
    end_all_sessions(moderator_id=moderator.id)
    audit.record("restored", desk_id=moderator.desk_id, moderator_id=moderator.id, detail="sheet")
