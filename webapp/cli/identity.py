"""The one key in a file: never from the command line, where other users of the machine see it."""

from __future__ import annotations

from typing import TextIO

from webapp.cli.failures import WrongKey
from webapp.crypto.recipients import HybridIdentity, X25519Identity, parse_identities
from webapp.errors import KeyInvalid


def read_identity(file: TextIO) -> HybridIdentity | X25519Identity:
    """The one key in the file; ends the command with code 4 otherwise."""
    try:
        found = parse_identities(file.read())
    except (KeyInvalid, UnicodeDecodeError):
        found = []
    if len(found) != 1:
        raise WrongKey("the file must hold exactly one key (AGE-SECRET-KEY-…) [key_invalid]")
    return found[0]
