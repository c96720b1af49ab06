"""Addresses for the daily reminder: whose they are, and that the database alone does not tell them.

An address is a person's name, nearly. It is sealed under a key derived from the one that signs
cookies, which is a file of its own and not in the database. Flushes; its caller commits.
"""

from __future__ import annotations

import re
import secrets as random

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select

from webapp.desk.roles import READERS
from webapp.models import Moderator, Reminder, db
from webapp.web.context import secrets

# RFC 5321 §4.5.3.1.3, less the brackets.
MOST = 254
# Narrower than the RFC: one @, no quotes, nothing that a header or a command could end with.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_NONCE = 12


def is_address(text: str) -> bool:
    """Whether mail can be sent there as far as its spelling goes."""
    return len(text) <= MOST and _ADDRESS.fullmatch(text) is not None


def set_address(*, moderator_id: str, address: str) -> None:
    """Remind this moderator there from now on; with an empty address, not at all."""
    row = db.session.get(Reminder, moderator_id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    if address:
        db.session.add(Reminder(moderator_id=moderator_id, address=_seal(moderator_id, address)))
        db.session.flush()


def address_of(*, moderator_id: str) -> str:
    """Where this moderator is reminded; empty for nowhere."""
    row = db.session.get(Reminder, moderator_id)
    return _open(row) if row else ""


def addresses() -> list[str]:
    """Everybody who wants to be reminded and has something to look at: whether or not it is new."""
    roles = [role.value for role in READERS]
    chosen = select(Reminder).join(Moderator, Moderator.id == Reminder.moderator_id)
    rows = db.session.scalars(chosen.where(Moderator.role.in_(roles)).order_by(Moderator.id))
    return [address for row in rows if (address := _open(row))]


def _cipher() -> AESGCM:
    derive = HKDF(SHA256(), 32, salt=None, info=b"hinghoi/v1/reminder/address")
    return AESGCM(derive.derive(secrets().session_key))


def _seal(moderator_id: str, address: str) -> bytes:
    nonce = random.token_bytes(_NONCE)
    padded = address.encode("ascii").ljust(MOST, b"\0")
    return nonce + _cipher().encrypt(nonce, padded, moderator_id.encode("ascii"))


def _open(row: Reminder) -> str:
    """The address; empty when it was sealed under a key that is gone, as if none were kept."""
    nonce, sealed = row.address[:_NONCE], row.address[_NONCE:]
    try:
        padded = _cipher().decrypt(nonce, sealed, row.moderator_id.encode("ascii"))
    except InvalidTag:
        return ""
    return padded.rstrip(b"\0").decode("ascii")
