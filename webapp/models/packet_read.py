"""Which packets a desk has marked as read."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, workflow


class PacketRead(Base):
    """That somebody of the desk marked the packet as read; a row is the mark."""

    __tablename__ = "packet_read"
    __table_args__ = ({"sqlite_with_rowid": False},)

    packet_id: Mapped[str] = workflow(
        String(32), ForeignKey("packet.id", ondelete="CASCADE"), primary_key=True
    )
    desk_id: Mapped[str] = workflow(String(40), ForeignKey("desk.id"), primary_key=True)
