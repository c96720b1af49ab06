"""Desks, their public keys, and their private keys wrapped to the people who may hold them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, public, sealed, workflow


class Desk(Base):
    """A team that receives packets; `id` is its slug in addresses and in packets' metadata."""

    __tablename__ = "desk"

    id: Mapped[str] = public(String(40), primary_key=True)
    name_th: Mapped[str] = public(String(200))
    name_en: Mapped[str] = public(String(200))
    created: Mapped[date] = public()
    # How many others have to give their word before one who lost everything is let back in.
    quorum: Mapped[int] = workflow(server_default="2")
    # Since when every member needs a second factor; null: each as they like.
    second_since: Mapped[date | None] = workflow()


class DeskKey(Base):
    """One age recipient of a desk; packets are sealed to the active one, old ones still open."""

    __tablename__ = "desk_key"

    id: Mapped[int] = workflow(primary_key=True)
    desk_id: Mapped[str] = public(ForeignKey("desk.id"), index=True)
    recipient: Mapped[str] = public(Text)
    fingerprint: Mapped[str] = public(String(32), unique=True)
    active: Mapped[bool] = public()
    # Ed25519, base64url; null for a key whose seed this project never saw.
    signing: Mapped[str | None] = public(String(43))
    retired: Mapped[date | None] = public()
    # This key's word for the next one; null when it gave none, or is the one in use.
    signature: Mapped[str | None] = public(String(86))


class WrappedKey(Base):
    """A desk key's identity as an age file to one holder; the server cannot open it."""

    __tablename__ = "wrapped_key"
    __table_args__ = (
        CheckConstraint("holder IN ('recovery', 'moderator', 'invitation')", name="holder"),
    )

    id: Mapped[int] = workflow(primary_key=True)
    desk_key_id: Mapped[int] = workflow(ForeignKey("desk_key.id"), index=True)
    holder: Mapped[str] = workflow(String(12))
    # The moderator's or the invitation's id; null for the recovery key, which is on paper.
    holder_id: Mapped[str | None] = workflow(String(32), index=True)
    file: Mapped[bytes] = sealed(LargeBinary)
    # To whom, with a moderator's own signing key, and the desk key's word for both
    # (webapp.crypto.vouch); null where nobody said it yet, and for invitations.
    recipient: Mapped[str | None] = public(Text)
    signing: Mapped[str | None] = public(String(43))
    vouch: Mapped[str | None] = public(String(86))
