"""Taking somebody off a desk. Who read its reports is shut out of what comes after by a new key.

Their browser may have kept the old key; that nobody can take back. Flushes; its caller commits.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete

from webapp.crypto.recipients import Identity
from webapp.desk.access.accounts import clear_account
from webapp.desk.keyring.rotation import NextKey, Rotated, install, rotate
from webapp.desk.log import audit
from webapp.desk.roles import reads
from webapp.desk.service import active_key, keep_wrapped
from webapp.desk.team.holders import readers
from webapp.desk.team.names import fold
from webapp.desk.team.people import people_of
from webapp.errors import DeskKeyRefused, FormInvalid, HoldersChanged, ModeratorUnknown
from webapp.models import DeskKey, Moderator, WrappedKey, db, today


@dataclass(frozen=True, kw_only=True)
class NewRecovery:
    """Older desk keys wrapped to a new recovery key: their fingerprints and files."""

    files: Sequence[tuple[str, bytes]] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Removal:
    """What an administrator's browser made for it.

    `key`: None where the one who goes never held the desk's. `left_out`: who gets no new key,
    because that browser could not be sure of theirs.
    """

    key: NextKey | None
    left_out: Collection[str]
    recovery: NewRecovery | None


def remove(*, by: Moderator, moderator_id: str, removal: Removal) -> None:
    """Take a member of `by`'s desk off it, with a new desk key if they held the old one.

    Raises ModeratorUnknown, FormInvalid for oneself or a removal without the key that it needs,
    HoldersChanged when somebody came or changed meanwhile, and what `install` raises.
    """
    gone = db.session.get(Moderator, moderator_id)
    if gone is None or gone.desk_id != by.desk_id:
        raise ModeratorUnknown
    if gone.id == by.id or reads(gone.role) != (removal.key is not None):
        raise FormInvalid(field="moderator")
    if removal.key is not None:
        _check(by.desk_id, gone.id, removal.key, removal.left_out)
        install(slug=by.desk_id, key=removal.key, moderator_id=by.id)
        _keep_recovery(by.desk_id, removal)
    _take_off(gone, by.id)


def remove_by_key(*, slug: str, name: str, identity: Identity | None) -> Rotated | None:
    """The same on the command line, with the recovery key or the desk's.

    Raises DeskUnknown, ModeratorUnknown, and DeskKeyRefused without the key that it needs.
    """
    active_key(slug)
    named = [one for one in people_of(desk_id=slug) if one.name == fold(name)]
    if not named:
        raise ModeratorUnknown
    held = reads(named[0].role)
    if held and identity is None:
        raise DeskKeyRefused
    _take_off(named[0], None)
    return rotate(slug=slug, identity=identity) if held and identity is not None else None


def _check(slug: str, gone: str, key: NextKey, left_out: Collection[str]) -> None:
    """The next key goes to exactly those who remain, less those who are left out by name."""
    if key.signature is None or abs(key.day - today()) > timedelta(days=1):
        raise FormInvalid(field="key")
    active = active_key(slug)
    remain = {one.id: one.holder for one in readers(slug=slug, key=active) if one.id != gone}
    handed = {one.holder_id: one.to for one in key.files if one.to.kind == "moderator"}
    same = all(id in remain and remain[id].recipient == to.recipient for id, to in handed.items())
    if not same or {*handed, *left_out} != set(remain) or {*handed} & {*left_out}:
        raise HoldersChanged
    if [one.to.kind for one in key.files].count("recovery") != 1 or len(key.files) != 1 + len(
        handed
    ):
        raise FormInvalid(field="files")


def _keep_recovery(slug: str, removal: Removal) -> None:
    if removal.recovery is None or removal.key is None:
        return
    (paper,) = (one.to for one in removal.key.files if one.to.kind == "recovery")
    for mark, file in removal.recovery.files:
        key = db.session.query(DeskKey).filter_by(desk_id=slug, fingerprint=mark).first()
        if key is None:
            raise FormInvalid(field="recovery")
        keep_wrapped(key, "recovery", None, file, to=paper)


def _take_off(gone: Moderator, by: str | None) -> None:
    mine = (WrappedKey.holder == "moderator", WrappedKey.holder_id == gone.id)
    db.session.execute(delete(WrappedKey).where(*mine))
    audit.record("removed", desk_id=gone.desk_id, moderator_id=by, detail=gone.id)
    clear_account(gone.id)
    db.session.delete(gone)
    db.session.flush()
