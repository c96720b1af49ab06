"""The post-quantum hybrid kind of key, `mlkem768x25519`: the only one that seals packets.

HPKE (RFC 9180) with the KEM MLKEM768-X25519; whoever breaks only one of the two halves learns
nothing (C2SP age, "The MLKEM768-X25519 hybrid post-quantum recipient type").
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.crypto import base64
from webapp.crypto.errors import AgeHeaderError
from webapp.crypto.file_key import argument_bytes, stanzas_of
from webapp.crypto.header import Stanza
from webapp.crypto.keytext import read_key, write_identity, write_recipient

KIND = "mlkem768x25519"
SHARE_BYTES = 1120
RECIPIENT_BYTES = 1216
SEED_BYTES = 32
RECIPIENT_PREFIX = "age1pq"
IDENTITY_PREFIX = "age-secret-key-pq-"
_MLKEM_PUBLIC_BYTES = 1184
_MLKEM_SEED_BYTES = 64
_MLKEM_SHARE_BYTES = 1088
_INFO = b"age-encryption.org/mlkem768x25519"
_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class HybridRecipient:
    """The public half; `str()` gives `age1pq1…`."""

    kind = KIND
    alone = False

    def __init__(self, public: bytes) -> None:
        """`public`: 1,184 bytes of ML-KEM-768, then 32 of X25519; ValueError for other things."""
        if len(public) != RECIPIENT_BYTES:
            raise ValueError("a hybrid recipient has 1216 bytes")
        self._public = public
        self._key = MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES]),
            X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:]),
        )

    @classmethod
    def parse(cls, text: str) -> HybridRecipient:
        """From `age1pq1…`; raises KeyInvalid."""
        return read_key(text, RECIPIENT_PREFIX, cls)

    def wrap(self, file_key: bytes) -> Stanza:
        """A stanza that only the matching identity opens."""
        sealed = _SUITE.encrypt(file_key, self._key, info=_INFO)
        share, body = sealed[:SHARE_BYTES], sealed[SHARE_BYTES:]
        return Stanza((KIND, base64.encode(share)), body)

    def __str__(self) -> str:
        return write_recipient(RECIPIENT_PREFIX, self._public)

    def __repr__(self) -> str:
        return f"HybridRecipient({str(self)[:16]}…)"


class HybridIdentity:
    """The secret half; `export()` gives `AGE-SECRET-KEY-PQ-1…`, and nothing else shows it."""

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise ValueError("a hybrid identity has 32 bytes")
        self._seed = seed
        expanded = hashlib.shake_256(seed).digest(_MLKEM_SEED_BYTES + SEED_BYTES)
        self._mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:_MLKEM_SEED_BYTES])
        self._x25519 = X25519PrivateKey.from_private_bytes(expanded[_MLKEM_SEED_BYTES:])
        self._key = MLKEM768X25519PrivateKey(self._mlkem, self._x25519)

    @classmethod
    def generate(cls) -> HybridIdentity:
        """A new identity from the system's random source."""
        return cls(secrets.token_bytes(SEED_BYTES))

    @classmethod
    def from_seed(cls, seed: bytes) -> HybridIdentity:
        """The identity of a 32-byte seed; ValueError for another length."""
        return cls(seed)

    @classmethod
    def parse(cls, text: str) -> HybridIdentity:
        """From `AGE-SECRET-KEY-PQ-1…`; raises KeyInvalid."""
        return read_key(text, IDENTITY_PREFIX, cls)

    def recipient(self) -> HybridRecipient:
        """The public half."""
        mlkem = self._mlkem.public_key().public_bytes_raw()
        return HybridRecipient(mlkem + self._x25519.public_key().public_bytes_raw())

    def derive(self, info: bytes) -> bytes:
        """32 secret bytes for another purpose, by HKDF-SHA256 (RFC 5869) with an empty salt."""
        return HKDF(SHA256(), SEED_BYTES, None, info).derive(self._seed)

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None if no stanza is for this identity; AgeHeaderError if malformed."""
        for stanza in stanzas_of(KIND, stanzas, arguments=2):
            file_key = self._open(argument_bytes(stanza, SHARE_BYTES), stanza.body)
            if file_key is not None:
                return file_key
        return None

    def export(self) -> str:
        """The secret itself as text; handle with care."""
        return write_identity(IDENTITY_PREFIX, self._seed)

    def __repr__(self) -> str:
        return "HybridIdentity(…)"

    def _open(self, share: bytes, body: bytes) -> bytes | None:
        self._refuse_low_order(share[_MLKEM_SHARE_BYTES:])
        try:
            return _SUITE.decrypt(share + body, self._key, info=_INFO)
        except InvalidTag:
            return None

    def _refuse_low_order(self, point: bytes) -> None:
        """The library reports such a share as a wrong tag, which would read as "not for me"."""
        try:
            self._x25519.exchange(X25519PublicKey.from_public_bytes(point))
        except ValueError as error:
            raise AgeHeaderError("a stanza's share is a point of low order") from error
