"""The receipt code, the only thing that a reporter keeps, and what comes of it.

Spec: docs/formats/mailbox.md §1 and §2; vectors in tests/vectors/mailbox.json. Phones make codes
and never tell them; the server derives from one only on pages that work without JavaScript.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from webapp.crypto.recipients import HybridIdentity
from webapp.errors import ReceiptCodeInvalid

DIGITS = 24
TOKEN_BYTES = 32
_RANDOM_DIGITS = 22
_GROUP = 4
_BETWEEN = re.compile(r"[\s\u200b\u2060.‐‑–—-]+")
_SALT = b"hinghoi/v1/mailbox"


@dataclass(frozen=True)
class MailboxKeys:
    """`id`: 32 hex digits; `token`: 32 bytes, whose hash the id is; `identity` opens letters."""

    id: str
    token: bytes = field(repr=False)
    identity: HybridIdentity = field(repr=False)


def new_code() -> str:
    """24 digits: 22 random ones (73 bits), then two check digits."""
    return with_check_digits(f"{secrets.randbelow(10**_RANDOM_DIGITS):022}")


def with_check_digits(digits: str) -> str:
    """`digits` and the two of ISO/IEC 7064, MOD 97-10: every wrong digit and swap shows."""
    return f"{digits}{98 - int(digits) * 100 % 97:02}"


def read_code(text: str) -> str:
    """The 24 ASCII digits of what somebody typed; raises ReceiptCodeInvalid.

    Thai and full-width digits count, and so do spaces, dots and hyphens in any place.
    """
    if len(text) > 200:
        raise ReceiptCodeInvalid
    typed = _BETWEEN.sub("", text)
    if len(typed) != DIGITS or not typed.isdecimal():
        raise ReceiptCodeInvalid
    code = "".join(str(unicodedata.digit(character)) for character in typed)
    if with_check_digits(code[:_RANDOM_DIGITS]) != code:
        raise ReceiptCodeInvalid
    return code


def show_code(code: str) -> str:
    """The code as people write it: six groups of four digits."""
    return " ".join(code[at : at + _GROUP] for at in range(0, DIGITS, _GROUP))


def open_mailbox(code: str) -> MailboxKeys:
    """What the 24 digits open. Takes 32 MiB of memory and about a tenth of a second."""
    stretched = Scrypt(_SALT, 32, 2**15, 8, 1).derive(code.encode("ascii"))
    token = _expand(stretched, b"token")
    identity = HybridIdentity.from_seed(_expand(stretched, b"identity"))
    return MailboxKeys(mailbox_id(token), token, identity)


def mailbox_id(token: bytes) -> str:
    """The mailbox that a token opens: a hash of it, so that nobody needs a list of mailboxes."""
    return hashlib.sha256(b"hinghoi/v1/mailbox/id" + token).hexdigest()[:32]


def _expand(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, _SALT + b"/" + purpose).derive(secret)
