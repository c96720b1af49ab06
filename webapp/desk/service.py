"""Making desks, inviting moderators and letting them join. Flushes; its caller commits."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import Select, delete, or_, select

from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.recipients import HybridIdentity, HybridRecipient, Identity
from webapp.crypto.rotation import signing_text
from webapp.crypto.vouch import Holder, sign_vouch
from webapp.desk.access.passwords import hash_secret
from webapp.desk.keyring import keys
from webapp.desk.log import audit
from webapp.desk.roles import Role, reads
from webapp.errors import (
    DeskExists,
    DeskKeyRefused,
    DeskUnknown,
    FormInvalid,
    InvitationUnknown,
    NameTaken,
)
from webapp.models import Desk, DeskKey, Invitation, Moderator, WrappedKey, db, today

INVITATION_DAYS = 14


@dataclass(frozen=True)
class CreatedDesk:
    """What its operator must hand on; the two secrets exist nowhere else."""

    recipient: str
    recovery_identity: str | None = field(repr=False)
    invitation_secret: bytes | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class NewModerator:
    """What a browser posts at sign-up; every secret in it is derived or sealed."""

    name: str
    salt: bytes = field(repr=False)
    authentication: bytes = field(repr=False)
    recipient: str
    identity: bytes = field(repr=False)
    # The desk key wrapped to them; None for a role that does not read reports.
    file: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Invited:
    """What an invitation is for. `key` and `file`: None for a role that is handed no key."""

    desk: Desk
    role: Role
    key: DeskKey | None
    file: bytes | None = field(repr=False)


def create_desk(
    *, slug: str, name_th: str, name_en: str, recipient: str | None = None, invite: bool = True
) -> CreatedDesk:
    """A new desk, with a new key unless `recipient` names one that was made offline.

    Raises DeskExists, and KeyInvalid for a recipient that is not hybrid.
    """
    if recipient is not None:
        _add_desk(slug, name_th, name_en, str(HybridRecipient.parse(recipient)), None)
        return CreatedDesk(recipient, None, None)
    desk_key, recovery = HybridIdentity.generate(), HybridIdentity.generate()
    told = str(desk_key.recipient()), signing_text(desk_key)
    key = _add_desk(slug, name_th, name_en, *told)
    paper = recovery_holder(recovery.recipient())
    file = keys.wrap_desk_key(desk_key, recovery.recipient())
    vouch = sign_vouch(desk_key, slug, key.fingerprint, paper)
    keep_wrapped(key, "recovery", None, file, to=paper, vouch=vouch)
    secret = _invite(slug, Role.ADMINISTRATOR, key, desk_key) if invite else None
    return CreatedDesk(key.recipient, recovery.export(), secret)


def invite(*, slug: str, identity: Identity | None, role: Role = Role.MODERATOR) -> bytes:
    """The secret of a new sign-up link for desk `slug`.

    `identity` is the desk key, the recovery key or any other holder's; a role that does not read
    reports needs none, and is handed nothing of it. Raises DeskUnknown, and DeskKeyRefused when it
    opens nothing of this desk.
    """
    key = active_key(slug)
    if not reads(role):
        return _invite(slug, role)
    if identity is None:
        raise DeskKeyRefused
    return _invite(slug, role, key, desk_key_of(key, identity))


def open_invitation(*, token: bytes) -> Invited:
    """What the token invites to; raises InvitationUnknown."""
    invitation = _invitation(token)
    desk = db.session.get_one(Desk, invitation.desk_id)
    wrapped = db.session.scalars(_wrapped("invitation", invitation.id)).first()
    if wrapped is None:
        return Invited(desk, Role(invitation.role), None, None)
    key = db.session.get_one(DeskKey, wrapped.desk_key_id)
    return Invited(desk, Role(invitation.role), key, wrapped.file)


def join(*, token: bytes, person: NewModerator) -> Moderator:
    """Make the moderator and use the invitation up.

    Raises InvitationUnknown, NameTaken, and FormInvalid when there is no wrapped desk key for
    somebody who is to read reports, or one for somebody who is not.
    """
    invitation = _invitation(token)
    if db.session.scalars(select(Moderator).where(Moderator.name == person.name)).first():
        raise NameTaken
    if reads(invitation.role) != (person.file is not None):
        raise FormInvalid(field="file")
    moderator = Moderator(
        id=secrets.token_hex(16),
        desk_id=invitation.desk_id,
        name=person.name,
        joined=today(),
        role=invitation.role,
        recipient=person.recipient,
        salt=person.salt,
        authentication=hash_secret(person.authentication),
        identity=person.identity,
    )
    db.session.add(moderator)
    if person.file is not None:
        key = db.session.scalars(_wrapped("invitation", invitation.id)).one().desk_key_id
        keep_wrapped(db.session.get_one(DeskKey, key), "moderator", moderator.id, person.file)
    _use_up(invitation)
    audit.record(
        "joined", desk_id=moderator.desk_id, moderator_id=moderator.id, detail=moderator.role
    )
    return moderator


def active_key(slug: str) -> DeskKey:
    """The key to which packets for desk `slug` are sealed now; raises DeskUnknown."""
    chosen = select(DeskKey).where(DeskKey.desk_id == slug, DeskKey.active)
    key = db.session.scalars(chosen).first()
    if key is None:
        raise DeskUnknown
    return key


def wrapped_keys(*, moderator_id: str) -> list[tuple[DeskKey, bytes, bool]]:
    """Each desk key that was wrapped to this moderator with its age file, the newest last.

    The third says whether that key gave its word for them.
    """
    chosen = (
        select(DeskKey, WrappedKey.file, WrappedKey.vouch)
        .join(WrappedKey)
        .where(WrappedKey.holder == "moderator", WrappedKey.holder_id == moderator_id)
        .order_by(DeskKey.id)
    )
    found = db.session.execute(chosen)
    return [(key, file, vouch is not None) for key, file, vouch in found]


def recovery_holder(recipient: HybridRecipient) -> Holder:
    """The recovery key, as a desk key vouches for it."""
    return Holder(kind="recovery", name="", recipient=str(recipient), signing="")


def _add_desk(
    slug: str, name_th: str, name_en: str, recipient: str, signing: str | None
) -> DeskKey:
    taken = select(DeskKey).where(or_(DeskKey.desk_id == slug, DeskKey.recipient == recipient))
    if db.session.get(Desk, slug) or db.session.scalars(taken).first():
        raise DeskExists
    db.session.add(Desk(id=slug, name_th=name_th, name_en=name_en, created=today()))
    key = DeskKey(
        desk_id=slug,
        recipient=recipient,
        signing=signing,
        fingerprint=fingerprint(recipient, signing),
        active=True,
    )
    db.session.flush()
    db.session.add(key)
    audit.record("created", desk_id=slug)
    return key


def _invite(
    slug: str, role: Role, key: DeskKey | None = None, desk_key: HybridIdentity | None = None
) -> bytes:
    secret = secrets.token_bytes(keys.SECRET_BYTES)
    derived = keys.from_invitation(secret)
    invitation = Invitation(
        id=secrets.token_hex(16),
        desk_id=slug,
        token_hash=hashlib.sha256(derived.token).digest(),
        expires=today() + timedelta(days=INVITATION_DAYS),
        role=role.value,
    )
    db.session.add(invitation)
    if key is not None and desk_key is not None:
        wrapped = keys.wrap_desk_key(desk_key, derived.identity.recipient())
        keep_wrapped(key, "invitation", invitation.id, wrapped)
    audit.record("invited", desk_id=slug, detail=role.value)
    return secret


def desk_key_of(key: DeskKey, identity: Identity) -> HybridIdentity:
    """The secret half of `key`, by itself or by any holder's identity; raises DeskKeyRefused."""
    if isinstance(identity, HybridIdentity) and str(identity.recipient()) == key.recipient:
        return identity
    files = select(WrappedKey.file).where(WrappedKey.desk_key_id == key.id)
    for file in db.session.scalars(files):
        try:
            return keys.unwrap_desk_key(file, identity, key.recipient)
        except DeskKeyRefused:
            continue
    raise DeskKeyRefused


def _invitation(token: bytes) -> Invitation:
    wanted = hashlib.sha256(token).digest()
    found = db.session.scalars(select(Invitation).where(Invitation.token_hash == wanted)).first()
    # The index has looked at hashes only; the comparison that decides takes the same time always.
    if found is None or not hmac.compare_digest(found.token_hash, wanted) or _over(found.expires):
        raise InvitationUnknown
    return found


def _over(expires: date) -> bool:
    return expires < today()


def keep_wrapped(
    key: DeskKey,
    holder: str,
    holder_id: str | None,
    file: bytes,
    *,
    to: Holder | None = None,
    vouch: str | None = None,
) -> None:
    """Keep the desk key as it is wrapped to one more holder, and its word for them if any."""
    db.session.flush()
    wrapped = WrappedKey(desk_key_id=key.id, holder=holder, holder_id=holder_id, file=file)
    if to is not None:
        wrapped.recipient, wrapped.signing = to.recipient, to.signing or None
    wrapped.vouch = vouch
    db.session.add(wrapped)
    db.session.flush()


def _use_up(invitation: Invitation) -> None:
    db.session.execute(delete(WrappedKey).where(WrappedKey.holder_id == invitation.id))
    db.session.delete(invitation)
    db.session.flush()


def _wrapped(holder: str, holder_id: str) -> Select[WrappedKey]:
    return select(WrappedKey).where(WrappedKey.holder == holder, WrappedKey.holder_id == holder_id)
