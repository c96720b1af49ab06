"""The people of a desk: what the server needs to let them in, and their sealed identity."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, public, sealed, workflow


class Moderator(Base):
    """A member of one desk. `name` is the sign-in name, folded: see webapp.desk.team.names."""

    __tablename__ = "moderator"

    id: Mapped[str] = workflow(String(32), primary_key=True)
    desk_id: Mapped[str] = workflow(ForeignKey("desk.id"), index=True)
    name: Mapped[str] = workflow(String(64), unique=True)
    joined: Mapped[date] = workflow()
    # One of webapp.desk.roles.Role.
    role: Mapped[str] = workflow(String(16), server_default="moderator")
    recipient: Mapped[str] = public(Text)
    # Of scrypt over the passphrase: public by nature, but told to nobody who did not ask by name.
    salt: Mapped[bytes] = workflow(LargeBinary)
    # Argon2id of a secret that was derived from the passphrase in the browser.
    authentication: Mapped[str] = sealed(Text)
    # AES-256-GCM under another secret derived from the passphrase, which never comes here.
    identity: Mapped[bytes] = sealed(LargeBinary)
