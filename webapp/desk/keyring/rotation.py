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
from webapp.crypto.vouch import Holder, sign_vouch
from webapp.desk.keyring import keys
from webapp.desk.log import audit
from webapp.desk.service import active_key, desk_key_of, keep_wrapped, recovery_holder
from webapp.desk.team.holders import readers
from webapp.errors import DeskExists, DeskKeyRefused, DeskKeyUnsigned
from webapp.models import DeskKey, Invitation, WrappedKey, db, today


@dataclass(frozen=True, kw_only=True)
class HandedOn:
    """The next key wrapped for one holder.

    `vouch`: the next key's own word for them, None where nobody could be sure of them.
    """

    holder_id: str | None
    to: Holder
    file: bytes = field(repr=False)
    vouch: str | None


@dataclass(frozen=True, kw_only=True)
class NextKey:
    """A desk's next key, and to whom it is handed on.

    `signature` is null when the old key does not vouch for it: every phone that knows the desk then
    stops and says so.
    """

    recipient: str
    signing: str | None
    signature: str | None
    day: date
    files: Sequence[HandedOn] = field(repr=False)


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
    recipient, signing, day = str(secret.recipient()), signing_text(secret), today()
    new = fingerprint(recipient, signing)
    told = readers(slug=slug, key=old)

    def hand_on(holder_id: str | None, to: Holder, *, sure: bool) -> HandedOn:
        file = keys.wrap_desk_key(secret, HybridRecipient.parse(to.recipient))
        vouch = sign_vouch(secret, slug, new, to) if sure else None
        return HandedOn(holder_id=holder_id, to=to, file=file, vouch=vouch)

    files = [hand_on(None, recovery_holder(paper), sure=True)]
    files += [hand_on(one.id, one.holder, sure=one.vouched_by(old)) for one in told]
    signature = None if unsigned else sign_rotation(old_secret, slug, old.fingerprint, new, day)
    install(
        slug=slug,
        key=NextKey(
            recipient=recipient, signing=signing, signature=signature, day=day, files=files
        ),
    )
    if recovery:
        # The new paper opens what the old key sealed, too.
        file = keys.wrap_desk_key(old_secret, paper)
        keep_wrapped(old, "recovery", None, file, to=recovery_holder(paper))
    return Rotated(new, recovery.export() if recovery else None, len(told))


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
    for one in key.files:
        keep_wrapped(new, one.to.kind, one.holder_id, one.file, to=one.to, vouch=one.vouch)
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
