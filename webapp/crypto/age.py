"""Seals and opens age v1 files (C2SP age): header, header MAC and payload put together."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.crypto import stream
from webapp.crypto.errors import AgeHeaderError, AgeMacError, AgeNoMatch
from webapp.crypto.header import Header, read_header, write_header, write_unsigned
from webapp.crypto.recipients import Identity, Recipient

FILE_KEY_BYTES = 16
# Of a header that is not read as a whole file: far more than one to 16 desks has.
_HEADER_BYTES = 64 * 1024


def encrypt(plaintext: bytes, recipients: Sequence[Recipient]) -> bytes:
    """A binary age file that any one of `recipients` opens; they must be of one kind.

    Of one kind, because a file is only as strong as its weakest stanza: a second, classical
    stanza would undo the post-quantum one, and a passphrase must stand alone (C2SP age).
    """
    if not recipients or len({recipient.kind for recipient in recipients}) != 1:
        raise ValueError("an age file needs recipients, all of one kind")
    if recipients[0].alone and len(recipients) != 1:
        raise ValueError("a passphrase must be the only recipient of a file")
    file_key, nonce = secrets.token_bytes(FILE_KEY_BYTES), secrets.token_bytes(stream.NONCE_BYTES)
    unsigned = write_unsigned([recipient.wrap(file_key) for recipient in recipients])
    header = write_header(unsigned, _mac(file_key, unsigned))
    return header + nonce + stream.seal_stream(_derive(file_key, nonce, b"payload"), plaintext)


def decrypt(ciphertext: bytes, identities: Sequence[Identity]) -> bytes:
    """The plaintext of a binary age file, all of it verified; raises an AgeError otherwise."""
    header = read_header(ciphertext)
    start = header.length + stream.NONCE_BYTES
    nonce = ciphertext[header.length : start]
    if len(nonce) != stream.NONCE_BYTES:
        raise AgeHeaderError("the file ends before its content")
    file_key = _unwrap(header, identities)
    if not hmac.compare_digest(_mac(file_key, header.signed), header.mac):
        raise AgeMacError("the header was changed after sealing")
    return stream.open_stream(_derive(file_key, nonce, b"payload"), ciphertext[start:])


def decrypt_file(file: BinaryIO, identities: Sequence[Identity]) -> Iterator[bytes]:
    """The plaintext of a binary age file that can be sought in, chunk by chunk.

    The header is verified at once, each chunk when it is asked for, and the end at the end
    (`stream.open_chunks`). Raises an AgeError.
    """
    header = read_header(file.read(_HEADER_BYTES))
    file.seek(header.length)
    nonce = file.read(stream.NONCE_BYTES)
    if len(nonce) != stream.NONCE_BYTES:
        raise AgeHeaderError("the file ends before its content")
    file_key = _unwrap(header, identities)
    if not hmac.compare_digest(_mac(file_key, header.signed), header.mac):
        raise AgeMacError("the header was changed after sealing")
    return stream.open_chunks(_derive(file_key, nonce, b"payload"), file)


def _unwrap(header: Header, identities: Sequence[Identity]) -> bytes:
    for identity in identities:
        file_key = identity.unwrap(header.stanzas)
        if file_key is not None:
            return file_key
    raise AgeNoMatch("none of the keys opens this file")


def _mac(file_key: bytes, unsigned: bytes) -> bytes:
    return hmac.digest(_derive(file_key, b"", b"header"), unsigned, "sha256")


def _derive(file_key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, info).derive(file_key)
