"""Codes on paper for who lost a factor: each stands in for it once; only hashes are stored."""

from __future__ import annotations

import hashlib
import secrets as random

from sqlalchemy import delete, func, select

from webapp.errors import SecondFactorRefused
from webapp.models import RecoveryCode, db

COUNT = 10
GROUPS, GROUP = 4, 4
# Nothing that looks like something else on paper: 30 signs, so a code holds 78 bits. A hash without
# a cost is enough for that many.
SIGNS = "23456789abcdefghjkmnpqrstvwxyz"


def make(*, moderator_id: str) -> list[str]:
    """A new set, such as `abcd-efgh-jkmn-pqrs`; the ones before are void. Flushes."""
    forget(moderator_id=moderator_id)
    codes = [_code() for _ in range(COUNT)]
    db.session.add_all(
        [RecoveryCode(hash=_hash(moderator_id, code), moderator_id=moderator_id) for code in codes]
    )
    db.session.flush()
    return codes


def use(*, moderator_id: str, code: str) -> None:
    """Take a code, however it is spaced, and never again; raises SecondFactorRefused. Flushes."""
    found = db.session.get(RecoveryCode, _hash(moderator_id, code), with_for_update=True)
    if found is None:
        raise SecondFactorRefused
    db.session.delete(found)
    db.session.flush()


def left(*, moderator_id: str) -> int:
    """How many are good."""
    counted = select(func.count()).where(RecoveryCode.moderator_id == moderator_id)
    return db.session.scalar(counted) or 0


def forget(*, moderator_id: str) -> None:
    """Void all of them."""
    mine = RecoveryCode.moderator_id == moderator_id
    db.session.execute(delete(RecoveryCode).where(mine))


def _code() -> str:
    group = ("".join(random.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(group)


def _hash(moderator_id: str, code: str) -> bytes:
    signs = "".join(sign for sign in code.lower() if sign.isalnum())
    text = "\0".join(("hinghoi/v1/recovery-code", moderator_id, signs))
    return hashlib.sha256(text.encode()).digest()
