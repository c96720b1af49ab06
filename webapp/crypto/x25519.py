"""The classical kind of key, `X25519`, so that files of stock tools open (C2SP age).

Packets are never sealed to it: recorded today, they could be opened by a quantum computer later.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.crypto import base64, file_key
from webapp.crypto.errors import AgeHeaderError
from webapp.crypto.header import Stanza
from webapp.crypto.keytext import read_key, write_identity, write_recipient

KIND = "X25519"
KEY_BYTES = 32
RECIPIENT_PREFIX = "age"
IDENTITY_PREFIX = "age-secret-key-"
_INFO = b"age-encryption.org/v1/X25519"


class X25519Recipient:
    """The public half; `str()` gives `age1…`."""

    kind = KIND
    alone = False

    def __init__(self, public: bytes) -> None:
        """`public`: 32 bytes; ValueError for another length."""
        self._public = public
        self._key = X25519PublicKey.from_public_bytes(public)

    @classmethod
    def parse(cls, text: str) -> X25519Recipient:
        """From `age1…`; raises KeyInvalid."""
        return read_key(text, RECIPIENT_PREFIX, cls)

    def wrap(self, key: bytes) -> Stanza:
        """A stanza that only the matching identity opens."""
        ephemeral = X25519PrivateKey.generate()
        share = ephemeral.public_key().public_bytes_raw()
        wrap_key = _wrap_key(ephemeral.exchange(self._key), share, self._public)
        return Stanza((KIND, base64.encode(share)), file_key.wrap(wrap_key, key))

    def __str__(self) -> str:
        return write_recipient(RECIPIENT_PREFIX, self._public)

    def __repr__(self) -> str:
        return f"X25519Recipient({self})"


class X25519Identity:
    """The secret half; `export()` gives `AGE-SECRET-KEY-1…`, and nothing else shows it."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self._public = self._key.public_key().public_bytes_raw()

    @classmethod
    def generate(cls) -> X25519Identity:
        """A new identity from the system's random source."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def parse(cls, text: str) -> X25519Identity:
        """From `AGE-SECRET-KEY-1…`; raises KeyInvalid."""
        return read_key(text, IDENTITY_PREFIX, cls)

    def recipient(self) -> X25519Recipient:
        """The public half."""
        return X25519Recipient(self._public)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None if no stanza is for this identity; AgeHeaderError if malformed."""
        for stanza in file_key.stanzas_of(KIND, stanzas, arguments=2):
            share = file_key.argument_bytes(stanza, KEY_BYTES)
            key = file_key.unwrap(_wrap_key(self._shared(share), share, self._public), stanza.body)
            if key is not None:
                return key
        return None

    def export(self) -> str:
        """The secret itself as text; handle with care."""
        return write_identity(IDENTITY_PREFIX, self._secret)

    def __repr__(self) -> str:
        return "X25519Identity(…)"

    def _shared(self, share: bytes) -> bytes:
        try:
            return self._key.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise AgeHeaderError("a stanza's share is a point of low order") from error


def _wrap_key(shared: bytes, share: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, share + public, _INFO).derive(shared)
