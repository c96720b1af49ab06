"""Courier files: sound ones, and ones that differ from a sound one in a single thing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

PACKET = b"age-encryption.org/v1\n-> what a courier cannot look into\n\x00\xff"
DESKS = [f"d{number}" for number in range(17)]


def head(packet: bytes, desks: str, version: str = "1") -> bytes:
    """The line that stands before a packet."""
    digest = hashlib.sha256(packet).hexdigest()
    return f"hinghoi-courier/{version} {digest} {desks}\n".encode()


def carried() -> Iterator[tuple[str, bytes, str]]:
    """Name, file, and `ok` or the code it is refused with."""
    line = head(PACKET, "nan")
    yield "one_desk", line + PACKET, "ok"
    yield "sixteen_desks", head(PACKET, ",".join(DESKS[:16])) + PACKET, "ok"
    yield "longest_name", head(PACKET, "0" + "z-" * 19 + "9") + PACKET, "ok"
    yield from malformed(line)
    yield "cut", line + PACKET[:-1], "courier_damaged"
    yield "prolonged", line + PACKET + b"\0", "courier_damaged"
    yield "changed", line + PACKET.replace(b"look", b"lock"), "courier_damaged"
    yield "nothing_after_the_header", line, "courier_damaged"


def malformed(line: bytes) -> Iterator[tuple[str, bytes, str]]:
    """Headers that the grammar does not allow, and a packet that is none."""
    heads = {
        "seventeen_desks": head(PACKET, ",".join(DESKS)),
        "a_desk_twice": head(PACKET, "nan,nan"),
        "no_desk": head(PACKET, ""),
        "an_empty_desk": head(PACKET, "nan,"),
        "capital_desk": head(PACKET, "Nan"),
        "desk_too_long": head(PACKET, "z" * 41),
        "another_version": head(PACKET, "nan", "2"),
        "two_spaces": line.replace(b" ", b"  ", 1),
        "carriage_return": line.replace(b"\n", b"\r\n"),
        "capital_digest": line.replace(line.split()[1], line.split()[1].upper()),
        "byte_order_mark": b"\xef\xbb\xbf" + line,
        "not_ascii": head(PACKET, "nan\xe9"),
        "no_line_end_soon": line.strip() + b"," + b"z" * 1024 + b"\n",
    }
    yield "empty", b"", "courier_malformed"
    yield "bare_packet", PACKET, "courier_malformed"
    for name, start in heads.items():
        yield name, start + PACKET, "courier_malformed"
    photo = b"\xff\xd8\xff\xe0 a photo"
    yield "no_packet_inside", head(photo, "nan") + photo, "courier_malformed"
