"""Signing in, staying in and being signed out; sessions live in a table and can be revoked."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_login import UserMixin
from sqlalchemy import and_, delete, not_, or_, select, update

from webapp.desk.access.factors import has_one
from webapp.desk.access.passwords import invented_salt, matches
from webapp.desk.roles import Role
from webapp.errors import SessionUnknown
from webapp.models import Desk, DeskSession, Moderator, PushSubscription, db, today

TOKEN_BYTES = 32
# An idle limit need not be exact, and a write for every request would be dear.
TOUCH_SECONDS = 60
# How long a passphrase that was just shown counts for what changes the account.
PROOF_SECONDS = 600


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """The moderator of a request, and by which session."""

    moderator_id: str
    desk_id: str
    role: Role
    token_hash: bytes = field(repr=False)
    stale: bool
    # The passphrase, or a passkey, was shown within PROOF_SECONDS.
    proved: bool
    # The desk asks for a second factor, and this moderator has none yet.
    bare: bool

    def get_id(self) -> str:
        return self.moderator_id


def salt_for(*, name: str) -> bytes:
    """The salt of `name`, or one that is like any other if there is no such name."""
    invented = invented_salt(name)
    found = db.session.scalars(select(Moderator.salt).where(Moderator.name == name)).first()
    return invented if found is None else found


def check_secret(*, name: str, authentication: bytes) -> Moderator | None:
    """The moderator `name` if the secret is theirs; takes as long for names that do not exist."""
    moderator = db.session.scalars(select(Moderator).where(Moderator.name == name)).first()
    known = matches(moderator.authentication if moderator else None, authentication)
    return moderator if known else None


def start_session(*, moderator_id: str, idle_seconds: int, seconds: int) -> str:
    """A new session's token, for the cookie; sweeps out sessions that are over. Flushes."""
    _sweep()
    token, now = secrets.token_urlsafe(TOKEN_BYTES), _now()
    session = DeskSession(
        token_hash=_hash(token),
        moderator_id=moderator_id,
        idle_until=now + idle_seconds,
        ends=now + seconds,
        started=today(),
        proved_until=now + PROOF_SECONDS,
    )
    db.session.add(session)
    db.session.flush()
    return token


def find_session(*, token: str, idle_seconds: int) -> SignedIn | None:
    """Who is signed in by `token`; None if it is unknown, idle for too long or over."""
    now = _now()
    chosen = (
        select(
            DeskSession,
            Moderator.desk_id,
            Moderator.role,
            and_(Desk.second_since.is_not(None), not_(has_one())),
        )
        .join(Moderator, Moderator.id == DeskSession.moderator_id)
        .join(Desk, Desk.id == Moderator.desk_id)
        .where(
            DeskSession.token_hash == _hash(token),
            DeskSession.idle_until > now,
            DeskSession.ends > now,
        )
    )
    row = db.session.execute(chosen).first()
    if row is None:
        return None
    session, desk_id, role, bare = row
    stale = session.idle_until < now + idle_seconds - TOUCH_SECONDS
    return SignedIn(
        moderator_id=session.moderator_id,
        desk_id=desk_id,
        role=Role(role),
        token_hash=session.token_hash,
        stale=stale,
        proved=(session.proved_until or 0) > now,
        bare=bool(bare),
    )


def prove_session(*, token_hash: bytes) -> None:
    """The passphrase was shown once more."""
    chosen = update(DeskSession).where(DeskSession.token_hash == token_hash)
    db.session.execute(chosen.values(proved_until=_now() + PROOF_SECONDS))


def touch_session(*, token_hash: bytes, idle_seconds: int) -> None:
    """Start the idle time again."""
    chosen = update(DeskSession).where(DeskSession.token_hash == token_hash)
    db.session.execute(chosen.values(idle_until=_now() + idle_seconds))


def end_session(*, token_hash: bytes) -> None:
    """Sign out one browser, which is reminded no more."""
    mine = PushSubscription.session == token_hash
    db.session.execute(delete(PushSubscription).where(mine))
    db.session.execute(delete(DeskSession).where(DeskSession.token_hash == token_hash))


def sessions_of(*, moderator_id: str) -> Sequence[DeskSession]:
    """The browsers in which a moderator is signed in, the newest last."""
    now = _now()
    chosen = (
        select(DeskSession)
        .where(DeskSession.moderator_id == moderator_id)
        .where(DeskSession.idle_until > now, DeskSession.ends > now)
        .order_by(DeskSession.ends)
    )
    return db.session.scalars(chosen).all()


def public_id(token_hash: bytes) -> str:
    """Names a session to its moderator: 32 hex digits that open nothing."""
    return hashlib.sha256(b"hinghoi/v1/session\0" + token_hash).hexdigest()[:32]


def end_one(*, moderator_id: str, session_id: str) -> None:
    """Sign out one of a moderator's browsers; raises SessionUnknown."""
    for session in sessions_of(moderator_id=moderator_id):
        if public_id(session.token_hash) == session_id:
            return end_session(token_hash=session.token_hash)
    raise SessionUnknown


def end_all_sessions(*, moderator_id: str) -> None:
    """Sign out every browser of a moderator; none is reminded any more."""
    mine = PushSubscription.moderator_id == moderator_id
    db.session.execute(delete(PushSubscription).where(mine))
    db.session.execute(delete(DeskSession).where(DeskSession.moderator_id == moderator_id))


def _sweep() -> None:
    now = _now()
    over = or_(DeskSession.idle_until <= now, DeskSession.ends <= now)
    db.session.execute(delete(DeskSession).where(over))


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _now() -> int:
    return int(time.time())
