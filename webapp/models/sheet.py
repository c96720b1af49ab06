"""Recovery sheets: what a code on paper stands for until another sheet is made."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, sealed, workflow


class RecoverySheet(Base):
    """A moderator's one sheet. Without the paper its row opens nothing."""

    __tablename__ = "recovery_sheet"

    moderator_id: Mapped[str] = workflow(
        String(32), ForeignKey("moderator.id", ondelete="CASCADE"), primary_key=True
    )
    made: Mapped[date] = workflow()
    # Whether they showed their browser that the paper can be read.
    proven: Mapped[bool] = workflow()
    # Argon2id of a secret that the browser derived from the code.
    authentication: Mapped[str] = sealed(Text)
    # Their identity, AES-256-GCM under another secret derived from the code.
    identity: Mapped[bytes] = sealed(LargeBinary)
