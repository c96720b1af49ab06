"""Recipients and identities as text: Bech32 under a prefix, and one error for all that is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from webapp.crypto import bech32
from webapp.errors import KeyInvalid

Key = TypeVar("Key")


def read_key(text: str, prefix: str, make: Callable[[bytes], Key]) -> Key:
    """Decodes `text` under `prefix` and makes a key of it; raises KeyInvalid.

    The case must be as age writes it: recipients lower, identities upper. The error never quotes
    the text, which may be a secret, and keeps no cause that might.
    """
    wanted = prefix.upper() if prefix.startswith("age-secret-") else prefix
    if not text.startswith(f"{wanted}1"):
        raise KeyInvalid
    try:
        found, data = bech32.decode(text)
        if found == prefix:
            return make(data)
    except ValueError:
        pass
    raise KeyInvalid


def write_recipient(prefix: str, data: bytes) -> str:
    """A recipient's text, lower case."""
    return bech32.encode(prefix, data)


def write_identity(prefix: str, data: bytes) -> str:
    """An identity's text, upper case."""
    return bech32.encode(prefix, data).upper()
