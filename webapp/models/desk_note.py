"""What a desk keeps for all its members in one sealed file each: agencies, templates."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, sealed, workflow


class DeskNote(Base):
    """`name`: what it is for. Whoever replaces it says which `version` they knew."""

    __tablename__ = "desk_note"

    desk_id: Mapped[str] = workflow(String(40), ForeignKey("desk.id"), primary_key=True)
    name: Mapped[str] = workflow(String(20), primary_key=True)
    version: Mapped[int] = workflow()
    key_fingerprint: Mapped[str] = workflow(String(32))
    file: Mapped[bytes] = sealed(LargeBinary)
