"""The rules that every kind of stanza shares: what a wrapped file key may look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from webapp.crypto import base64
from webapp.crypto.errors import AgeHeaderError
from webapp.crypto.header import Stanza

WRAPPED_BYTES = 32
_NONCE = bytes(12)


def stanzas_of(kind: str, stanzas: Sequence[Stanza], arguments: int) -> Iterator[Stanza]:
    """The stanzas of one kind; AgeHeaderError if one has another number of arguments.

    The body's length is checked before any key touches it, as the format demands against
    partitioning oracles.
    """
    for stanza in stanzas:
        if stanza.args[0] != kind:
            continue
        if len(stanza.args) != arguments or len(stanza.body) != WRAPPED_BYTES:
            raise AgeHeaderError(f"a {kind} stanza is malformed")
        yield stanza


def argument_bytes(stanza: Stanza, length: int) -> bytes:
    """The second argument, which must be canonical base64 of exactly `length` bytes."""
    try:
        data = base64.decode(stanza.args[1])
    except ValueError as error:
        raise AgeHeaderError(f"a {stanza.args[0]} stanza is not canonical base64") from error
    if len(data) != length:
        raise AgeHeaderError(f"a {stanza.args[0]} stanza has a wrong length")
    return data


def wrap(wrap_key: bytes, file_key: bytes) -> bytes:
    """The stanza's body. The nonce is fixed because a wrap key is used once."""
    return ChaCha20Poly1305(wrap_key).encrypt(_NONCE, file_key, None)


def unwrap(wrap_key: bytes, body: bytes) -> bytes | None:
    """The file key, or None if this stanza is for somebody else."""
    try:
        return ChaCha20Poly1305(wrap_key).decrypt(_NONCE, body, None)
    except InvalidTag:
        return None
