"""The desk's sealed cards: taken as they come, handed out, and put together without a loss.

docs/formats/cards.md is the specification. Nothing here can open one: there is no key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Row, delete, func, select

from webapp.crypto.cards import CARD_BYTES, check_size
from webapp.desk.log import audit
from webapp.desk.service import active_key
from webapp.errors import BlocksChanged, BlockUnknown, CardKey
from webapp.models import CardBlock, CardFile, Case, Event, db, today


@dataclass(frozen=True)
class Sealed:
    """A file under the card key that belongs to the desk key with this fingerprint."""

    key: str
    file: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Raises CardMalformed for a file that has no allowed size."""
        check_size(self.file)


@dataclass(frozen=True)
class Posted:
    """A card and the number of the change that brought it."""

    desk_id: str
    case_id: str
    number: int
    card: Sealed


@dataclass(frozen=True, kw_only=True)
class Compaction:
    """One block in the place of those with the numbers `replaces`."""

    replaces: tuple[int, ...]
    count: int
    sealed: Sealed


def check_card(card: Sealed, *, key: str) -> None:
    """Raises CardMalformed for one that is too large, CardKey unless it is under this key."""
    check_size(card.file, CARD_BYTES)
    if card.key != key:
        raise CardKey(key=key)


def add_cards(posted: Sequence[Posted]) -> None:
    """Keep checked cards as blocks of one. Flushes."""
    blocks = [_block(one.desk_id, one.number, one.number, 1, one.card) for one in posted]
    for block, one in zip(blocks, posted, strict=True):
        block.case_id = one.case_id
    _add(blocks, [one.card for one in posted])


def drop_cards(*, desk_id: str, case_id: str) -> None:
    """Delete the blocks that hold nothing but cards of this case; browsers drop the others."""
    chosen = select(CardBlock.number).where(
        CardBlock.desk_id == desk_id, CardBlock.case_id == case_id
    )
    _drop(desk_id, db.session.scalars(chosen).all())


def read_block(*, desk_id: str, number: int) -> bytes:
    """The sealed bytes; raises BlockUnknown."""
    found = db.session.get(CardFile, (desk_id, number))
    if found is None:
        raise BlockUnknown
    return found.file


def is_noted(*, moderator_id: str) -> bool:
    """Whether the log says already that this moderator was handed cards today."""
    chosen = select(Event.number).where(
        Event.moderator_id == moderator_id, Event.day == today(), Event.kind == "cards_read"
    )
    return db.session.scalars(chosen.limit(1)).first() is not None


def note_reading(*, desk_id: str, moderator_id: str) -> None:
    """Write to the log that a moderator is handed cards: once a day, they come by the thousand."""
    if not is_noted(moderator_id=moderator_id):
        audit.record("cards_read", desk_id=desk_id, moderator_id=moderator_id)


def compact(*, desk_id: str, moderator_id: str, compaction: Compaction) -> CardBlock:
    """Put neighbouring blocks into one, which keeps the highest of their numbers.

    Called while the desk's cursor is held. Raises BlocksChanged, and CardKey as `check_card`.
    """
    present = active_key(desk_id).fingerprint
    if compaction.sealed.key != present:
        raise CardKey(key=present)
    replaced = _neighbours(desk_id, compaction.replaces)
    first, number = min(block.first for block in replaced), replaced[-1].number
    most = sum(block.entries for block in replaced)
    if not _living(desk_id, first, number) <= compaction.count <= most:
        raise BlocksChanged
    _drop(desk_id, compaction.replaces)
    block = _block(desk_id, number, first, compaction.count, compaction.sealed)
    _add([block], [compaction.sealed])
    audit.record("cards_compacted", desk_id=desk_id, moderator_id=moderator_id)
    return block


def _neighbours(desk_id: str, numbers: Sequence[int]) -> Sequence[Row[int, int, int]]:
    """Number, first and count of these blocks in order; raises unless they are side by side."""
    chosen = (
        select(CardBlock.number, CardBlock.first, CardBlock.count.label("entries"))
        .where(CardBlock.desk_id == desk_id)
        .where(CardBlock.number.between(min(numbers), max(numbers)))
        .order_by(CardBlock.number)
        .limit(len(numbers) + 1)
    )
    found = db.session.execute(chosen).all()
    if [block.number for block in found] != sorted(numbers):
        raise BlocksChanged
    return found


def _living(desk_id: str, first: int, last: int) -> int:
    """How many cases have their last card in the blocks that cover these changes."""
    chosen = select(func.count()).where(
        Case.desk_id == desk_id, Case.card.between(first, last), Case.gone.is_(False)
    )
    return db.session.scalar(chosen) or 0


def _drop(desk_id: str, numbers: Sequence[int]) -> None:
    for table in (CardFile, CardBlock):
        mine = (table.desk_id == desk_id, table.number.in_(numbers))
        db.session.execute(delete(table).where(*mine))


def _block(desk_id: str, number: int, first: int, count: int, sealed: Sealed) -> CardBlock:
    return CardBlock(
        desk_id=desk_id,
        number=number,
        first=first,
        key_fingerprint=sealed.key,
        count=count,
        length=len(sealed.file),
    )


def _add(blocks: Sequence[CardBlock], files: Sequence[Sealed]) -> None:
    db.session.add_all(blocks)
    db.session.flush()
    db.session.add_all(
        CardFile(desk_id=block.desk_id, number=block.number, file=sealed.file)
        for block, sealed in zip(blocks, files, strict=True)
    )
    db.session.flush()
