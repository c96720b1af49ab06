"""The archive inside a packet or a letter: POSIX ustar in exactly one spelling.

A reader builds the one header that the name and the size allow and compares all 512 bytes, so that
links, directories, odd paths and everything else that tar can say is refused without being named.
Spec: docs/formats/packet.md, "The archive"; fields as in POSIX.1-2017, pax, "ustar Interchange
Format".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from webapp.crypto import limits
from webapp.crypto.padme import is_padded, padded_size
from webapp.errors import PacketArchive, PacketLimits, PacketPadding

BLOCK = 512
END = bytes(2 * BLOCK)
REPORT_NAME = "report.json"
_NUMBER = b"0000000\0"
# Only behind a report: who handed the packet over (docs/formats/handover.md).
HANDOVER_NAME = "handover.json"
_NAME = re.compile(r"(?:report|letter|handover)\.json|attachments/[0-9]{2}\.[a-z0-9]{1,5}")
_SIZE = re.compile(rb"[0-7]{11}\x00")


@dataclass(frozen=True)
class Entry:
    """One file of the archive."""

    name: str
    data: bytes


def write_archive(entries: Iterable[Entry]) -> bytes:
    """The archive with its end mark and its padding; the same entries give the same bytes."""
    parts: list[bytes] = []
    for entry in entries:
        parts += [header(entry.name, len(entry.data)), entry.data, bytes(-len(entry.data) % BLOCK)]
    archive = b"".join([*parts, END])
    return archive.ljust(padded_size(len(archive)), b"\0")


def read_archive(plaintext: bytes, first: str = REPORT_NAME) -> tuple[Entry, ...]:
    """The entries in order: `first` once and at the beginning, behind a report perhaps who handed
    it over, then attachments.

    Raises PacketLimits, PacketPadding or PacketArchive; never anything else, whatever the bytes.
    """
    if len(plaintext) > limits.PLAINTEXT_BYTES:
        raise PacketLimits(field="plaintext")
    if not is_padded(len(plaintext)):
        raise PacketPadding
    entries: list[Entry] = []
    position = 0
    while plaintext[position : position + len(END)] != END:
        entry, position = _read_entry(plaintext, position)
        entries.append(entry)
        if len(entries) > limits.ATTACHMENTS + (2 if _is_handed(entries) else 1):
            raise PacketLimits(field="attachments")
    _check_rest(plaintext, position)
    names = [entry.name for entry in entries]
    others = names[2:] if first == REPORT_NAME and _is_handed(entries) else names[1:]
    if names[:1] != [first] or not all("/" in name for name in others):
        raise PacketArchive
    return tuple(entries)


def _is_handed(entries: Sequence[Entry]) -> bool:
    return len(entries) > 1 and entries[1].name == HANDOVER_NAME


def header(name: str, size: int) -> bytes:
    """The 512 bytes that stand before a file of `size` bytes; the same that GNU tar writes."""
    fields = b"".join(
        (
            name.encode("ascii").ljust(100, b"\0"),
            b"0000644\0",  # mode
            *(_NUMBER, _NUMBER),  # uid, gid
            b"%011o\0" % size,
            b"00000000000\0",  # mtime
            b" " * 8,  # the checksum counts itself as spaces
            b"0".ljust(101, b"\0"),  # typeflag and linkname
            b"ustar\x0000".ljust(72, b"\0"),  # magic, version, uname, gname
            *(_NUMBER, _NUMBER),  # devmajor, devminor
            bytes(167),  # prefix and the rest of the block
        )
    )
    return fields[:148] + b"%06o\0 " % sum(fields) + fields[156:]


def _read_entry(plaintext: bytes, position: int) -> tuple[Entry, int]:
    block = plaintext[position : position + BLOCK]
    name = block[:100].rstrip(b"\0").decode("ascii", "replace")
    if not _NAME.fullmatch(name) or not _SIZE.fullmatch(block[124:136]):
        raise PacketArchive
    size = int(block[124:135], 8)
    if block != header(name, size):
        raise PacketArchive
    if size > _limit(name):
        raise PacketLimits(field=name)
    return _read_data(plaintext, name, position + BLOCK, size)


def _read_data(plaintext: bytes, name: str, start: int, size: int) -> tuple[Entry, int]:
    end = start + size
    position = end + -size % BLOCK
    if position > len(plaintext) or any(plaintext[end:position]):
        raise PacketArchive
    return Entry(name, plaintext[start:end]), position


def _check_rest(plaintext: bytes, position: int) -> None:
    """After the entries come only zeros, and no more of them than the rule adds."""
    if padded_size(position + len(END)) != len(plaintext):
        raise PacketPadding
    if plaintext.count(0, position) != len(plaintext) - position:
        raise PacketPadding


def _limit(name: str) -> int:
    if "/" in name:
        return limits.ATTACHMENT_BYTES
    return limits.HANDOVER_BYTES if name == HANDOVER_NAME else limits.REPORT_BYTES
