"""Letters on their way to reporters' mailboxes.

Nothing here leads to a packet: the ids of a mailbox travel inside packets only, days are the
finest time, and tables keep no order within a day.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, workflow
from webapp.models.packet import ID, SHA256


class Mailbox(Base):
    """A mailbox that a desk has written to; `id` is a hash of the token that opens it."""

    __tablename__ = "mailbox"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = workflow(ID, primary_key=True)
    # The last day on which its reporter looked, for the desks that wrote.
    fetched: Mapped[date | None] = workflow()


class Letter(Base):
    """A sealed letter; its bytes are in the blob store under their SHA-256."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("length > 0", name="length"),
        Index(None, "desk_id", "mailbox_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = workflow(ID, primary_key=True)
    mailbox_id: Mapped[str] = workflow(ForeignKey("mailbox.id"), index=True)
    desk_id: Mapped[str] = workflow(String(40), ForeignKey("desk.id"))
    sha256: Mapped[str] = workflow(SHA256, unique=True)
    length: Mapped[int] = workflow(BigInteger)
    day: Mapped[date] = workflow(index=True)
    # Letters go out together at fixed hours, so that their hour tells nothing of who wrote one.
    released: Mapped[bool] = workflow(Boolean)


class LetterRound(Base):
    """The one row that says which round of letters went out last; it speaks of no letter."""

    __tablename__ = "letter_round"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = workflow(primary_key=True, autoincrement=False)
    # Whole rounds of LETTER_BATCH_HOURS since 1970.
    number: Mapped[int] = workflow(BigInteger)
