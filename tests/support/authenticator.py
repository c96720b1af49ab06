"""An authenticator in software, that can also lie: what a phone's passkey does, byte by byte.

Shapes are those of WebAuthn Level 3: authenticator data (§6.1), client data (§5.8.1), attestation
object (§6.5.4) with the `none` statement.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from webapp.crypto.base64 import decode_url, encode_url

PRESENT, VERIFIED, CREDENTIAL = 0x01, 0x04, 0x40
ORIGIN = "http://localhost:8000"
RP = "localhost"


@dataclass
class Authenticator:
    """One passkey. `origin` is what the browser around it says; `rp` what it was asked for."""

    origin: str = ORIGIN
    rp: str = RP
    flags: int = PRESENT | VERIFIED
    counter: int = 0
    counts: bool = True
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False
    )

    def make(self, challenge: str, **client: Any) -> dict[str, str]:
        """The answer to `navigator.credentials.create`, as the page posts it."""
        attested = bytes(16) + len(self.credential).to_bytes(2, "big") + self.credential
        data = self._data(self.flags | CREDENTIAL) + attested + self._cose()
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._client("webauthn.create", challenge, client)
        return {"client_data": encode_url(told), "attestation": encode_url(attestation)}

    def sign(self, challenge: str, **client: Any) -> dict[str, str]:
        """The answer to `navigator.credentials.get`."""
        self.counter += self.counts
        data, told = self._data(self.flags), self._client("webauthn.get", challenge, client)
        signed = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        return {
            "credential": encode_url(self.credential),
            "client_data": encode_url(told),
            "authenticator_data": encode_url(data),
            "signature": encode_url(signed),
        }

    def _data(self, flags: int) -> bytes:
        return (
            hashlib.sha256(self.rp.encode()).digest()
            + bytes([flags])
            + self.counter.to_bytes(4, "big")
        )

    def _client(self, kind: str, challenge: str, more: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps({**told, **more}).encode()

    def _cose(self) -> bytes:
        """The public key as COSE_Key: EC2, ES256, P-256 (RFC 9053 §7.1)."""
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})


def broken(answer: dict[str, str], name: str) -> dict[str, str]:
    """The answer with one bit of a field turned."""
    data = bytearray(decode_url(answer[name]))
    data[-1] ^= 1
    return {**answer, name: encode_url(bytes(data))}
