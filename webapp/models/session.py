"""Signed-in browsers of moderators; deleting a row signs that browser out at once."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, sealed, workflow


class DeskSession(Base):
    """One signed-in browser; it ends at `idle_until` or `ends`, whichever comes first."""

    __tablename__ = "desk_session"
    __table_args__ = ({"sqlite_with_rowid": False},)

    # SHA-256 of a random 32-byte token, so that a copy of the database signs nobody in.
    token_hash: Mapped[bytes] = sealed(LargeBinary(32), primary_key=True)
    moderator_id: Mapped[str] = workflow(String(32), ForeignKey("moderator.id"), index=True)
    # Unix seconds, only for as long as the session lives.
    idle_until: Mapped[int] = workflow(BigInteger)
    ends: Mapped[int] = workflow(BigInteger)
    # Until when what changes the account is let through without asking for the passphrase again.
    proved_until: Mapped[int | None] = workflow(BigInteger)
    # The day of signing in, so that moderators can tell their browsers apart; null if long ago.
    started: Mapped[date | None] = workflow()
