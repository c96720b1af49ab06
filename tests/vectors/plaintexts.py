"""The plaintexts of the vectors: archives that a reader must open, and ones it must refuse.

Each is built from a sound one by a single change, so that a reader that refuses it for another
reason is found out by the code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from webapp.crypto.padme import padded_size
from webapp.crypto.recipients import HybridIdentity, X25519Identity
from webapp.crypto.ustar import END, Entry, write_archive

JSON = dict[str, Any]
Case = tuple[str, bytes, str]

JPEG = b"\xff\xd8\xff\xe0 not a picture, only bytes \xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n also only bytes"


def seed(name: str) -> bytes:
    """A fixed secret for a name; known to the world, so good for nothing but tests."""
    return hashlib.sha256(b"hinghoi test vector " + name.encode()).digest()


MAILBOX = str(HybridIdentity.from_seed(seed("mailbox")).recipient())
CLASSICAL = str(X25519Identity(seed("classical")).recipient())


def facts(number: int, data: bytes, extension: str, **changes: Any) -> JSON:
    """What report.json says of one attachment."""
    return {
        "name": f"{number:02}.{extension}",
        "type": {"jpg": "image/jpeg", "png": "image/png"}.get(extension, "text/plain"),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "removed": ["gps", "device", "time", "thumbnail"] if extension == "jpg" else [],
        **changes,
    }


def report(**changes: Any) -> JSON:
    """A sound report with every key; `changes` replace keys."""
    return {
        "version": 1,
        "kind": "report",
        "language": "th",
        "day": "2026-11-21",
        "category": None,
        "text": "ถนนสร้างแล้วพังในสามเดือน",
        "place": {"province": "", "district": "", "tambon": "", "code": "", "words": ""},
        "when": "",
        "agency": "",
        "accused": "",
        "watchpoint": None,
        "mailbox": None,
        "attachments": [],
        **changes,
    }


def without(value: JSON, key: str) -> JSON:
    """The object with one key left out."""
    return {name: item for name, item in value.items() if name != key}


def full() -> JSON:
    """A report that uses everything, with a photo and a drawing."""
    return report(
        kind="followup",
        category="construction",
        place={
            "province": "น่าน",
            "district": "ปัว",
            "tambon": "แงง",
            "code": "550505",
            "words": "หน้าวัด",
        },
        when="เดือนที่แล้ว",
        agency="อบต. แงง",
        accused="ผู้รับเหมา",
        watchpoint="nan-road-7",
        mailbox={"id": "00112233445566778899aabbccddeeff", "recipient": MAILBOX},
        attachments=[facts(1, JPEG, "jpg"), facts(2, PNG, "png")],
    )


def encode(value: object) -> bytes:
    """JSON as the writers spell it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def archive(value: object, *files: tuple[str, bytes]) -> bytes:
    """A canonical archive of a report (bytes are taken as they are) and files by path."""
    data = value if isinstance(value, bytes) else encode(value)
    return write_archive([Entry("report.json", data), *(Entry(*item) for item in files)])


PHOTO = ("attachments/01.jpg", JPEG)
DRAWING = ("attachments/02.png", PNG)


def file_blocks(head: bytes, data: bytes) -> bytes:
    """A header and its data, filled up to whole blocks."""
    return head + data + bytes(-len(data) % 512)


def pad(blocks: bytes) -> bytes:
    """Blocks with an end mark and the padding of the rule."""
    return (blocks + END).ljust(padded_size(len(blocks + END)), b"\0")


def changed(head: bytes, at: int, value: bytes) -> bytes:
    """A header with other bytes at an offset and a checksum that fits."""
    head = head[:at] + value + head[at + len(value) :]
    total = sum(head[:148]) + sum(head[156:]) + 8 * 32
    return head[:148] + b"%06o\0 " % total + head[156:]


def valid() -> Iterator[Case]:
    """Plaintexts that every reader must open."""
    yield "minimal", archive(report()), "ok"
    yield "cover", archive(report(kind="cover", text="")), "ok"
    yield "full", archive(full(), PHOTO, DRAWING), "ok"
    twenty = [facts(number, b"%d" % number, "txt") for number in range(1, 21)]
    files = [(f"attachments/{number:02}.txt", b"%d" % number) for number in range(1, 21)]
    yield "twenty_attachments", archive(report(attachments=twenty), *files), "ok"
    nothing = facts(1, b"", "txt")
    yield (
        "empty_attachment",
        archive(report(attachments=[nothing]), ("attachments/01.txt", b"")),
        "ok",
    )
    place = {**report()["place"], "altitude": 512}
    yield "unknown_keys_are_ignored", archive(report(place=place, mood=["new"])), "ok"
    yield "numbers_count_by_value", archive(report(version=1.0)), "ok"
    yield (
        "a_repeated_key_counts_as_its_last",
        archive(encode(report()).replace(b'"agency":""', b'"agency":"first","agency":"last"')),
        "ok",
    )
    yield "characters_are_scalar_values", archive(report(text="😀" * 12_000)), "ok"
    yield "text_of_20000_characters", archive(report(text="ก" * 20_000)), "ok"
    spare = 65_536 - len(encode(report(spare="")))
    yield "report_of_65536_bytes", archive(report(spare="x" * spare)), "ok"
    yield "hostile_strings", archive(hostile()), "ok"
    statement = ("handover.json", b'{"version":1}')
    yield "handed_over", archive(full(), statement, PHOTO, DRAWING), "ok"
    yield "handed_over_by_nobody_knows_whom", archive(report(), ("handover.json", b"")), "ok"
    largest = ("handover.json", b"x" * 61_440)
    yield "handed_over_with_many_words", archive(report(attachments=twenty), largest, *files), "ok"
    yield from valid_sizes()


# What a page, a terminal, a spreadsheet or a reader's eye might be led astray by.
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>"
    "\"'`--><iframe srcdoc='<script>alert(4)</script>'></iframe>{{7*7}}${7*7}"
    'javascript:alert(5) =HYPERLINK("http://example.org") \u202egnp.exe\u202c \u200b\u2066\u2069'
    "\x1b[2J\x1b]0;own\x07 \0 %00 %s%n ../../etc/passwd \ufeff\uffff \U000e0001 a\u0301\u0301\u0301"
)


def hostile() -> JSON:
    """A sound report with HOSTILE in every string that a stranger chooses."""
    place = {
        **report()["place"],
        **dict.fromkeys(("province", "district", "tambon", "words"), HOSTILE),
    }
    return report(
        **dict.fromkeys(("text", "when", "agency", "accused", "watchpoint"), HOSTILE),
        place=place,
        language="xx-const",
    )


def valid_sizes() -> Iterator[Case]:
    """Archives around the floor of the padding, and one of two chunks."""
    for name, total in (
        ("exactly_the_floor", 8192),
        ("just_above_the_floor", 8704),
        ("two_chunks", 67_584),
    ):
        data = b"x" * (total - 3 * 512 - 1024 - 1024)
        value = report(attachments=[facts(1, data, "txt")])
        assert len(encode(value)) <= 1024
        yield name, archive(value, ("attachments/01.txt", data)), "ok"
