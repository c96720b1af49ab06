"""What changed at a desk since a browser last asked: rows of cases, blocks of cards to fetch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, cast

from sqlalchemy import select

from webapp.desk.casework import cursor
from webapp.models import CardBlock, Case, db

MOST = 10_000
_CASE = (
    Case.id,
    Case.state,
    Case.assignee,
    Case.opened,
    Case.changed,
    Case.version,
    Case.seq,
    Case.hold,
    Case.gone,
)
_BLOCK = (
    CardBlock.number,
    CardBlock.first,
    CardBlock.key_fingerprint,
    CardBlock.count.label("entries"),  # a row has a method `count` already
    CardBlock.length,
)


class CaseRow(Protocol):
    """A case as the list needs it, without the cost of an object of the session."""

    id: str
    state: str
    assignee: str | None
    opened: date
    changed: date
    version: int
    seq: int
    hold: bool
    gone: bool


class BlockRow(Protocol):
    """The same of a block."""

    number: int
    first: int
    key_fingerprint: str
    entries: int
    length: int


@dataclass(frozen=True)
class Changes:
    """`following`: the cursor for the next time; `more`: whether to ask again at once."""

    cases: Sequence[CaseRow]
    blocks: Sequence[BlockRow]
    following: int
    more: bool
    waiting: int


def since(*, desk_id: str, after: int) -> Changes:
    """At most MOST cases and MOST blocks, none left out up to `following`."""
    # First, so that what is committed between the queries waits for the next time.
    end = cursor.present(desk_id=desk_id)
    found = select(*_CASE).where(Case.desk_id == desk_id, Case.seq > after, Case.seq <= end)
    rows = db.session.execute(found.order_by(Case.seq).limit(MOST + 1)).all()
    cases = cast(Sequence[CaseRow], rows)
    listed = select(*_BLOCK).where(
        CardBlock.desk_id == desk_id, CardBlock.number > after, CardBlock.number <= end
    )
    others = db.session.execute(listed.order_by(CardBlock.number).limit(MOST + 1)).all()
    blocks = cast(Sequence[BlockRow], others)
    more = len(cases) > MOST or len(blocks) > MOST
    if len(cases) > MOST:
        end = min(end, cases[MOST - 1].seq)
    if len(blocks) > MOST:
        end = min(end, blocks[MOST - 1].number)
    return Changes(
        cases=[case for case in cases if case.seq <= end],
        blocks=[block for block in blocks if block.number <= end],
        following=max(end, after),
        more=more,
        waiting=cursor.waiting(desk_id=desk_id),
    )
