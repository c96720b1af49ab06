"""Putting a new desk key in the place of the old one. Flushes; its caller commits.

`install` takes only what is public or wrapped, so that a moderator's browser can do the same as the
command line; `rotate` does all of it where a key of the desk is at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, or_, select

from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.recipients import HybridIdentity, HybridRecipient, Identity
from webapp.crypto.rotation import sign_rotation, signing_text, vouches
from webapp.desk import audit, keys
from webapp.desk.roles import reads
from webapp.desk.service import active_key, desk_key_of, keep_wrapped
from webapp.errors import DeskExists, DeskKeyRefused, DeskKeyUnsigned
from webapp.models import DeskKey, Invitation, Moderator, WrappedKey, db, today


@dataclass(frozen=True, kw_only=True)
class NextKey:
    """A desk's next key. `files`: holder, the holder's id and the key wrapped to them.

    `signature` is null when the old key does not vouch for it: every phone that knows the desk then
    stops and says so.
    """

    recipient: str
    signing: str | None
    signature: str | None
    day: date
    files: Sequence[tuple[str, str | None, bytes]] = field(repr=False)


@dataclass(frozen=True)
class Rotated:
    """`recovery` is a new recovery key for the operator, or None when the old one stays."""

    fingerprint: str
    recovery: str | None = field(repr=False)
    moderators: int


def rotate(*, slug: str, identity: Identity, unsigned: bool = False) -> Rotated:
    """A new key for desk `slug`, wrapped to all who read its reports.

    `identity` is the recovery key or the desk key. Raises DeskUnknown, DeskKeyRefused, and
    DeskKeyUnsigned when phones know no signing key of the old one, unless `unsigned`.
    """
    old = active_key(slug)
    old_secret = desk_key_of(old, identity)
    if old.signing is None and not unsigned:
        raise DeskKeyUnsigned
    secret = HybridIdentity.generate()
    recovery = None if _is_recovery(old, identity) else HybridIdentity.generate()
    paper = (recovery or _hybrid(identity)).recipient()
    members = db.session.scalars(select(Moderator).where(Moderator.desk_id == slug))
    people = [one for one in members if reads(one.role)]
    files: list[tuple[str, str | None, bytes]] = [
        ("recovery", None, keys.wrap_desk_key(secret, paper))
    ]
    for one in people:
        to = HybridRecipient.parse(one.recipient)
        files.append(("moderator", one.id, keys.wrap_desk_key(secret, to)))
    recipient, signing, day = str(secret.recipient()), signing_text(secret), today()
    new = fingerprint(recipient, signing)
    signature = None if unsigned else sign_rotation(old_secret, slug, old.fingerprint, new, day)
    install(
        slug=slug,
        key=NextKey(
            recipient=recipient, signing=signing, signature=signature, day=day, files=files
        ),
    )
    if recovery:
        # The new paper opens what the old key sealed, too.
        keep_wrapped(old, "recovery", None, keys.wrap_desk_key(old_secret, paper))
    return Rotated(new, recovery.export() if recovery else None, len(people))


def install(*, slug: str, key: NextKey, moderator_id: str | None = None) -> DeskKey:
    """Make `key` the one that phones seal to; the old one stays wrapped to its holders.

    Invitations that nobody used carry the old key and are void. Raises DeskUnknown, DeskExists
    for a key that is known already, and DeskKeyRefused when the old key did not sign this.
    """
    old = active_key(slug)
    mark = fingerprint(str(HybridRecipient.parse(key.recipient)), key.signing)
    same = or_(DeskKey.fingerprint == mark, DeskKey.recipient == key.recipient)
    if db.session.scalars(select(DeskKey).where(same)).first():
        raise DeskExists
    if key.signature is not None:
        told = (key.signature, slug, old.fingerprint, mark, key.day)
        if old.signing is None or not vouches(old.signing, *told):
            raise DeskKeyRefused
    old.active, old.retired, old.signature = False, key.day, key.signature
    db.session.flush()
    new = DeskKey(
        desk_id=slug,
        recipient=key.recipient,
        signing=key.signing,
        fingerprint=mark,
        active=True,
    )
    db.session.add(new)
    for holder, holder_id, file in key.files:
        keep_wrapped(new, holder, holder_id, file)
    _void_invitations(slug)
    audit.record("rotated", desk_id=slug, moderator_id=moderator_id)
    return new


def _void_invitations(slug: str) -> None:
    open_ones = select(Invitation.id).where(Invitation.desk_id == slug)
    db.session.execute(delete(WrappedKey).where(WrappedKey.holder_id.in_(open_ones)))
    db.session.execute(delete(Invitation).where(Invitation.desk_id == slug))
    db.session.flush()


def _is_recovery(key: DeskKey, identity: Identity) -> bool:
    chosen = select(WrappedKey.file).where(
        WrappedKey.desk_key_id == key.id, WrappedKey.holder == "recovery"
    )
    for file in db.session.scalars(chosen):
        try:
            keys.unwrap_desk_key(file, identity, key.recipient)
        except DeskKeyRefused:
            continue
        return isinstance(identity, HybridIdentity)
    return False


def _hybrid(identity: Identity) -> HybridIdentity:
    if not isinstance(identity, HybridIdentity):
        raise DeskKeyRefused
    return identity
