"""The chain of custody in an export: what the server's log says of its cases, checked offline.

Spec: docs/formats/export.md §4. Other cases' entries lie between those that are shown here, so the
log's hashes cannot be followed from one to the next; that nothing was left out is the server's
signed word. What can be checked without the log is checked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.crypto.extract import vouches
from webapp.crypto.fields import Fields
from webapp.crypto.receipts import verify_receipt
from webapp.crypto.signed_line import statement_of
from webapp.crypto.states import STATES
from webapp.errors import ExportChain, ExportCustody, HinghoiError, ReceiptError

_ID = r"[0-9a-f]{32}"
_HASH = r"[0-9a-f]{64}"
_RECEIPT = re.compile(r"hinghoi-receipt-v1\.[0-9a-f]{32}\.([0-9a-f]{64})\..*")
MOST_EVENTS = 200_000
_MOST = 100_000


@dataclass(frozen=True)
class CaseFacts:
    """A case as the server knew it."""

    case: str
    state: str
    opened: str


@dataclass(frozen=True)
class PacketFacts:
    """A packet of a case, with the server's word that it holds it since that day."""

    case: str
    packet: str
    receipt: str


@dataclass(frozen=True)
class Entry:
    """One line of the log. `case`, `packet`, `detail` may be ""."""

    day: str
    kind: str
    case: str
    packet: str
    detail: str
    hash: str


@dataclass(frozen=True)
class Custody:
    """`custody.json`, version 1."""

    desk: str
    day: str
    head: str
    cases: tuple[CaseFacts, ...]
    packets: tuple[PacketFacts, ...]
    entries: tuple[Entry, ...]

    def states_of(self, case: str) -> list[str]:
        """The states that the log says the case had, the first first."""
        return [state for entry in self.entries if (state := _state(entry, case))]


def parse_custody(data: bytes) -> Custody:
    """Raises ExportCustody with the field."""
    try:
        return _read(Fields.parse(data, "custody.json"))
    except HinghoiError as error:
        raise ExportCustody(**error.members) from error


def check_custody(custody: Custody, data: bytes, line: str, key: bytes) -> Iterator[HinghoiError]:
    """What is wrong with signatures and entries; `key`: the server's 32-byte receipt key."""
    if not vouches(line, key, data, custody.day):
        yield ExportCustody(field="custody.sig")
    head = statement_of(custody.head, key)
    last = custody.entries[-1].hash if custody.entries else ""
    if head != f"hinghoi-log-head-v1.{custody.day}.{last}":
        yield ExportCustody(field="head")
    for one in custody.packets:
        if not _is_receipt(one, key):
            yield ExportCustody(field=f"receipt of packet {one.packet}")
    if [entry.day for entry in custody.entries] != sorted(entry.day for entry in custody.entries):
        yield ExportChain(field="days")
    for case in custody.cases:
        yield from _check_case(custody, case)


def _check_case(custody: Custody, case: CaseFacts) -> Iterator[HinghoiError]:
    own = [entry for entry in custody.entries if entry.case == case.case]
    kinds = [entry.kind for entry in own]
    if kinds[:1] != ["case_opened"] or kinds.count("case_opened") != 1:
        yield ExportChain(field=f"case {case.case}: opened")
    elif own[0].day != case.opened:
        yield ExportChain(field=f"case {case.case}: day")
    if kinds[-1:] != ["case_exported"]:
        yield ExportChain(field=f"case {case.case}: exported")
    if custody.states_of(case.case)[-1:] != [case.state]:
        yield ExportChain(field=f"case {case.case}: state")
    put = {entry.packet for entry in custody.entries if entry.kind == "case_packet"}
    for one in custody.packets:
        if one.case == case.case and one.packet not in put:
            yield ExportChain(field=f"packet {one.packet}")


def _state(entry: Entry, case: str) -> str | None:
    if entry.case != case:
        return None
    if entry.kind in ("case_opened", "case_state"):
        return entry.detail
    return "duplicate" if entry.kind == "case_merged" else None


def _is_receipt(one: PacketFacts, key: bytes) -> bool:
    found = _RECEIPT.fullmatch(one.receipt)
    try:
        return found is not None and bool(verify_receipt(one.receipt, key, one.packet, found[1]))
    except ReceiptError:
        return False


def _read(top: Fields) -> Custody:
    if top.integer("version") != 1:
        raise ExportCustody(field="version")
    return Custody(
        desk=top.matching("desk", r"[a-z0-9][a-z0-9-]{0,39}"),
        day=top.day("day"),
        head=top.string("head"),
        cases=tuple(_case(one) for one in top.items("cases", 100)),
        packets=tuple(_packet(one) for one in top.items("packets", _MOST)),
        entries=tuple(_entry(one) for one in top.items("events", MOST_EVENTS)),
    )


def _case(fields: Fields) -> CaseFacts:
    return CaseFacts(
        case=fields.matching("case", _ID),
        state=fields.choice("state", STATES),
        opened=fields.day("opened"),
    )


def _packet(fields: Fields) -> PacketFacts:
    return PacketFacts(
        case=fields.matching("case", _ID),
        packet=fields.matching("packet", _ID),
        receipt=fields.string("receipt"),
    )


def _entry(fields: Fields) -> Entry:
    return Entry(
        day=fields.day("day"),
        kind=fields.matching("kind", r"[a-z_]{1,20}"),
        case=fields.nullable("case", lambda name: fields.matching(name, _ID)) or "",
        packet=fields.nullable("packet", lambda name: fields.matching(name, _ID)) or "",
        detail=fields.nullable("detail", fields.string) or "",
        hash=fields.matching("hash", _HASH),
    )
