"""To whom a desk's key is wrapped, and whether the key itself vouches for them.

Flushes; its caller commits.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from webapp.crypto.vouch import Holder, vouched
from webapp.desk.roles import reads
from webapp.desk.service import active_key
from webapp.errors import CardKey, DeskKeyRefused
from webapp.models import DeskKey, Moderator, WrappedKey, db


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Somebody who reads a desk's reports, and what a key of the desk says of them."""

    id: str
    role: str
    holder: Holder
    vouch: str | None

    def vouched_by(self, key: DeskKey) -> bool:
        """Whether this desk key said that this is their recipient and signing key."""
        if key.signing is None or self.vouch is None:
            return False
        return vouched(key.signing, self.vouch, key.desk_id, key.fingerprint, self.holder)


def readers(*, slug: str, key: DeskKey) -> list[Reader]:
    """Who reads reports at the desk, by name, with what `key` says of them."""
    files = select(WrappedKey).where(WrappedKey.desk_key_id == key.id)
    kept = {one.holder_id: one for one in db.session.scalars(files) if one.holder == "moderator"}
    chosen = select(Moderator).where(Moderator.desk_id == slug).order_by(Moderator.name)
    people = [one for one in db.session.scalars(chosen) if reads(one.role)]
    return [_reader(one, kept.get(one.id)) for one in people]


def recovery(*, key: DeskKey) -> tuple[str, str] | None:
    """The recovery key's recipient and this desk key's word for it, if it is known."""
    chosen = select(WrappedKey).where(
        WrappedKey.desk_key_id == key.id, WrappedKey.holder == "recovery"
    )
    for one in db.session.scalars(chosen.order_by(WrappedKey.id.desc())):
        if one.recipient is not None and one.vouch is not None:
            return one.recipient, one.vouch
    return None


def vouch_for_oneself(*, moderator_id: str, key: str, signing: str, vouch: str) -> None:
    """Keep the word of the desk's key for somebody who holds it, said in their own browser.

    Raises CardKey when the desk has another key by now, and DeskKeyRefused when it did not say so.
    """
    moderator = db.session.get_one(Moderator, moderator_id)
    active = active_key(moderator.desk_id)
    if active.fingerprint != key:
        raise CardKey(key=active.fingerprint)
    chosen = (WrappedKey.desk_key_id == active.id, WrappedKey.holder_id == moderator_id)
    file = db.session.scalars(select(WrappedKey).where(*chosen)).first()
    to = _holder(moderator, signing)
    said = Reader(id=moderator_id, role=moderator.role, holder=to, vouch=vouch)
    if file is None or not said.vouched_by(active):
        raise DeskKeyRefused
    file.recipient, file.signing, file.vouch = to.recipient, signing, vouch
    db.session.flush()


def _reader(moderator: Moderator, file: WrappedKey | None) -> Reader:
    signing = (file.signing if file else None) or ""
    return Reader(
        id=moderator.id,
        role=moderator.role,
        holder=_holder(moderator, signing),
        vouch=file.vouch if file else None,
    )


def _holder(moderator: Moderator, signing: str) -> Holder:
    named = {"name": moderator.name, "recipient": moderator.recipient, "signing": signing}
    return Holder(kind="moderator", **named)
