"""Cards as a desk seals them: for whoever holds the desk's key and has no browser at hand.

Spec: docs/formats/cards.md §3. The server never calls this; it has no key.
"""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from webapp.crypto.recipients import HybridIdentity
from webapp.errors import CardMalformed

STEP = 1024
NONCE = 12
TAG = 16
OVERHEAD = NONCE + TAG
CARD_BYTES = 256 * STEP + OVERHEAD
BLOCK_BYTES = 1024 * STEP + OVERHEAD
BLOCK_CARDS = 2048
JSON_BYTES = 16 * STEP * STEP
_LENGTH = 4


def card_key(desk_key: HybridIdentity) -> bytes:
    """The 32 bytes that seal this desk's cards."""
    return desk_key.derive(b"hinghoi/v1/desk/cards")


def seal_cards(key: bytes, desk: str, fingerprint: str, cards: Sequence[dict[str, Any]]) -> bytes:
    """A block of these cards; raises CardMalformed when they are too many or too long."""
    plain = json.dumps(cards, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    deflated = packer.compress(plain) + packer.flush()
    padded = len(deflated).to_bytes(_LENGTH, "big") + deflated
    padded += bytes(-len(padded) % STEP)
    nonce = secrets.token_bytes(NONCE)
    file = nonce + AESGCM(key).encrypt(nonce, padded, _aad(desk, fingerprint))
    if len(file) > BLOCK_BYTES or len(plain) > JSON_BYTES or len(cards) > BLOCK_CARDS:
        raise CardMalformed(limit=BLOCK_BYTES)
    return file


def open_cards(key: bytes, desk: str, fingerprint: str, file: bytes) -> list[dict[str, Any]]:
    """The cards of a block; raises CardMalformed for anything that §3 refuses."""
    check_size(file)
    try:
        padded = AESGCM(key).decrypt(file[:NONCE], file[NONCE:], _aad(desk, fingerprint))
        cards = json.loads(_inflated(padded).decode("utf-8"))
    except (InvalidTag, zlib.error, ValueError, RecursionError) as error:
        raise CardMalformed from error
    if not isinstance(cards, list) or not all(isinstance(card, dict) for card in cards):
        raise CardMalformed
    if len(cards) > BLOCK_CARDS:
        raise CardMalformed
    return cards


def check_size(file: bytes, most: int = BLOCK_BYTES) -> None:
    """Raises CardMalformed for a file that has no allowed size."""
    size = len(file) - OVERHEAD
    if size < STEP or size % STEP or len(file) > most:
        raise CardMalformed(limit=most)


def _inflated(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH], "big")
    deflated, filler = padded[_LENGTH : _LENGTH + length], padded[_LENGTH + length :]
    if len(deflated) < length or len(filler) >= STEP or any(filler):
        raise CardMalformed
    unpacker = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    plain = unpacker.decompress(deflated, JSON_BYTES)
    if not unpacker.eof or unpacker.unused_data:
        raise CardMalformed
    return plain


def _aad(desk: str, fingerprint: str) -> bytes:
    return f"hinghoi/v1/cards\n{desk}\n{fingerprint}".encode()
