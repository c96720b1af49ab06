"""The desks that a page without JavaScript offers, with the keys that the server seals to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from webapp.crypto.recipients import HybridRecipient
from webapp.models import Desk, DeskKey, db


@dataclass(frozen=True)
class OpenDesk:
    """A desk that takes reports; `recipient` is its active key, `fingerprint` 32 hex digits."""

    id: str
    th: str
    en: str
    recipient: str
    fingerprint: str

    def name(self, language: str) -> str:
        """How the desk is called."""
        return self.en if language == "en" else self.th


def open_desks() -> list[OpenDesk]:
    """All desks with an active key."""
    columns = select(Desk.id, Desk.name_th, Desk.name_en, DeskKey.recipient, DeskKey.fingerprint)
    active = columns.join(DeskKey, DeskKey.desk_id == Desk.id).where(DeskKey.active)
    found = [OpenDesk(*row) for row in db.session.execute(active.order_by(Desk.id, DeskKey.id))]
    # No snapshot is held while a body comes and is sealed.
    db.session.rollback()
    return found


def recipients(desks: Sequence[OpenDesk], chosen: Collection[str]) -> list[HybridRecipient]:
    """One for each chosen desk, and no other: the last of its active keys."""
    keys = {desk.id: desk.recipient for desk in desks if desk.id in chosen}
    return [HybridRecipient.parse(key) for key in keys.values()]
