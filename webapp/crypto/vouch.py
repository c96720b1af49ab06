"""A desk key's word for whom it is wrapped to, so that no server can slip in a holder of its own.

docs/formats/desk-keys.md §10 is the specification. Who holds the desk key can say this word, nobody
else: a browser that hands the next key on believes it, and not the list that the server sends.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from webapp.crypto import base64
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.rotation import signing_key

_INFO = b"hinghoi/v1/moderator/signing"
_SIGNATURE_BYTES = 64


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Whom a desk key is wrapped to. `kind`: moderator, or recovery, which has no name.

    `signing` is a moderator's own signing key, base64url; empty for the recovery key.
    """

    kind: str
    name: str
    recipient: str
    signing: str


def member_signing_text(identity: HybridIdentity) -> str:
    """The public half of a moderator's own signing key, 32 bytes in base64url."""
    key = Ed25519PrivateKey.from_private_bytes(identity.derive(_INFO))
    return base64.encode_url(key.public_key().public_bytes_raw())


def signed_by(identity: HybridIdentity, statement: bytes) -> str:
    """The Ed25519 signature of the moderator with this identity, base64url."""
    key = Ed25519PrivateKey.from_private_bytes(identity.derive(_INFO))
    return base64.encode_url(key.sign(statement))


def sign_vouch(desk_key: HybridIdentity, desk: str, fingerprint: str, holder: Holder) -> str:
    """The word of the desk key with this fingerprint for `holder`, base64url."""
    return base64.encode_url(signing_key(desk_key).sign(_statement(desk, fingerprint, holder)))


def vouched(signing: str, vouch: str, desk: str, fingerprint: str, holder: Holder) -> bool:
    """Whether `vouch` is that word under the desk's `signing`; False for anything malformed."""
    return verified(signing, vouch, _statement(desk, fingerprint, holder))


def verified(signing: str, signature: str, statement: bytes) -> bool:
    """Whether the Ed25519 `signature` holds under `signing`, both base64url."""
    try:
        key, sound = base64.decode_url(signing), base64.decode_url(signature)
        if len(sound) != _SIGNATURE_BYTES:
            return False
        Ed25519PublicKey.from_public_bytes(key).verify(sound, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def plea_statement(desk: str, holder: Holder) -> bytes:
    """What a moderator signs to let somebody back in under new keys."""
    parts = ("hinghoi-desk-plea-v1", desk, holder.name, holder.recipient, holder.signing)
    return "".join(f"{part}\n" for part in parts).encode()


def _statement(desk: str, fingerprint: str, holder: Holder) -> bytes:
    parts = (desk, fingerprint, holder.kind, holder.name, holder.recipient, holder.signing)
    return "".join(f"{part}\n" for part in ("hinghoi-desk-holder-v1", *parts)).encode()
