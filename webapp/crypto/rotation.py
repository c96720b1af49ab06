"""How a desk's old key vouches for the next one, so that phones may follow (docs/formats/keys.md).

The signing key is made of the same 32 bytes as the desk key: whoever holds the one holds the other,
and nothing more has to be kept or wrapped.
"""

from __future__ import annotations

from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from webapp.crypto import base64
from webapp.crypto.recipients import HybridIdentity

_INFO = b"hinghoi/v1/desk/signing"
_SIGNATURE_BYTES = 64


def signing_key(desk_key: HybridIdentity) -> Ed25519PrivateKey:
    """The Ed25519 key (RFC 8032) that belongs to this desk key."""
    return Ed25519PrivateKey.from_private_bytes(desk_key.derive(_INFO))


def signing_text(desk_key: HybridIdentity) -> str:
    """Its public half as the key list writes it: 32 bytes in base64url without padding."""
    return base64.encode_url(signing_key(desk_key).public_key().public_bytes_raw())


def sign_rotation(desk_key: HybridIdentity, desk: str, old: str, new: str, day: date) -> str:
    """The old key's word for the new one, base64url; `old` and `new` are fingerprints."""
    return base64.encode_url(signing_key(desk_key).sign(_statement(desk, old, new, day)))


def vouches(signing: str, signature: str, desk: str, old: str, new: str, day: date) -> bool:
    """Whether `signature` is that word under `signing`; False for anything malformed."""
    try:
        key, sound = base64.decode_url(signing), base64.decode_url(signature)
        if len(sound) != _SIGNATURE_BYTES:
            return False
        Ed25519PublicKey.from_public_bytes(key).verify(sound, _statement(desk, old, new, day))
    except (InvalidSignature, ValueError):
        return False
    return True


def _statement(desk: str, old: str, new: str, day: date) -> bytes:
    return f"hinghoi-desk-rotation-v1\n{desk}\n{old}\n{new}\n{day.isoformat()}\n".encode("ascii")
