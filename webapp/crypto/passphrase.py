"""The passphrase kind of key, `scrypt`: for identity files that people protect by hand.

C2SP age, "The scrypt recipient type". It stands alone in a header, and a reader bounds the work
that a hostile file may ask of it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from webapp.crypto import base64, file_key
from webapp.crypto.errors import AgeHeaderError
from webapp.crypto.header import Stanza

KIND = "scrypt"
DEFAULT_LOG_N = 18
MAX_LOG_N = 20
_SALT_BYTES = 16
_LABEL = b"age-encryption.org/v1/scrypt"
_DECIMAL = re.compile(r"[1-9][0-9]?")


class ScryptRecipient:
    """Seals with a passphrase. Memory while sealing: 2^log_n KiB."""

    kind = KIND
    alone = True

    def __init__(self, passphrase: str, log_n: int = DEFAULT_LOG_N) -> None:
        if not 1 <= log_n <= MAX_LOG_N:
            raise ValueError("log_n must be between 1 and 20")
        self._passphrase = passphrase
        self._log_n = log_n

    def wrap(self, key: bytes) -> Stanza:
        """A stanza that opens with the same passphrase."""
        salt = secrets.token_bytes(_SALT_BYTES)
        body = file_key.wrap(_stretch(self._passphrase, salt, self._log_n), key)
        return Stanza((KIND, base64.encode(salt), str(self._log_n)), body)

    def __repr__(self) -> str:
        return "ScryptRecipient(…)"


class ScryptIdentity:
    """Opens with a passphrase; refuses a file that asks for more than 2^max_log_n KiB of work."""

    def __init__(self, passphrase: str, max_log_n: int = MAX_LOG_N) -> None:
        self._passphrase = passphrase
        self._max_log_n = max_log_n

    def unwrap(self, stanzas: Sequence[Stanza]) -> bytes | None:
        """The file key, or None if the passphrase does not fit; AgeHeaderError if malformed."""
        for stanza in file_key.stanzas_of(KIND, stanzas, arguments=3):
            if len(stanzas) != 1:
                raise AgeHeaderError("a passphrase stanza is not alone in the header")
            salt = file_key.argument_bytes(stanza, _SALT_BYTES)
            wrap_key = _stretch(self._passphrase, salt, self._work(stanza.args[2]))
            return file_key.unwrap(wrap_key, stanza.body)
        return None

    def __repr__(self) -> str:
        return "ScryptIdentity(…)"

    def _work(self, argument: str) -> int:
        if not _DECIMAL.fullmatch(argument) or int(argument) > self._max_log_n:
            raise AgeHeaderError("the passphrase's work factor is malformed or too high")
        return int(argument)


def _stretch(passphrase: str, salt: bytes, log_n: int) -> bytes:
    return Scrypt(_LABEL + salt, 32, 2**log_n, 8, 1).derive(passphrase.encode("utf-8"))
