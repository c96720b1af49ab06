"""What a relay knows of packets that it passes on; empty on every other server."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Index, String, Text
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, workflow
from webapp.models.packet import ID, SHA256


class Passage(Base):
    """One announced id on its way to the server behind the relay.

    Normally the id of a held packet; also any other id under which the same bytes were announced,
    because each id has a receipt of its own. `desks` is how many desks the server behind was told.
    """

    __tablename__ = "passage"
    __table_args__ = (
        Index(None, "sha256"),
        {"sqlite_with_rowid": False},
    )

    packet_id: Mapped[str] = workflow(ID, primary_key=True)
    sha256: Mapped[str] = workflow(SHA256)
    desks: Mapped[int] = workflow()
    # Signed by the server behind; whoever reads it learns that a packet was received on a day.
    receipt: Mapped[str | None] = workflow(Text)
    # The code of a refusal for good.
    refused: Mapped[str | None] = workflow(String(40))
    # False once the bytes were deleted here.
    kept: Mapped[bool] = workflow(Boolean)
    day: Mapped[date] = workflow(index=True)
