"""Browsers that want the daily reminder; there is no row for those that do not."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, sealed, workflow


class PushSubscription(Base):
    """Where a browser's push service takes messages: a copy of the database alone does not tell."""

    __tablename__ = "push_subscription"
    __table_args__ = ({"sqlite_with_rowid": False},)

    # An HMAC of the address under a key of the server's: finds the row, and tells nobody else.
    id: Mapped[bytes] = sealed(LargeBinary(32), primary_key=True)
    moderator_id: Mapped[str] = workflow(
        String(32), ForeignKey("moderator.id", ondelete="CASCADE"), index=True
    )
    # The session in which this browser was seen last; signing that out ends the reminders. Points
    # to nothing, because a session that merely ran out does not.
    session: Mapped[bytes] = sealed(LargeBinary(32))
    # Address and keys, AES-256-GCM under a key of the server's that is not in the database, padded.
    receiver: Mapped[bytes] = sealed(LargeBinary)
