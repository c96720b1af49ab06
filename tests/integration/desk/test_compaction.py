"""Many blocks become one, and whatever happens at the same time, no card is lost."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.desk_cases import card, change, changed, changes, key, opened, told
from tests.support.desk_people import Person, member, new_desk
from webapp.desk.casework import cards, cases, cursor
from webapp.desk.casework.cards import Compaction, Sealed
from webapp.desk.casework.cases import CaseChange, NewCase
from webapp.desk.casework.work import Actor, at_desk
from webapp.errors import BlocksChanged
from webapp.models import CardBlock, CardFile, Case, db
from webapp.web.transaction import transaction


@pytest.fixture
def somsri(app: Flask) -> Person:
    return member(app, new_desk("nan"), "somsri")


def compact(person: Person, numbers: list[int], count: int, **more: Any) -> Any:
    body = {"replaces": numbers, "key": key(), "count": count, "file": card(2), **more}
    return person.post_json("blocks", body)


def numbers(person: Person, after: int = 0) -> list[int]:
    return [block["number"] for block in changes(person, after)["blocks"]]


def test_a_block_takes_the_place_of_its_neighbours(somsri: Person) -> None:
    for _ in range(4):
        opened(somsri)
    made = compact(somsri, [1, 2, 3], 3).json
    assert made == {"number": 3, "first": 1, "key": key(), "count": 3, "bytes": 2076}
    assert numbers(somsri) == [3, 4]
    assert len(somsri.get("blocks/3").data) == 2076
    assert told(somsri.get("blocks/1")) == (404, "block_unknown")
    # Whoever was up to date has nothing to fetch.
    assert numbers(somsri, 3) == [4]
    assert compact(somsri, [4, 3], 4).json == {**made, "number": 4, "count": 4}
    db.session.rollback()
    assert len(db.session.scalars(select(CardFile.number)).all()) == 1


@pytest.mark.parametrize(
    ("blocks", "count"),
    [
        ([1, 2, 9], 3),  # one that is not there
        ([1, 3], 3),  # with one left out in between
        ([1, 2], 1),  # with a card lost
        ([1, 2], 3),  # with a card that was in none of them
    ],
)
def test_blocks_that_are_not_as_they_were_stay(
    somsri: Person, blocks: list[int], count: int
) -> None:
    for _ in range(3):
        opened(somsri)
    assert told(compact(somsri, blocks, count)) == (409, "blocks_changed")
    assert numbers(somsri) == [1, 2, 3]


def test_cards_that_were_superseded_need_not_be_kept(somsri: Person) -> None:
    row = changed(somsri, opened(somsri), state="screening")
    assert compact(somsri, [1, 2], 1).status_code == 200
    # The newest card of the case is in a later block: the old one may stay or go.
    changed(somsri, row, state="verified")
    opened(somsri)
    assert compact(somsri, [2, 3, 4], 2).status_code == 200


def test_a_card_that_came_meanwhile_is_not_covered(somsri: Person) -> None:
    row = opened(somsri)
    opened(somsri)
    assert change(somsri, row, state="screening").status_code == 200
    assert compact(somsri, [1, 2], 2).status_code == 200
    assert numbers(somsri) == [2, 3]


def test_a_block_under_an_old_key_is_refused(somsri: Person) -> None:
    for _ in range(2):
        opened(somsri)
    assert told(compact(somsri, [1, 2], 2, key="1" * 32)) == (409, "card_key")


def test_a_desk_compacts_only_its_own(app: Flask, somsri: Person) -> None:
    for _ in range(2):
        opened(somsri)
    other = member(app, new_desk("phrae"), "somchai")
    answer = compact(other, [1, 2], 2, key=key("phrae"))
    assert told(answer) == (409, "blocks_changed")
    assert told(other.get("blocks/1")) == (404, "block_unknown")
    assert numbers(somsri) == [1, 2]


def sealed(mark: str) -> Sealed:
    return Sealed(mark, secrets.token_bytes(1052))


@dataclass(frozen=True)
class Office:
    """A desk where people work at once, each in an application context of their own."""

    app: Flask
    key: str
    actor: Actor

    def opens(self, count: int) -> None:
        for _ in range(count):
            new = NewCase(id=secrets.token_hex(16), packets=(), card=sealed(self.key))
            with self.app.app_context(), transaction(), at_desk(self.actor) as work:
                cases.open_case(work, new)

    def changes(self, count: int) -> None:
        for _ in range(count):
            with self.app.app_context(), transaction(), at_desk(self.actor) as work:
                case = db.session.scalars(select(Case).order_by(Case.seq).limit(1)).one()
                change = CaseChange(id=case.id, version=case.version, card=sealed(self.key))
                cases.look_up(work, [change])
                cases.change_case(work, change)

    def compacts(self, tries: int) -> int:
        """As browsers do: look first, then post; how often the blocks were still the same."""
        done = 0
        for _ in range(tries):
            with self.app.app_context():
                known = db.session.execute(
                    select(CardBlock.number, CardBlock.count.label("entries")).order_by(
                        CardBlock.number
                    )
                ).all()
                db.session.rollback()
                if len(known) < 2:
                    continue
                body = Compaction(
                    replaces=tuple(block.number for block in known),
                    count=sum(block.entries for block in known),
                    sealed=sealed(self.key),
                )
                try:
                    with transaction():
                        cursor.hold(desk_id="nan")
                        cards.compact(desk_id="nan", moderator_id="0" * 32, compaction=body)
                    done += 1
                except BlocksChanged:
                    pass
        return done


def test_two_compact_while_two_others_work(busy: Flask) -> None:
    new_desk("nan")
    office = Office(busy, key(), Actor("nan", "0" * 32))
    db.session.remove()
    office.opens(5)
    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(office.opens, 10), pool.submit(office.changes, 10)]
        compacting = [pool.submit(office.compacts, 10) for _ in range(2)]
        for one in work:
            one.result()
        assert sum(one.result() for one in compacting) > 0
    with busy.app_context():
        blocks = db.session.scalars(select(CardBlock).order_by(CardBlock.number)).all()
        # Every card that was posted is in some block, and blocks never overlap.
        assert sum(block.count for block in blocks) == 25
        assert blocks[0].first == 1
        assert blocks[-1].number == cursor.present(desk_id="nan") == 25
        edges = [edge for block in blocks for edge in (block.first, block.number)]
        assert edges == sorted(edges)
        seqs = db.session.scalars(select(Case.seq)).all()
        assert len(set(seqs)) == len(seqs) == 15
        db.session.remove()
