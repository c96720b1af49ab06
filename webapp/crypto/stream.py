"""The payload of an age file: ChaCha20-Poly1305 in chunks of 64 KiB (C2SP age, "Payload").

Each chunk's nonce holds its number and whether it is the last, so that no chunk can be dropped,
swapped or added.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from webapp.crypto.errors import AgePayloadError

NONCE_BYTES = 16
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16


def seal_stream(key: bytes, plaintext: bytes) -> bytes:
    """`plaintext` sealed under a 32-byte payload key that is used for nothing else."""
    aead = ChaCha20Poly1305(key)
    pieces = _pieces(plaintext, CHUNK_BYTES)
    return b"".join(aead.encrypt(nonce, bytes(piece), None) for nonce, piece in pieces)


def open_stream(key: bytes, ciphertext: bytes) -> bytes:
    """The whole plaintext, or AgePayloadError: nothing is handed out before all is verified."""
    opened_size(len(ciphertext))
    aead = ChaCha20Poly1305(key)
    pieces = _pieces(ciphertext, CHUNK_BYTES + TAG_BYTES)
    try:
        return b"".join(aead.decrypt(nonce, bytes(piece), None) for nonce, piece in pieces)
    except InvalidTag as error:
        raise AgePayloadError("the content was changed or cut short after sealing") from error


def open_chunks(key: bytes, file: BinaryIO) -> Iterator[bytes]:
    """The plaintext of what is left of `file`, each chunk after it was verified.

    For what is larger than memory: that the end is the end is known only when the iteration is
    over, so whoever acts on chunks before must be able to take it back. Raises AgePayloadError.
    """
    aead = ChaCha20Poly1305(key)
    number, piece = 0, file.read(CHUNK_BYTES + TAG_BYTES)
    while True:
        following = file.read(CHUNK_BYTES + TAG_BYTES)
        nonce = number.to_bytes(11, "big") + bytes([not following])
        try:
            plain = aead.decrypt(nonce, piece, None)
        except InvalidTag as error:
            raise AgePayloadError("the content was changed or cut short after sealing") from error
        if number and not plain:
            raise AgePayloadError("no sealed content has this length")
        yield plain
        if not following:
            return
        number, piece = number + 1, following


def sealed_size(plaintext: int) -> int:
    """The size in bytes of a sealed stream of `plaintext` bytes."""
    return plaintext + TAG_BYTES * max(1, -(-plaintext // CHUNK_BYTES))


def opened_size(ciphertext: int) -> int:
    """The plaintext's size in bytes of a stream of `ciphertext` bytes.

    Raises AgePayloadError for a size that no stream has, such as one with an empty last chunk.
    """
    chunks = max(1, -(-ciphertext // (CHUNK_BYTES + TAG_BYTES)))
    plaintext = ciphertext - TAG_BYTES * chunks
    if plaintext < 0 or sealed_size(plaintext) != ciphertext:
        raise AgePayloadError("no sealed content has this length")
    return plaintext


def _pieces(data: bytes, size: int) -> Iterator[tuple[bytes, memoryview]]:
    view = memoryview(data)
    count = max(1, -(-len(data) // size))
    for number in range(count):
        nonce = number.to_bytes(11, "big") + bytes([number == count - 1])
        yield nonce, view[number * size : (number + 1) * size]
