"""Where a moderator wants the daily reminder to go; there is no row for those who want none."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, sealed, workflow


class Reminder(Base):
    """An e-mail address that a copy of the database alone does not tell, nor how long it is."""

    __tablename__ = "reminder"

    moderator_id: Mapped[str] = workflow(
        String(32), ForeignKey("moderator.id", ondelete="CASCADE"), primary_key=True
    )
    # AES-256-GCM under a key of the server's that is not in the database, padded.
    address: Mapped[bytes] = sealed(LargeBinary)
