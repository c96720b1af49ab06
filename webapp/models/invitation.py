"""Invitations that are still open; a used one leaves no row."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, sealed, workflow


class Invitation(Base):
    """Lets one person join one desk; a desk key wrapped for it has `holder_id` equal to `id`."""

    __tablename__ = "invitation"

    id: Mapped[str] = workflow(String(32), primary_key=True)
    desk_id: Mapped[str] = workflow(ForeignKey("desk.id"), index=True)
    # SHA-256 of a 32-byte token: whoever reads it here cannot use it.
    token_hash: Mapped[bytes] = sealed(LargeBinary(32), unique=True)
    expires: Mapped[date] = workflow()
    # What the moderator will be; only some roles are handed the desk's key.
    role: Mapped[str] = workflow(String(16), server_default="moderator")
