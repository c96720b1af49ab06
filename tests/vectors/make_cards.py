"""Writes cards.json: `python -m tests.vectors.make_cards`.

Keys, nonces and blocks come out the same each time, from an HKDF of RFC 5869, zlib and AES-GCM that
owe nothing to the code under test.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from webapp.crypto.base64 import encode_url
from webapp.crypto.fingerprint import fingerprint
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.rotation import signing_text

FILE = Path(__file__).parent / "cards.json"
SEED = hashlib.sha256(b"the desk of the vectors").digest()
DESK = "nan"
STEP = 1024


def hkdf(secret: bytes) -> bytes:
    """RFC 5869 with an empty salt and 32 bytes out: one block of the expansion."""
    key = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(key, b"hinghoi/v1/desk/cards\x01", "sha256")


def card(number: int, **more: Any) -> dict[str, Any]:
    case = hashlib.sha256(f"case {number}".encode()).hexdigest()[:32]
    return {
        "case": case,
        "version": 1,
        "title": "ถนนหน้าวัด",
        "text": "ถนนหน้าวัดสร้างไม่เสร็จ เงินหมดแล้ว\n<script>alert(1)</script>",
        "kind": "construction",
        "province": "น่าน",
        "district": "ปัว",
        "day": "2026-11-20",
        "language": "th",
        "risk": "red",
        "labels": ["ถนน"],
        "notes": [{"day": "2026-11-21", "by": "a" * 32, "text": "โทรถามแล้ว"}],
        "agency": "อบต. แงง",
        "accused": "ผู้รับเหมารายเดิม",
        "watchpoint": None,
        "files": 2,
        "mailbox": "b" * 32,
        "desks": ["nan"],
        "referral": None,
        "reason": "",
        "checklist": {"อ่านแล้ว": True},
        "merged_into": None,
        "history": [{"day": "2026-11-21", "by": "a" * 32, "state": "received"}],
        "packets": ["c" * 32],
        **more,
    }


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def padded(body: bytes, *, length: int | None = None, more: int = 0, filler: bytes = b"") -> bytes:
    said = (len(body) if length is None else length).to_bytes(4, "big")
    whole = said + body + filler
    return whole + bytes(-len(whole) % STEP + more * STEP)


def vectors() -> dict[str, Any]:
    desk_key = HybridIdentity.from_seed(SEED)
    mark = fingerprint(str(desk_key.recipient()), signing_text(desk_key))
    key = hkdf(SEED)

    def sealed(name: str, plain: bytes, *, aad: bytes | None = None) -> bytes:
        nonce = hashlib.sha256(name.encode()).digest()[:12]
        said = f"hinghoi/v1/cards\n{DESK}\n{mark}".encode() if aad is None else aad
        return nonce + AESGCM(key).encrypt(nonce, plain, said)

    rows: list[dict[str, Any]] = []

    def add(name: str, file: bytes, cards: list[dict[str, Any]] | None) -> None:
        rows.append({"name": name, "file": encode_url(file), "cards": cards})

    three = [card(1), card(2, version=7, later="kept"), card(1, version=2, title="ใหม่")]
    for name, cards in (("one card", [card(1)]), ("three cards", three), ("no cards", [])):
        body = json.dumps(cards, ensure_ascii=False, separators=(",", ":")).encode()
        add(name, sealed(name, padded(deflated(body))), cards)
    body = deflated(json.dumps([card(1)]).encode())
    for name, plain in (
        ("length beyond the end", padded(body, length=4096)),
        ("filler that is not zero", padded(body, filler=b"\x01")),
        ("a KiB of filler too much", padded(body, more=1)),
        ("bytes after the stream", padded(body + b"x")),
        ("a stream that was cut short", padded(body[:-8])),
        ("an object, not a list", padded(deflated(b'{"case":1}'))),
        ("a list of other things", padded(deflated(b"[1]"))),
        ("not JSON", padded(deflated(b"[{]"))),
        ("more than 16 MiB inflated", padded(deflated(b"[" + b" " * (16 * STEP * STEP) + b"]"))),
    ):
        add(name, sealed(name, plain), None)
    sound = sealed("changed", padded(body))
    add(
        "another desk",
        sealed("x", padded(body), aad=f"hinghoi/v1/cards\nphrae\n{mark}".encode()),
        None,
    )
    add("one bit changed", sound[:-1] + bytes([sound[-1] ^ 1]), None)
    add("cut short by a KiB", sound[: -STEP - 28] or sound[:28], None)
    return {
        "desk": DESK,
        "identity": desk_key.export(),
        "fingerprint": mark,
        "key": encode_url(key),
        "blocks": rows,
    }


if __name__ == "__main__":
    text = json.dumps(vectors(), ensure_ascii=False, indent=1)
    FILE.write_text(f"{text}\n", "utf-8")
