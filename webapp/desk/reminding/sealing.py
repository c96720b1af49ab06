"""Where people are reminded is nearly who they are: sealed under a key that is not in the database.

The key is derived from the one that signs cookies, which is a file of its own.
"""

from __future__ import annotations

import secrets as random
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.web.context import secrets

_NONCE = 12
_KEY = 32


def derived_key(info: bytes) -> bytes:
    """32 bytes of the server's for one purpose."""
    return HKDF(SHA256(), _KEY, salt=None, info=info).derive(secrets().session_key)


@dataclass(frozen=True)
class Box:
    """For one purpose (`info`); every box holds `size` bytes, so that its length tells nothing."""

    info: bytes
    size: int

    def seal(self, owner: str, data: bytes) -> bytes:
        """Data without zero bytes at its end, for its owner's row only."""
        nonce = random.token_bytes(_NONCE)
        padded = data.ljust(self.size, b"\0")
        return nonce + self._cipher().encrypt(nonce, padded, owner.encode("ascii"))

    def open(self, owner: str, box: bytes) -> bytes | None:
        """The data; None when it was sealed under a key that is gone."""
        try:
            padded = self._cipher().decrypt(box[:_NONCE], box[_NONCE:], owner.encode("ascii"))
        except InvalidTag:
            return None
        return padded.rstrip(b"\0")

    def _cipher(self) -> AESGCM:
        return AESGCM(derived_key(self.info))
