"""The log of what people of a desk did: rows are only ever added, each bound to the one before."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, sealed, workflow


class Event(Base):
    """One thing that was done, on a day. `hash` is SHA-256 over `previous` and all the rest.

    No foreign keys: the log outlives what it speaks of. `previous` is unique, so that two writers
    cannot both follow the same row.
    """

    __tablename__ = "event"
    __table_args__ = (
        # Whether a moderator was seen doing something on a day.
        Index(None, "moderator_id", "day"),
        Index(None, "desk_id", "desk_number", unique=True),
    )

    number: Mapped[int] = workflow(primary_key=True, autoincrement=False)
    day: Mapped[date] = workflow()
    kind: Mapped[str] = workflow(String(20))
    desk_id: Mapped[str] = workflow(String(40))
    moderator_id: Mapped[str | None] = workflow(String(32))
    packet_id: Mapped[str | None] = workflow(String(32))
    case_id: Mapped[str | None] = workflow(String(32))
    # What came of it, in a word: the state that the case got, the role of who joined, a desk.
    detail: Mapped[str | None] = workflow(String(40))
    # SHA-256 of the sealed card that came with it, or of what a handover says.
    card: Mapped[bytes | None] = sealed(LargeBinary(32))
    previous: Mapped[bytes] = sealed(LargeBinary(32), unique=True)
    hash: Mapped[bytes] = sealed(LargeBinary(32))
    # The same for the desk's events alone, which its auditors can follow without the others'.
    desk_number: Mapped[int] = workflow()
    desk_hash: Mapped[bytes] = sealed(LargeBinary(32))


class LogHead(Base):
    """The server's signed word that on a day's end the log had so many rows, ending in `hash`."""

    __tablename__ = "log_head"

    day: Mapped[date] = workflow(primary_key=True)
    number: Mapped[int] = workflow()
    hash: Mapped[bytes] = sealed(LargeBinary(32))
    signature: Mapped[bytes] = sealed(LargeBinary(64))
