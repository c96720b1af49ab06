"""What a report says, as a typed value that was checked field by field.

A report comes from strangers: nothing of it is believed before it passed here. Spec:
docs/formats/packet.md, "report.json".
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from webapp.crypto import limits
from webapp.crypto.fields import Fields, fault
from webapp.crypto.recipients import HybridRecipient
from webapp.errors import KeyInvalid, PacketLimits, PacketVersion

VERSION = 1
KINDS = ("report", "followup", "cover")
ANSWERS = ("confirmed", "reopen")
CATEGORIES = (
    "procurement",
    "construction",
    "fund",
    "welfare",
    "bribe",
    "land",
    "school",
    "other",
)
REMOVED = ("gps", "device", "time", "author", "thumbnail", "text", "profile", "other")


@dataclass(frozen=True)
class Place:
    """Where it happened; any field may be empty. `code`: up to six digits of the tambon's code."""

    province: str = ""
    district: str = ""
    tambon: str = ""
    code: str = ""
    words: str = ""


@dataclass(frozen=True)
class Mailbox:
    """Where letters to the reporter go: 32 hex digits, and an `age1pq1…` recipient."""

    id: str
    recipient: str


@dataclass(frozen=True)
class AttachmentFacts:
    """What the report says of one attachment. `name`: `01.jpg`; `bytes`: its size."""

    name: str
    type: str
    bytes: int
    sha256: str
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """A report, a follow-up, or a cover with nothing in it.

    `day`: `YYYY-MM-DD`, Gregorian; `answer`: what became of it.
    """

    kind: str
    language: str
    day: str
    category: str | None
    text: str
    place: Place
    when: str
    agency: str
    accused: str
    watchpoint: str | None
    mailbox: Mailbox | None
    attachments: tuple[AttachmentFacts, ...] = ()
    answer: str | None = None


def parse_report(data: bytes) -> Report:
    """Reads report.json; raises PacketReport, PacketVersion or PacketLimits with the field."""
    if len(data) > limits.REPORT_BYTES:
        raise PacketLimits(field="report.json")
    top = Fields.parse(data)
    if top.integer("version") != VERSION:
        raise PacketVersion
    return Report(
        kind=top.choice("kind", KINDS),
        language=top.matching("language", r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}"),
        day=top.day("day"),
        category=top.nullable("category", lambda name: top.choice(name, CATEGORIES)),
        text=top.string("text", limits.TEXT_CHARACTERS),
        place=_place(top.inner("place")),
        when=top.string("when"),
        agency=top.string("agency"),
        accused=top.string("accused"),
        watchpoint=top.nullable("watchpoint", top.string),
        mailbox=top.nullable("mailbox", lambda name: _mailbox(top.inner(name))),
        attachments=parse_attachments(top),
        answer=top.optional("answer", lambda name: top.choice(name, ANSWERS)),
    )


def write_report(report: Report) -> bytes:
    """report.json in the writers' key order, without needless bytes."""
    value = {"version": VERSION, **to_plain(report)}
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    parse_report(data)
    return data


def _place(place: Fields) -> Place:
    return Place(
        province=place.string("province"),
        district=place.string("district"),
        tambon=place.string("tambon"),
        code=place.matching("code", r"[0-9]{0,6}"),
        words=place.string("words"),
    )


def _mailbox(mailbox: Fields) -> Mailbox:
    recipient = mailbox.string("recipient", limits.RECIPIENT_CHARACTERS)
    try:
        HybridRecipient.parse(recipient)
    except KeyInvalid as error:
        raise fault("mailbox.recipient") from error
    return Mailbox(mailbox.matching("id", r"[0-9a-f]{32}"), recipient)


def parse_attachments(top: Fields) -> tuple[AttachmentFacts, ...]:
    """What `attachments` declares, of a report or of a letter."""
    items = top.items("attachments", limits.ATTACHMENTS)
    return tuple(_attachment(item, number) for number, item in enumerate(items, start=1))


def _attachment(item: Fields, number: int) -> AttachmentFacts:
    return AttachmentFacts(
        name=item.matching("name", rf"{number:02}\.[a-z0-9]{{1,5}}"),
        type=item.matching("type", r"[a-z]{1,32}/[a-z0-9.+-]{1,64}"),
        bytes=item.integer("bytes", limits.ATTACHMENT_BYTES),
        sha256=item.matching("sha256", r"[0-9a-f]{64}"),
        removed=item.words("removed", REMOVED),
    )


def to_plain(value: object) -> dict[str, object]:
    """A report, or a part of it, as the object that report.json holds, without `version`.

    A key that came later and says nothing is left out, so that older readers know what they read.
    """
    fields = getattr(value, "__dataclass_fields__", {})
    plain = {name: _plain(getattr(value, name)) for name in fields}
    return {
        name: item
        for name, item in plain.items()
        if item is not None or fields[name].default is not None
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return to_plain(value) if hasattr(value, "__dataclass_fields__") else value
