"""What browsers post about cases, read out of JSON (docs/formats/cards.md §5)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from webapp.crypto.cards import BLOCK_CARDS
from webapp.crypto.states import STATES
from webapp.desk.casework.cards import Compaction, Sealed
from webapp.desk.casework.cases import CaseChange, NewCase
from webapp.desk.casework.handovers import HandedOver
from webapp.desk.casework.lifecycle import FIRST
from webapp.desk.casework.work import CameFrom
from webapp.desk.json_body import Body
from webapp.errors import FormInvalid

MOST_PACKETS = 100
MOST_CHANGES = 500
_KEY = "key"  # a fingerprint has the form of an id
_DESK = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DIGEST_BYTES = 32


def new_case(body: Body) -> NewCase:
    """A case to open; raises FormInvalid and CardMalformed."""
    packets = body.ids("packets", MOST_PACKETS)
    return NewCase(
        id=body.id("id"),
        packets=packets,
        card=_sealed(body, "card"),
        state=body.nullable("state", lambda name: body.choice(name, STATES)) or FIRST,
        assignee=body.nullable("assignee", body.id),
        came=_came(body, packets),
    )


def case_change(body: Body, case_id: str) -> CaseChange:
    """A change of a case; raises FormInvalid and CardMalformed."""
    packets = body.ids("packets", MOST_PACKETS) if body.has("packets") else ()
    change = CaseChange(
        id=case_id,
        version=body.number("version"),
        state=body.nullable("state", lambda name: body.choice(name, STATES)),
        assigns=body.has("assignee"),
        assignee=body.nullable("assignee", body.id),
        packets=packets,
        card=_sealed(body, "card") if body.has("card") else None,
        came=_came(body, packets),
    )
    if change.card is None and (change.state or change.packets or not change.assigns):
        raise FormInvalid(field="card")
    return change


def merging(body: Body, case_id: str) -> tuple[CaseChange, CaseChange]:
    """The duplicate and the case that it goes into; both cards are under one key."""
    into = body.inner("into")
    key = body.id(_KEY)
    target = CaseChange(
        id=into.id("id"),
        version=into.number("version"),
        card=Sealed(key, into.octets("card")),
    )
    if target.id == case_id:
        raise FormInvalid(field="into")
    source = CaseChange(
        id=case_id,
        version=body.number("version"),
        state="duplicate",
        card=_sealed(body, "card"),
    )
    return source, target


def splitting(body: Body, case_id: str) -> tuple[CaseChange, NewCase]:
    """The case that keeps some packets, and the new one; both cards are under one key."""
    new, key = body.inner("new"), body.id(_KEY)
    source = CaseChange(id=case_id, version=body.number("version"), card=_sealed(body, "card"))
    card = Sealed(key, new.octets("card"))
    packets = new.ids("packets", MOST_PACKETS)
    return source, NewCase(id=new.id("id"), packets=packets, card=card)


def changes(body: Body) -> list[NewCase | CaseChange]:
    """A bulk: what has a version changes a case, what has none opens one."""
    return [
        case_change(one, one.id("id")) if one.has("version") else new_case(one)
        for one in body.items("changes", MOST_CHANGES)
    ]


def compaction(body: Body) -> Compaction:
    """One block for several; raises FormInvalid and CardMalformed."""
    replaces = body.numbers("replaces", BLOCK_CARDS)
    if not replaces:
        raise FormInvalid(field="replaces")
    return Compaction(
        replaces=replaces,
        count=body.number("count", 0, BLOCK_CARDS),
        sealed=_sealed(body, "file"),
    )


def handing_over(body: Body) -> tuple[str, list[HandedOver]]:
    """To which desk, and which packets; raises FormInvalid."""
    items = body.items("packets", MOST_PACKETS)
    packets = [HandedOver(packet=one.id("packet"), digest=_digest(one)) for one in items]
    if len({one.packet for one in packets}) != len(packets):
        raise FormInvalid(field="packets")
    return _desk(body, "to"), packets


def _came(body: Body, packets: Sequence[str]) -> CameFrom | None:
    """Which desk says that it handed the one packet over, where one does."""
    told = body.nullable("handed", body.inner)
    if told is None:
        return None
    if len(packets) != 1:
        raise FormInvalid(field="handed")
    confirmed = told.truth("confirmed")
    return CameFrom(desk=_desk(told, "from"), digest=_digest(told), confirmed=confirmed)


def _desk(body: Body, name: str) -> str:
    slug = body.text(name, 40)
    if not _DESK.fullmatch(slug):
        raise FormInvalid(field=name)
    return slug


def _digest(body: Body) -> bytes:
    digest = body.octets("digest")
    if len(digest) != _DIGEST_BYTES:
        raise FormInvalid(field="digest")
    return digest


def _sealed(body: Body, name: str) -> Sealed:
    return Sealed(body.id(_KEY), body.octets(name))
