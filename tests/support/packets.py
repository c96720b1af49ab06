"""Packets for tests of delivery: of the right shape, each different, made fast."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from functools import cache

from webapp.crypto.age import encrypt
from webapp.crypto.recipients import HybridIdentity


@dataclass(frozen=True)
class Sample:
    """A packet as a phone would hold it: `data` is its ciphertext."""

    id: str
    data: bytes
    desks: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def metadata(self) -> str:
        told = {"id": self.id, "sha256": self.sha256, "desks": self.desks}
        return ",".join(f"{key} {b64(value.encode())}" for key, value in told.items())

    @property
    def headers(self) -> dict[str, str]:
        """What a creation says about it."""
        return {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(len(self.data)),
            "Upload-Metadata": self.metadata,
        }

    def url(self, server: str) -> str:
        return f"{server}/api/packets/{self.id}"


def sample(size: int = 8192, desks: str = "demo") -> Sample:
    """A new packet; `size` is that of its plaintext, and one that padding leads to."""
    base = _sealed(size, desks.count(",") + 1)
    # Nobody without a key can tell these random bytes from sealed ones; the shape is the same.
    return Sample(secrets.token_hex(16), base[:-32] + secrets.token_bytes(32), desks)


@cache
def _sealed(size: int, desks: int) -> bytes:
    recipients = [HybridIdentity.generate().recipient() for _ in range(desks)]
    return encrypt(bytes(size), recipients)


def b64(data: bytes) -> str:
    """Standard base64, as tus writes it."""
    return base64.b64encode(data).decode("ascii")


def checksum(data: bytes, algorithm: str = "sha256") -> str:
    """The value of Upload-Checksum for `data`."""
    return f"{algorithm} {b64(hashlib.new(algorithm, data).digest())}"
