"""Seals a letter from a desk to a reporter's mailbox, and opens one.

A letter is framed as a packet is, with letter.json in the place of report.json; what is wrong with
one has a packet's codes. Spec: docs/formats/mailbox.md §3; vectors in tests/vectors/mailbox.json.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.crypto import age, limits
from webapp.crypto.fields import Fields, fault
from webapp.crypto.packet import Attachment, decrypt, describe, read_files, write_files
from webapp.crypto.recipients import HybridRecipient, Identity
from webapp.crypto.report import AttachmentFacts, parse_attachments, to_plain
from webapp.crypto.states import STATES
from webapp.errors import PacketLimits, PacketVersion

VERSION = 1
NAME = "letter.json"
HISTORY = 50


@dataclass(frozen=True)
class Step:
    """One line of a case's history. `day`: `YYYY-MM-DD`; `note` may be empty."""

    day: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class Agency:
    """To whom a case was referred; `reference` is that agency's own number, or empty."""

    name: str
    reference: str = ""


@dataclass(frozen=True)
class Letter:
    """What a desk tells a reporter. `number`: counts from 1 in each mailbox of each desk."""

    mailbox: str
    desk: str
    number: int
    language: str
    day: str
    text: str
    state: str | None
    agency: Agency | None
    history: tuple[Step, ...] = ()
    attachments: tuple[AttachmentFacts, ...] = ()


@dataclass(frozen=True)
class OpenedLetter:
    """A letter; `files` holds the bytes of `letter.attachments`, in the same order."""

    letter: Letter
    files: tuple[bytes, ...]


def seal_letter(
    letter: Letter, attachments: Sequence[Attachment], recipient: HybridRecipient
) -> bytes:
    """The age file; facts about attachments are computed. Raises PacketLimits, PacketReport."""
    facts = describe(attachments)
    first = write_letter(dataclasses.replace(letter, attachments=facts))
    sealed = age.encrypt(write_files(NAME, first, facts, attachments), [recipient])
    if len(sealed) > limits.LETTER_BYTES:
        raise PacketLimits(field="letter")
    return sealed


def open_letter(file: bytes, identity: Identity, mailbox: str) -> OpenedLetter:
    """Opens a letter for this mailbox; one that was written for another is PacketReport."""
    if len(file) > limits.LETTER_BYTES:
        raise PacketLimits(field="letter")
    first, files = read_files(NAME, decrypt(file, [identity]))
    letter = parse_letter(first)
    if letter.mailbox != mailbox:
        raise fault("mailbox")
    return OpenedLetter(letter, files(letter.attachments))


def parse_letter(data: bytes) -> Letter:
    """Reads letter.json; raises PacketReport, PacketVersion or PacketLimits with the field."""
    top = Fields.parse(data, NAME)
    if top.integer("version") != VERSION:
        raise PacketVersion
    return Letter(
        mailbox=top.matching("mailbox", r"[0-9a-f]{32}"),
        desk=top.matching("desk", r"[a-z0-9][a-z0-9-]{0,39}"),
        number=top.integer("number", 1_000_000),
        language=top.matching("language", r"[a-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}"),
        day=top.day("day"),
        text=top.string("text", limits.TEXT_CHARACTERS),
        state=top.nullable("state", lambda name: top.choice(name, STATES)),
        agency=top.nullable("agency", lambda name: _agency(top.inner(name))),
        history=tuple(_step(step) for step in top.items("history", HISTORY)),
        attachments=parse_attachments(top),
    )


def write_letter(letter: Letter) -> bytes:
    """letter.json in the writers' key order, without needless bytes."""
    value = {"version": VERSION, **to_plain(letter)}
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    parse_letter(data)
    return data


def _step(step: Fields) -> Step:
    return Step(step.day("day"), step.choice("state", STATES), step.string("note"))


def _agency(agency: Fields) -> Agency:
    return Agency(agency.string("name"), agency.string("reference"))
