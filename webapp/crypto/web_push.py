"""What push services and browsers ask of a message: who sends it, and that only one can read it.

RFC 8292 (VAPID) signs for a push service; RFC 8291 encrypts for a browser, in one record of
RFC 8188.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from webapp.crypto.base64 import encode_url

POINT_BYTES = 65
AUTH_BYTES = 16
SALT_BYTES = 16
# Of P-256 (SEC 2 §2.4.2).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_RECORD = 4096
_LAST = b"\x02"


@dataclass(frozen=True)
class Receiver:
    """A browser's keys for one subscription: an uncompressed P-256 point, and 16 secret bytes."""

    point: bytes = field(repr=False)
    auth: bytes = field(repr=False)


def signing_key(secret: bytes) -> EllipticCurvePrivateKey:
    """The server's own key for push services, always the same for one secret.

    Eight bytes more than the order has, so that no key is likelier (FIPS 186-5 §A.2.1).
    """
    bits = HKDF(SHA256(), 40, salt=None, info=b"hinghoi/v1/push/vapid").derive(secret)
    return derive_private_key(int.from_bytes(bits) % (_ORDER - 1) + 1, SECP256R1())


def public_point(key: EllipticCurvePrivateKey) -> bytes:
    """Its public half, as browsers want it when they subscribe."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_point(data: bytes) -> bool:
    """Whether it is an uncompressed point of P-256."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), data)
    except ValueError:
        return False
    return len(data) == POINT_BYTES


def authorization(key: EllipticCurvePrivateKey, *, audience: str, contact: str, until: int) -> str:
    """The header that tells a push service who sends (RFC 8292 §2 and §3).

    `audience`: its origin. `contact`: a URL of ours, or empty. `until`: Unix seconds, at most a day
    from now.
    """
    claims: dict[str, int | str] = {"aud": audience, "exp": until}
    if contact:
        claims["sub"] = contact
    parts = ({"typ": "JWT", "alg": "ES256"}, claims)
    token = ".".join(encode_url(json.dumps(part).encode()) for part in parts)
    r, s = decode_dss_signature(key.sign(token.encode(), ECDSA(SHA256())))
    signature = encode_url(r.to_bytes(32) + s.to_bytes(32))
    return f"vapid t={token}.{signature}, k={encode_url(public_point(key))}"


def encrypt(message: bytes, to: Receiver) -> bytes:
    """A body of the encoding `aes128gcm`, 103 bytes longer than the message.

    Raises ValueError when the receiver's point is none.
    """
    salt = secrets.token_bytes(SALT_BYTES)
    return encrypt_with(message, to, salt, generate_private_key(SECP256R1()))


def encrypt_with(message: bytes, to: Receiver, salt: bytes, once: EllipticCurvePrivateKey) -> bytes:
    """The same with a salt and a key that are given, as in the RFC's example; use neither twice."""
    theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), to.point)
    ours = public_point(once)
    shared = once.exchange(ECDH(), theirs)
    mixed = _derive(to.auth, shared, b"WebPush: info\0" + to.point + ours, 32)
    content = _derive(salt, mixed, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derive(salt, mixed, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4) + bytes([len(ours)]) + ours
    return head + AESGCM(content).encrypt(nonce, message + _LAST, None)


def _derive(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=salt, info=info).derive(secret)
