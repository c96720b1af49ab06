"""Seals a report and its files into a packet, and opens a packet into what was sealed.

Letters travel in the same archive and seal, so what the two have in common is here as well.

The normative spec is docs/formats/packet.md; its vectors are in tests/vectors/packets.json.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from webapp.crypto import age, limits
from webapp.crypto.errors import AgeError, AgeNoMatch
from webapp.crypto.recipients import HybridRecipient, Identity
from webapp.crypto.report import AttachmentFacts, Report, parse_report, write_report
from webapp.crypto.ustar import HANDOVER_NAME, REPORT_NAME, Entry, read_archive, write_archive
from webapp.errors import PacketAttachments, PacketDamaged, PacketLimits, PacketNoKey


@dataclass(frozen=True)
class Attachment:
    """A file to seal. `extension`: 1 to 5 of `a-z0-9`; `removed`: what cleaning took out."""

    type: str
    extension: str
    data: bytes
    removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class OpenedPacket:
    """What was sealed; `files` holds the bytes of `report.attachments`, in the same order.

    `handover`: who handed it over, unread (docs/formats/handover.md).
    """

    report: Report
    report_json: bytes
    files: tuple[bytes, ...]
    handover: bytes | None = None


def seal(
    report: Report, attachments: Sequence[Attachment], recipients: Sequence[HybridRecipient]
) -> bytes:
    """The packet: an age file that any desk of `recipients` opens.

    The facts about attachments are computed here; those in `report` are replaced. Raises
    PacketLimits and PacketReport for what a reader would refuse.
    """
    return age.encrypt(write_plaintext(report, attachments), recipients)


def open_packet(packet: bytes, identities: Sequence[Identity]) -> OpenedPacket:
    """Opens and checks everything the spec demands; raises one of the `packet_…` errors."""
    if len(packet) > limits.PACKET_BYTES:
        raise PacketLimits(field="packet")
    return read_plaintext(decrypt(packet, identities))


def write_plaintext(report: Report, attachments: Sequence[Attachment]) -> bytes:
    """The padded archive that is sealed; the same input gives the same bytes."""
    facts = describe(attachments)
    first = write_report(dataclasses.replace(report, attachments=facts))
    return write_files(REPORT_NAME, first, facts, attachments)


def read_plaintext(plaintext: bytes) -> OpenedPacket:
    """Checks an archive against the report in it; raises one of the `packet_…` errors."""
    first, *rest = read_archive(plaintext, REPORT_NAME)
    handover = rest.pop(0).data if rest and rest[0].name == HANDOVER_NAME else None
    report = parse_report(first.data)
    return OpenedPacket(report, first.data, _matching(rest, report.attachments), handover)


def decrypt(sealed: bytes, identities: Sequence[Identity]) -> bytes:
    """The plaintext of an age file; raises PacketNoKey or PacketDamaged."""
    try:
        return age.decrypt(sealed, identities)
    except AgeNoMatch as error:
        raise PacketNoKey from error
    except AgeError as error:
        raise PacketDamaged from error


def describe(attachments: Sequence[Attachment]) -> tuple[AttachmentFacts, ...]:
    """What the first file of the archive says of the others."""
    return tuple(_facts(number, item) for number, item in enumerate(attachments, start=1))


def write_files(
    name: str, first: bytes, facts: Sequence[AttachmentFacts], attachments: Sequence[Attachment]
) -> bytes:
    """The padded archive of `first` and the attachments; raises PacketLimits."""
    files = [Entry(_path(fact), item.data) for fact, item in zip(facts, attachments, strict=True)]
    plaintext = write_archive([Entry(name, first), *files])
    if len(plaintext) > limits.PLAINTEXT_BYTES:
        raise PacketLimits(field="plaintext")
    return plaintext


Stored = Callable[[Sequence[AttachmentFacts]], tuple[bytes, ...]]


def read_files(name: str, plaintext: bytes) -> tuple[bytes, Stored]:
    """The first file, and what hands out the others once the first has declared them."""
    first, *rest = read_archive(plaintext, name)
    return first.data, lambda declared: _matching(rest, declared)


def _matching(stored: Sequence[Entry], declared: Sequence[AttachmentFacts]) -> tuple[bytes, ...]:
    if [entry.name for entry in stored] != [_path(fact) for fact in declared]:
        raise PacketAttachments
    for entry, fact in zip(stored, declared, strict=True):
        if len(entry.data) != fact.bytes or _sha256(entry.data) != fact.sha256:
            raise PacketAttachments(field=fact.name)
    return tuple(entry.data for entry in stored)


def packet_id(packet: bytes) -> str:
    """An id for a packet that was not given one: 32 hex digits out of its own ciphertext.

    A sealed packet holds more than 128 fresh random bits, so this is as good as a random id, and
    sending the same file again is the same upload without anything having to be remembered.
    """
    return hashlib.sha256(b"hinghoi-packet-id-v1" + packet).hexdigest()[:32]


def _facts(number: int, item: Attachment) -> AttachmentFacts:
    name = f"{number:02}.{item.extension}"
    return AttachmentFacts(name, item.type, len(item.data), _sha256(item.data), item.removed)


def _path(fact: AttachmentFacts) -> str:
    return f"attachments/{fact.name}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
