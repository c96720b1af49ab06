"""Writes desk_keys.json: `python -m tests.vectors.make_desk_keys`.

Derived values come out the same each time, from hashlib's scrypt and an HKDF written here after
RFC 5869, so that they owe nothing to the code under test. Sealing is random: files are made anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from webapp.crypto import age
from webapp.crypto.base64 import encode_url
from webapp.crypto.recipients import HybridIdentity

FILE = Path(__file__).parent / "desk_keys.json"
PASSPHRASES = (
    "bado-kilu-meta-nori-sepu-tavi",
    "หิ่งห้อยในคืนไร้จันทร์",
    "ﬁrefly café at night",  # a ligature, which NFKC takes apart, and an accent
)


def hkdf(secret: bytes, info: str) -> bytes:
    """RFC 5869 with an empty salt and 32 bytes out: one block of the expansion."""
    key = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(key, f"hinghoi/v1/{info}".encode() + b"\x01", "sha256")


def seed(name: str) -> bytes:
    """32 bytes that are the same each time."""
    return hashlib.sha256(f"desk_keys.json: {name}".encode()).digest()


def invitation(name: str) -> dict[str, Any]:
    secret = seed(name)
    identity = HybridIdentity.from_seed(hkdf(secret, "invitation/identity"))
    return {
        "secret": encode_url(secret),
        "token": encode_url(hkdf(secret, "invitation/token")),
        "identity": identity.export(),
        "recipient": str(identity.recipient()),
    }


def passphrase(nfkc: str, given: str) -> dict[str, Any]:
    salt = seed(f"salt of {nfkc}")[:16]
    stretched = hashlib.scrypt(nfkc.encode(), salt=salt, n=2**17, r=8, p=1, maxmem=2**28, dklen=32)
    return {
        "passphrase": given,
        "salt": encode_url(salt),
        "authentication": encode_url(hkdf(stretched, "moderator/authentication")),
        "wrapping": encode_url(hkdf(stretched, "moderator/wrapping")),
    }


# H. M. Damm's quasigroup, 2004.
DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def sheet(name: str) -> dict[str, Any]:
    digits = str(int.from_bytes(seed(name))).zfill(80)[-40:]
    groups = [digits[at : at + 5] for at in range(0, 40, 5)]
    return {
        "code": "".join(group + check_digit(group) for group in groups),
        "authentication": encode_url(hkdf(digits.encode(), "sheet/authentication")),
        "wrapping": encode_url(hkdf(digits.encode(), "sheet/wrapping")),
    }


def check_digit(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = DAMM[int(interim)][int(digit)]
    return interim


def wrapped_identities() -> list[dict[str, Any]]:
    identity, key, nonce = HybridIdentity.from_seed(seed("moderator")), seed("key"), bytes(12)
    recipient = str(identity.recipient())
    other = str(HybridIdentity.from_seed(seed("other")).recipient())
    plain = identity.export().encode()

    def sealed(text: bytes, bound: str) -> bytes:
        return nonce + AESGCM(key).encrypt(
            nonce, text, f"hinghoi/v1/moderator/identity\0{bound}".encode()
        )

    sound = sealed(plain, recipient)
    flipped = sound[:-1] + bytes([sound[-1] ^ 1])
    rows = [
        ("sound", key, sound, True),
        ("another key", seed("another key"), sound, False),
        ("changed byte", key, flipped, False),
        ("cut short", key, sound[:20], False),
        ("bound to another recipient", key, sealed(plain, other), False),
        ("another's identity", key, sealed(b"AGE-SECRET-KEY-PQ-1", recipient), False),
    ]
    return [
        {"name": name, "wrapping": encode_url(wrapping), "recipient": recipient,
         "wrapped": encode_url(wrapped), "identity": identity.export() if ok else None}
        for name, wrapping, wrapped, ok in rows
    ]  # fmt: skip


def wrapped_desk_keys() -> list[dict[str, Any]]:
    desk, holder = HybridIdentity.from_seed(seed("desk")), HybridIdentity.from_seed(seed("holder"))
    other = HybridIdentity.from_seed(seed("other"))
    line = desk.export().encode() + b"\n"
    rows = [
        ("sound", line, holder, True),
        ("for another holder", line, other, False),
        ("no line feed", line[:-1], holder, False),
        ("two keys", line + line, holder, False),
        ("a comment first", b"# key\n" + line, holder, False),
        ("another desk's key", other.export().encode() + b"\n", holder, False),
        ("empty", b"", holder, False),
    ]
    return [
        {"name": name, "holder": holder.export(), "recipient": str(desk.recipient()),
         "file": encode_url(age.encrypt(plain, [to.recipient()])),
         "desk_key": desk.export() if ok else None}
        for name, plain, to, ok in rows
    ]  # fmt: skip


def main() -> None:
    nfkc = (PASSPHRASES[0], PASSPHRASES[1], "firefly café at night")
    vectors = {
        "invitations": [invitation("first"), invitation("second")],
        "passphrases": [passphrase(*pair) for pair in zip(nfkc, PASSPHRASES, strict=True)],
        "sheets": [sheet("first sheet"), sheet("second sheet")],
        "wrapped_identities": wrapped_identities(),
        "wrapped_desk_keys": wrapped_desk_keys(),
    }
    FILE.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
