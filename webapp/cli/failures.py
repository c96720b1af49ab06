"""How a command ends when it cannot do its work: one sentence, a stable code, an exit code.

0 done; 1 findings, or refused for its content; 2 wrong usage; 3 the server could not be reached or
refused; 4 the wrong key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from webapp.errors import DeskKeyRefused, HinghoiError, KeyInvalid, PacketNoKey, ReceiptForged

_WRONG_KEY = (DeskKeyRefused, KeyInvalid, PacketNoKey, ReceiptForged)


class Refused(click.ClickException):
    """Ends the command: a file is refused for its content."""

    exit_code = 1


class ServerRefused(click.ClickException):
    """Ends the command: the server could not be reached, or refused."""

    exit_code = 3


class WrongKey(click.ClickException):
    """Ends the command: a key does not fit."""

    exit_code = 4


@contextmanager
def told(subject: str) -> Iterator[None]:
    """Ends the command for an error of the table; the sentence begins with `subject`."""
    try:
        yield
    except HinghoiError as error:
        failure = WrongKey if isinstance(error, _WRONG_KEY) else Refused
        where = f" ({error.members['field']})" if "field" in error.members else ""
        raise failure(f"{subject}: {error}{where} [{error.code}]") from error
