"""Invitations that an administrator's browser makes.

The link's secret is made there and never comes here: the server is given the hash of the token, and
the desk's key wrapped for whoever has the link. Flushes; its caller commits.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, select

from webapp.desk.access.factors import Member
from webapp.desk.log import audit
from webapp.desk.roles import Role, reads
from webapp.desk.service import INVITATION_DAYS, active_key, keep_wrapped
from webapp.errors import CardKey, FormInvalid, InvitationUnknown
from webapp.models import Invitation, WrappedKey, db, today


@dataclass(frozen=True, kw_only=True)
class NewInvitation:
    """`key`: the fingerprint of the desk's key in `file`; both None for a role without a key."""

    role: Role
    token_hash: bytes = field(repr=False)
    key: str | None
    file: bytes | None = field(repr=False)


def keep(*, member: Member, invitation: NewInvitation) -> Invitation:
    """Let whoever has the token join; `member` is who invites.

    Raises FormInvalid when the role and the key do not go together, CardKey when the desk has
    another key by now.
    """
    if reads(invitation.role) != (invitation.file is not None):
        raise FormInvalid(field="file")
    hashed = invitation.token_hash
    if db.session.scalars(select(Invitation).where(Invitation.token_hash == hashed)).first():
        raise FormInvalid(field="token_hash")
    kept = Invitation(
        id=secrets.token_hex(16),
        desk_id=member.desk_id,
        token_hash=invitation.token_hash,
        expires=today() + timedelta(days=INVITATION_DAYS),
        role=invitation.role.value,
    )
    db.session.add(kept)
    if invitation.file is not None:
        key = active_key(member.desk_id)
        if key.fingerprint != invitation.key:
            raise CardKey(key=key.fingerprint)
        keep_wrapped(key, "invitation", kept.id, invitation.file)
    audit.record(
        "invited",
        desk_id=member.desk_id,
        moderator_id=member.moderator_id,
        detail=invitation.role.value,
    )
    return kept


def open_ones(*, desk_id: str) -> Sequence[Invitation]:
    """The invitations of a desk that somebody may still use, the first to run out first."""
    mine = (Invitation.desk_id == desk_id, Invitation.expires >= today())
    chosen = select(Invitation).where(*mine).order_by(Invitation.expires, Invitation.id)
    return db.session.scalars(chosen).all()


def cancel(*, member: Member, invitation_id: str) -> None:
    """Void an invitation of the member's desk; raises InvitationUnknown."""
    found = db.session.get(Invitation, invitation_id)
    if found is None or found.desk_id != member.desk_id:
        raise InvitationUnknown
    db.session.execute(delete(WrappedKey).where(WrappedKey.holder_id == found.id))
    db.session.delete(found)
    audit.record("uninvited", desk_id=member.desk_id, moderator_id=member.moderator_id)
