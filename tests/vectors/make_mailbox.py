"""Writes mailbox.json: `python -m tests.vectors.make_mailbox`.

Codes and what comes of them are the same each time, from hashlib's scrypt and an HKDF of
RFC 5869 that owe nothing to the code under test. Sealing is random: letters are made anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from webapp.crypto import age
from webapp.crypto.base64 import encode_url
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.ustar import Entry, write_archive

FILE = Path(__file__).parent / "mailbox.json"
SOUND = ("0000000000000000000000", "1234567890123456789012", "9999999999999999999999")
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def with_check(digits: str) -> str:
    return f"{digits}{98 - int(digits + '00') % 97:02}"


def grouped(code: str, between: str = " ") -> str:
    return between.join(code[at : at + 4] for at in range(0, 24, 4))


def hkdf(secret: bytes, info: str) -> bytes:
    """RFC 5869 with an empty salt and 32 bytes out: one block of the expansion."""
    key = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(key, f"hinghoi/v1/mailbox/{info}".encode() + b"\x01", "sha256")


def mailbox(code: str) -> tuple[dict[str, str], HybridIdentity]:
    stretched = hashlib.scrypt(
        code.encode(), salt=b"hinghoi/v1/mailbox", n=2**15, r=8, p=1, maxmem=2**26, dklen=32
    )
    token = hkdf(stretched, "token")
    identity = HybridIdentity.from_seed(hkdf(stretched, "identity"))
    facts = {
        "code": code,
        "token": encode_url(token),
        "id": hashlib.sha256(b"hinghoi/v1/mailbox/id" + token).hexdigest()[:32],
        "identity": identity.export(),
        "recipient": str(identity.recipient()),
    }
    return facts, identity


def typed() -> list[dict[str, Any]]:
    """What people type, and the code that it is, or null."""
    code = with_check(SOUND[1])
    rows: list[tuple[str, str | None]] = [
        (code, code),
        (grouped(code), code),
        (grouped(code, "-"), code),
        (grouped(code, "\u00a0– "), code),
        (f"\n {code} \t", code),
        (code.translate(THAI), code),
        (grouped(code.translate(WIDE), "."), code),
        (code[:12] + code[12:].translate(THAI), code),
        (code[:-1], None),
        (code + "0", None),
        ("", None),
        (code[:-2] + f"{(int(code[-2:]) + 1) % 100:02}", None),
        (code[:4] + "x" + code[5:], None),
        (code.replace("0", "O"), None),
        ("٠" * 24, None),
        (code + " " * 200, None),
        # Congruent to a right answer modulo 97, but never what the rule gives.
        ("0" * 22 + "01", None),
    ]
    return [{"typed": text, "code": answer} for text, answer in rows]


def letters(to: HybridIdentity, mailbox_id: str) -> list[dict[str, Any]]:
    text = "ได้รับเรื่องแล้ว ขอรูปป้ายโครงการเพิ่มหนึ่งรูป"
    sound: dict[str, Any] = {
        "version": 1, "mailbox": mailbox_id, "desk": "demo", "number": 1, "language": "th",
        "day": "2026-11-21", "text": text, "state": "referred",
        "agency": {"name": "ป.ป.ช. น่าน", "reference": "นน ๐๐๑/๒๕๖๙"},
        "history": [
            {"day": "2026-11-19", "state": "received", "note": ""},
            {"day": "2026-11-21", "state": "referred", "note": "ส่งแล้ว"},
        ],
        "attachments": [
            {"name": "01.txt", "type": "text/plain", "bytes": 5,
             "sha256": hashlib.sha256(b"hello").hexdigest(), "removed": []}
        ],
    }  # fmt: skip
    plain = {**sound, "state": None, "agency": None, "history": [], "attachments": []}
    attached = [Entry("attachments/01.txt", b"hello")]
    rows: list[tuple[str, dict[str, Any], list[Entry], str]] = [
        ("sound", sound, attached, "ok"),
        ("no more than words", plain, [], "ok"),
        ("for another mailbox", {**plain, "mailbox": "0" * 32}, [], "packet_report"),
        ("a newer version", {**plain, "version": 2}, [], "packet_version"),
        ("a state that there is not", {**plain, "state": "lost"}, [], "packet_report"),
        ("a day that there is not", {**plain, "day": "2026-02-30"}, [], "packet_report"),
        ("too long a history", {**plain, "history": sound["history"] * 26}, [], "packet_limits"),
        ("a file that is not declared", plain, attached, "packet_attachments"),
        ("a declared file that is not there", sound, [], "packet_attachments"),
    ]
    made = [
        {"name": name, "expect": expect, "letter": letter if expect == "ok" else None,
         "file": sealed([Entry("letter.json", as_json(letter)), *files], to)}
        for name, letter, files, expect in rows
    ]  # fmt: skip
    report = sealed([Entry("report.json", as_json(plain))], to)
    made.append(
        {"name": "named as a report", "expect": "packet_archive", "letter": None, "file": report}
    )
    other = sealed([Entry("letter.json", as_json(plain))], HybridIdentity.from_seed(bytes(32)))
    made.append(
        {"name": "sealed to another", "expect": "packet_no_key", "letter": None, "file": other}
    )
    return made


def as_json(letter: dict[str, Any]) -> bytes:
    return json.dumps(letter, ensure_ascii=False, separators=(",", ":")).encode()


def sealed(entries: list[Entry], to: HybridIdentity) -> str:
    return encode_url(age.encrypt(write_archive(entries), [to.recipient()]))


def main() -> None:
    opened = [mailbox(with_check(digits)) for digits in SOUND]
    facts, identity = opened[1]
    vectors = {
        "typed": typed(),
        "mailboxes": [facts for facts, _ in opened],
        "letters": {**facts, "files": letters(identity, facts["id"])},
    }
    FILE.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
