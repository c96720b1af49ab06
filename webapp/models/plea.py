"""Pleas: somebody who lost passphrase and sheet asks the others of the desk to be let back in."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, public, sealed, workflow


class Plea(Base):
    """What the account becomes once enough of the others gave their word for it.

    Anybody can make one for any name: whose it is, people find out by telephone.
    """

    __tablename__ = "plea"

    id: Mapped[str] = workflow(String(32), primary_key=True)
    moderator_id: Mapped[str] = workflow(
        String(32), ForeignKey("moderator.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[date] = workflow()
    recipient: Mapped[str] = public(Text)
    # Their own new signing key, Ed25519 in base64url.
    signing: Mapped[str] = public(String(43))
    # As in `moderator`, of a passphrase that they chose for it.
    salt: Mapped[bytes] = workflow(LargeBinary)
    authentication: Mapped[str] = sealed(Text)
    identity: Mapped[bytes] = sealed(LargeBinary)


class PleaWord(Base):
    """One moderator's signed word that a plea is really that person's."""

    __tablename__ = "plea_word"

    plea_id: Mapped[str] = workflow(
        String(32), ForeignKey("plea.id", ondelete="CASCADE"), primary_key=True
    )
    moderator_id: Mapped[str] = workflow(
        String(32), ForeignKey("moderator.id", ondelete="CASCADE"), primary_key=True
    )
    signature: Mapped[str] = public(String(86))
