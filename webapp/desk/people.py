"""Who is at a desk and as what, and what of the log concerns it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from webapp.desk import audit
from webapp.desk.names import fold
from webapp.desk.roles import Role, reads
from webapp.desk.sessions import end_all_sessions
from webapp.errors import DeskKeyRefused, ModeratorUnknown
from webapp.models import Event, Moderator, WrappedKey, db

PAGE = 200


def people_of(*, desk_id: str) -> Sequence[Moderator]:
    """The members of a desk, by name."""
    chosen = select(Moderator).where(Moderator.desk_id == desk_id).order_by(Moderator.name)
    return db.session.scalars(chosen).all()


def log_of(*, desk_id: str, before: int | None) -> list[tuple[int, Event]]:
    """Up to PAGE events of the desk, the newest first, each with its number among the desk's own.

    The number that an event has among those of all desks would tell how much the others do.
    """
    mine = Event.desk_id == desk_id
    total = db.session.scalar(select(func.count()).where(mine)) or 0
    end = total if before is None else min(total, before - 1)
    chosen = select(Event).where(mine).order_by(Event.number.desc())
    found = db.session.scalars(chosen.offset(total - end).limit(PAGE))
    return [(end - place, event) for place, event in enumerate(found)]


def change_role(*, slug: str, name: str, role: Role) -> None:
    """Give a member another role; takes the desk's key from who is not to read reports any more.

    Raises ModeratorUnknown, and DeskKeyRefused where the new role needs a key that only an
    invitation can hand on. Their browsers are signed out. Flushes.
    """
    chosen = select(Moderator).where(Moderator.desk_id == slug, Moderator.name == fold(name))
    moderator = db.session.scalars(chosen).first()
    if moderator is None:
        raise ModeratorUnknown
    if reads(role) and not reads(moderator.role):
        raise DeskKeyRefused
    if not reads(role):
        mine = (WrappedKey.holder == "moderator", WrappedKey.holder_id == moderator.id)
        db.session.execute(delete(WrappedKey).where(*mine))
    moderator.role = role.value
    end_all_sessions(moderator_id=moderator.id)
    audit.record("role", desk_id=slug, moderator_id=moderator.id, detail=role.value)
