"""The server's signed word that it holds a whole packet; the phone deletes on nothing less.

Spec: docs/formats/receipt.md. Ed25519 (RFC 8032) over everything before the last dot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from webapp.crypto import base64
from webapp.errors import ReceiptError, ReceiptForged, ReceiptMismatch

_FORM = re.compile(
    r"hinghoi-receipt-v1\.(?P<id>[0-9a-f]{32})\.(?P<sha256>[0-9a-f]{64})"
    r"\.(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\.(?P<signature>[A-Za-z0-9_-]{86})"
)


@dataclass(frozen=True)
class Receipt:
    """A verified receipt. `packet_id`: 32 hex digits; `sha256`: 64, of the whole ciphertext."""

    packet_id: str
    sha256: str
    day: date


def sign_receipt(key: Ed25519PrivateKey, packet_id: str, sha256: str, day: date) -> str:
    """One line of ASCII without a line feed; ReceiptError if id or digest are not lower hex."""
    statement = f"hinghoi-receipt-v1.{packet_id}.{sha256}.{day.isoformat()}"
    receipt = f"{statement}.{base64.encode_url(key.sign(statement.encode('utf-8')))}"
    if not _FORM.fullmatch(receipt):
        raise ReceiptError
    return receipt


def verify_receipt(receipt: str, public_key: bytes, packet_id: str, sha256: str) -> Receipt:
    """The receipt, if it is for this packet and signed under the 32-byte `public_key`.

    Raises ReceiptError (malformed), ReceiptMismatch (another packet) or ReceiptForged.
    """
    form = _FORM.fullmatch(receipt)
    if form is None:
        raise ReceiptError
    day, signature = _day(form["day"]), _signature(form["signature"])
    if (form["id"], form["sha256"]) != (packet_id, sha256):
        raise ReceiptMismatch
    _check_signature(public_key, signature, receipt.rpartition(".")[0])
    return Receipt(packet_id, sha256, day)


def public_key_text(key: Ed25519PrivateKey) -> str:
    """The public half as `/api/desks` and pins write it: base64url of 32 bytes, no padding."""
    return base64.encode_url(key.public_key().public_bytes_raw())


def parse_public_key(text: str) -> bytes:
    """The 32 bytes of a public key's text; raises ReceiptError."""
    try:
        key = base64.decode_url(text)
    except ValueError as error:
        raise ReceiptError from error
    if len(key) != 32:
        raise ReceiptError
    return key


def _check_signature(public_key: bytes, signature: bytes, statement: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, statement.encode("ascii"))
    except (InvalidSignature, ValueError) as error:
        raise ReceiptForged from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ReceiptError from error


def _signature(text: str) -> bytes:
    try:
        return base64.decode_url(text)
    except ValueError as error:
        raise ReceiptError from error
