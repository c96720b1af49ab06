"""Packets that are held whole, and uploads that are still on their way.

They are separate tables, so that `packet` can promise under constraints what a receipt promises:
one row per id and one per ciphertext. Rows are kept in order of their random ids (no rowid), so
that the file does not remember in which order packets came within a day.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, workflow

ID = String(32)
SHA256 = String(64)


class Packet(Base):
    """A whole sealed packet; its bytes are in the blob store under its SHA-256."""

    __tablename__ = "packet"
    __table_args__ = (
        CheckConstraint("length > 0", name="length"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = workflow(ID, primary_key=True)
    sha256: Mapped[str] = workflow(SHA256, unique=True)
    length: Mapped[int] = workflow(BigInteger)
    day: Mapped[date] = workflow()


class PacketDesk(Base):
    """That a packet was announced for a desk; who can open it is decided by its age header."""

    __tablename__ = "packet_desk"
    __table_args__ = (
        Index(None, "desk_id", "day", "packet_id"),
        {"sqlite_with_rowid": False},
    )

    packet_id: Mapped[str] = workflow(ForeignKey("packet.id", ondelete="CASCADE"), primary_key=True)
    desk_id: Mapped[str] = workflow(ForeignKey("desk.id"), primary_key=True)
    # The packet's day again, so that a desk's list is one walk over one index.
    day: Mapped[date] = workflow()


class Upload(Base):
    """A packet that is not whole yet: `offset` bytes of it are safely in the blob store."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint('"offset" >= 0 AND "offset" <= length', name="offset"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = workflow(ID, primary_key=True)
    sha256: Mapped[str] = workflow(SHA256)
    length: Mapped[int] = workflow(BigInteger)
    offset: Mapped[int] = workflow(BigInteger)
    desks: Mapped[str] = workflow(String(1000))
    expires: Mapped[date] = workflow(index=True)
