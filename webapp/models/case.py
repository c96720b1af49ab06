"""A desk's cases: what the server must know so that several moderators can share the work.

What can be read of a case is in its cards, which are sealed. Ids are made in browsers, so they are
unique within their desk only: no desk can learn from a clash what another one has.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
)
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, sealed, workflow
from webapp.models.packet import ID


class CaseCursor(Base):
    """One row a desk: the number of its last change. Whoever changes a case holds it until done."""

    __tablename__ = "case_cursor"
    __table_args__ = ({"sqlite_with_rowid": False},)

    desk_id: Mapped[str] = workflow(String(40), ForeignKey("desk.id"), primary_key=True)
    seq: Mapped[int] = workflow(BigInteger)


class Case(Base):
    """One case; `state` is a slug of webapp/desk/casework/lifecycle.json."""

    __tablename__ = "case"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        Index(None, "desk_id", "seq", unique=True),
        # How many cases have their last card in a block: asked before cards are compacted.
        Index(None, "desk_id", "card"),
        {"sqlite_with_rowid": False},
    )

    desk_id: Mapped[str] = workflow(String(40), ForeignKey("desk.id"), primary_key=True)
    id: Mapped[str] = workflow(ID, primary_key=True)
    state: Mapped[str] = workflow(String(16))
    # No foreign key: it may outlast the moderator, until somebody else takes the case.
    assignee: Mapped[str | None] = workflow(ID)
    opened: Mapped[date] = workflow()
    changed: Mapped[date] = workflow()
    # Counts changes of this case: whoever changes it says which one they knew.
    version: Mapped[int] = workflow()
    # The desk's cursor at the last change, and at the last one that brought a card.
    seq: Mapped[int] = workflow(BigInteger)
    card: Mapped[int] = workflow(BigInteger)
    # Never to be deleted, until somebody lets it go.
    hold: Mapped[bool] = workflow(Boolean)
    # Deleted for good; the row stays so that browsers forget its cards.
    gone: Mapped[bool] = workflow(Boolean)


class CasePacket(Base):
    """That a packet is in a case: in one at most, for each desk that it was sent to."""

    __tablename__ = "case_packet"
    __table_args__ = (
        ForeignKeyConstraint(
            ["packet_id", "desk_id"],
            ["packet_desk.packet_id", "packet_desk.desk_id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(["desk_id", "case_id"], ["case.desk_id", "case.id"]),
        Index(None, "desk_id", "case_id"),
        {"sqlite_with_rowid": False},
    )

    desk_id: Mapped[str] = workflow(String(40), primary_key=True)
    packet_id: Mapped[str] = workflow(ID, primary_key=True)
    case_id: Mapped[str] = workflow(ID)


class CardBlock(Base):
    """A sealed list of cards that covers the desk's changes `first` to `number`."""

    __tablename__ = "card_block"
    __table_args__ = (
        CheckConstraint('"first" <= number AND count >= 0', name="range"),
        Index(None, "desk_id", "case_id"),
        {"sqlite_with_rowid": False},
    )

    desk_id: Mapped[str] = workflow(String(40), ForeignKey("desk.id"), primary_key=True)
    number: Mapped[int] = workflow(BigInteger, primary_key=True, autoincrement=False)
    first: Mapped[int] = workflow(BigInteger)
    key_fingerprint: Mapped[str] = workflow(String(32))
    count: Mapped[int] = workflow()
    length: Mapped[int] = workflow()
    # Whose card it is while it is a block of one, so that it can go together with the case.
    case_id: Mapped[str | None] = workflow(ID)


class CardFile(Base):
    """The bytes of a block. A table of their own: the list of blocks is read without them."""

    __tablename__ = "card_file"
    __table_args__ = (
        ForeignKeyConstraint(
            ["desk_id", "number"],
            ["card_block.desk_id", "card_block.number"],
            ondelete="CASCADE",
        ),
    )

    desk_id: Mapped[str] = workflow(String(40), primary_key=True)
    number: Mapped[int] = workflow(BigInteger, primary_key=True, autoincrement=False)
    file: Mapped[bytes] = sealed(LargeBinary)


class Retention(Base):
    """After how many days without a change a desk's cases in this state are deleted for good."""

    __tablename__ = "retention"

    desk_id: Mapped[str] = workflow(String(40), ForeignKey("desk.id"), primary_key=True)
    state: Mapped[str] = workflow(String(16), primary_key=True)
    days: Mapped[int] = workflow()
