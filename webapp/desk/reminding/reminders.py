"""Addresses for the daily reminder: whose they are, and that the database alone does not tell them.

An address is a person's name, nearly, and sealed. Flushes; its caller commits.
"""

from __future__ import annotations

import re

from sqlalchemy import select

from webapp.desk.reminding.sealing import Box
from webapp.desk.roles import READERS
from webapp.models import Moderator, Reminder, db

# RFC 5321 §4.5.3.1.3, less the brackets.
MOST = 254
# Narrower than the RFC: one @, no quotes, nothing that a header or a command could end with.
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_BOX = Box(b"hinghoi/v1/reminder/address", MOST)


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
        sealed = _BOX.seal(moderator_id, address.encode("ascii"))
        db.session.add(Reminder(moderator_id=moderator_id, address=sealed))
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


def _open(row: Reminder) -> str:
    """The address; empty when it was sealed under a key that is gone, as if none were kept."""
    return (_BOX.open(row.moderator_id, row.address) or b"").decode("ascii")
