"""What a moderator shows beside the passphrase: passkeys, a code generator, recovery codes."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped

from webapp.models.base import Base, public, sealed, workflow


class Passkey(Base):
    """One WebAuthn credential. `identity` is null for those that can only sign in, not unlock."""

    __tablename__ = "passkey"

    id: Mapped[str] = workflow(String(32), primary_key=True)
    moderator_id: Mapped[str] = workflow(ForeignKey("moderator.id"), index=True)
    # What the authenticator calls it: up to 1023 bytes (WebAuthn §4, credential ID).
    credential_id: Mapped[bytes] = workflow(LargeBinary, unique=True)
    # The host at which it was made; it works at no other.
    rp_id: Mapped[str] = public(String(253))
    # A COSE_Key (RFC 9052 §7).
    public_key: Mapped[bytes] = public(LargeBinary)
    # How often the authenticator says that it was used; 0 for those that do not count.
    counter: Mapped[int] = workflow(BigInteger)
    # What its owner calls it.
    name: Mapped[str] = workflow(String(64))
    added: Mapped[date] = workflow()
    salt: Mapped[bytes | None] = workflow(LargeBinary)
    # The moderator's identity again, under what the authenticator's PRF yields.
    identity: Mapped[bytes | None] = sealed(LargeBinary)


class CodeGenerator(Base):
    """A moderator's TOTP secret with the last step used, sealed under a key that is in no row."""

    __tablename__ = "code_generator"

    moderator_id: Mapped[str] = workflow(ForeignKey("moderator.id"), primary_key=True)
    added: Mapped[date] = workflow()
    state: Mapped[bytes] = sealed(LargeBinary)


class RecoveryCode(Base):
    """A code that stands in once for a lost factor; a used one leaves no row."""

    __tablename__ = "recovery_code"

    # SHA-256 of 78 random bits and the moderator's id.
    hash: Mapped[bytes] = sealed(LargeBinary(32), primary_key=True)
    moderator_id: Mapped[str] = workflow(ForeignKey("moderator.id"), index=True)


class SpentChallenge(Base):
    """A challenge that was answered well, kept until it would have run out by itself."""

    __tablename__ = "spent_challenge"

    hash: Mapped[bytes] = sealed(LargeBinary(32), primary_key=True)
    # Unix seconds.
    until: Mapped[int] = workflow(BigInteger)
