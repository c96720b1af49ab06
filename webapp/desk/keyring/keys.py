"""What an invitation's secret yields, and the desk key as it is handed on.

docs/formats/desk-keys.md §2 and §3 is the specification. Nothing here touches the database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.crypto import age
from webapp.crypto.errors import AgeError
from webapp.crypto.recipients import HybridIdentity, HybridRecipient, Identity
from webapp.errors import DeskKeyRefused, KeyInvalid

SECRET_BYTES = 32
_SHAPE = re.compile(rb"(AGE-SECRET-KEY-PQ-1[0-9A-Z]+)\n")


@dataclass(frozen=True)
class InvitationKeys:
    """`token`: 32 bytes that the browser shows. `identity` opens the wrapped desk key."""

    token: bytes = field(repr=False)
    identity: HybridIdentity = field(repr=False)


def from_invitation(secret: bytes) -> InvitationKeys:
    """Both values from the 32 bytes in a sign-up link; ValueError for another length."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("an invitation's secret has 32 bytes")
    return InvitationKeys(
        token=_expand(secret, b"invitation/token"),
        identity=HybridIdentity.from_seed(_expand(secret, b"invitation/identity")),
    )


def wrap_desk_key(desk_key: HybridIdentity, holder: HybridRecipient) -> bytes:
    """An age file with the desk key in it, to its next holder."""
    return age.encrypt(f"{desk_key.export()}\n".encode(), [holder])


def unwrap_desk_key(file: bytes, holder: Identity, recipient: str) -> HybridIdentity:
    """The desk key in `file`; raises DeskKeyRefused unless it is the one of `recipient`."""
    try:
        found = _SHAPE.fullmatch(age.decrypt(file, [holder]))
        desk_key = HybridIdentity.parse(found[1].decode()) if found else None
    except (AgeError, KeyInvalid) as error:
        raise DeskKeyRefused from error
    if desk_key is None or str(desk_key.recipient()) != recipient:
        raise DeskKeyRefused
    return desk_key


def _expand(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"hinghoi/v1/" + purpose).derive(secret)
