"""What a desk keeps of its letters to a mailbox, whatever the reporter deletes.

Like letters, nothing here leads to a packet: ids of mailboxes travel inside packets only.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, workflow
from webapp.models.packet import ID, SHA256


class Correspondence(Base):
    """How many letters a desk wrote to a mailbox, and the day of the last."""

    __tablename__ = "correspondence"
    __table_args__ = (CheckConstraint("written > 0", name="written"), {"sqlite_with_rowid": False})

    mailbox_id: Mapped[str] = workflow(ID, primary_key=True)
    desk_id: Mapped[str] = workflow(String(40), ForeignKey("desk.id"), primary_key=True)
    written: Mapped[int] = workflow()
    day: Mapped[date] = workflow(index=True)


class DeskCopy(Base):
    """A letter as the desk keeps it, sealed to its own key; bytes in the blob store by SHA-256.

    `letter_id` is the reporter's letter, which may have been read and deleted.
    """

    __tablename__ = "desk_copy"
    __table_args__ = (
        ForeignKeyConstraint(
            ["mailbox_id", "desk_id"], ["correspondence.mailbox_id", "correspondence.desk_id"]
        ),
        {"sqlite_with_rowid": False},
    )

    mailbox_id: Mapped[str] = workflow(ID, primary_key=True)
    desk_id: Mapped[str] = workflow(String(40), primary_key=True)
    number: Mapped[int] = workflow(primary_key=True, autoincrement=False)
    letter_id: Mapped[str] = workflow(ID)
    sha256: Mapped[str] = workflow(SHA256, unique=True)
    length: Mapped[int] = workflow(BigInteger)
    day: Mapped[date] = workflow()
