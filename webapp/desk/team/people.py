"""Who is at a desk and as what."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from webapp.desk.access.factors import Member, forget_all, has_one
from webapp.desk.access.sessions import end_all_sessions
from webapp.desk.log import audit
from webapp.desk.roles import Role, reads
from webapp.desk.team.names import fold
from webapp.errors import DeskKeyRefused, LastAdministrator, ModeratorUnknown
from webapp.models import Moderator, WrappedKey, db


def people_of(*, desk_id: str) -> Sequence[Moderator]:
    """The members of a desk, by name."""
    chosen = select(Moderator).where(Moderator.desk_id == desk_id).order_by(Moderator.name)
    return db.session.scalars(chosen).all()


def change_role(*, slug: str, name: str, role: Role) -> None:
    """Give a member another role; takes the desk's key from who is not to read reports any more.

    Raises ModeratorUnknown, LastAdministrator, and DeskKeyRefused where the new role needs a key
    that only an invitation can hand on. Their browsers are signed out. Flushes.
    """
    chosen = select(Moderator).where(Moderator.desk_id == slug, Moderator.name == fold(name))
    moderator = db.session.scalars(chosen).first()
    if moderator is None:
        raise ModeratorUnknown
    _change(moderator, role)


def give_role(*, member: Member, moderator_id: str, role: Role) -> None:
    """The same, decided by `member` in a browser, for somebody of their desk."""
    moderator = db.session.get(Moderator, moderator_id)
    if moderator is None or moderator.desk_id != member.desk_id:
        raise ModeratorUnknown
    audit.record(
        "role_given",
        desk_id=member.desk_id,
        moderator_id=member.moderator_id,
        detail=moderator_id,
    )
    _change(moderator, role)


def forget_factors(*, slug: str, name: str) -> None:
    """Let a member in by the passphrase alone again; raises ModeratorUnknown. Flushes."""
    chosen = select(Moderator.id).where(Moderator.desk_id == slug, Moderator.name == fold(name))
    moderator_id = db.session.scalars(chosen).first()
    if moderator_id is None:
        raise ModeratorUnknown
    forget_all(member=Member(moderator_id, slug))


def with_second_factor(*, desk_id: str) -> frozenset[str]:
    """The ids of the members who sign in with more than a passphrase."""
    chosen = select(Moderator.id).where(Moderator.desk_id == desk_id, has_one())
    return frozenset(db.session.scalars(chosen))


def _change(moderator: Moderator, role: Role) -> None:
    if moderator.role == Role.ADMINISTRATOR != role and _administrators(moderator.desk_id) == 1:
        raise LastAdministrator
    if reads(role) and not reads(moderator.role):
        raise DeskKeyRefused
    if not reads(role):
        mine = (WrappedKey.holder == "moderator", WrappedKey.holder_id == moderator.id)
        db.session.execute(delete(WrappedKey).where(*mine))
    moderator.role = role.value
    end_all_sessions(moderator_id=moderator.id)
    audit.record("role", desk_id=moderator.desk_id, moderator_id=moderator.id, detail=role.value)


def _administrators(desk_id: str) -> int:
    chosen = (Moderator.desk_id == desk_id, Moderator.role == Role.ADMINISTRATOR)
    return db.session.scalar(select(func.count()).where(*chosen)) or 0
