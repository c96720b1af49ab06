"""The textual header of an age file: reading it strictly and writing it in its one form.

Grammar: C2SP age, "ABNF definition of file header". The intake server uses only this part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webapp.crypto import base64
from webapp.crypto.errors import AgeHeaderError

VERSION_LINE = b"age-encryption.org/v1"
MAC_BYTES = 32
_COLUMNS = 64
_ARGUMENT = re.compile(rb"[\x21-\x7e]+")


@dataclass(frozen=True)
class Stanza:
    """One wrapping of the file key: `args[0]` is its kind, `body` the raw (decoded) bytes."""

    args: tuple[str, ...]
    body: bytes


@dataclass(frozen=True)
class Header:
    """A parsed header. `length`: its size in bytes; `signed`: the bytes under the MAC."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    length: int
    signed: bytes


def read_header(prefix: bytes) -> Header:
    """Parses the header at the start of `prefix`; what follows it is not looked at.

    Raises AgeHeaderError when the grammar is broken or `prefix` ends inside the header.
    """
    lines = _Lines(prefix)
    if lines.take() != VERSION_LINE:
        raise AgeHeaderError("the first line does not say age-encryption.org/v1")
    stanzas: list[Stanza] = []
    line = lines.take()
    while line.startswith(b"-> "):
        stanzas.append(Stanza(_arguments(line), _body(lines)))
        line = lines.take()
    if not stanzas or not line.startswith(b"--- "):
        raise AgeHeaderError("a stanza or the closing line is missing")
    signed = prefix[: lines.position - len(line) - 1 + len(b"---")]
    return Header(tuple(stanzas), _mac(line), lines.position, signed)


def write_unsigned(stanzas: Sequence[Stanza]) -> bytes:
    """The header up to and with the `---` mark: the bytes that the MAC covers."""
    return b"".join([VERSION_LINE + b"\n", *map(_write_stanza, stanzas), b"---"])


def write_header(unsigned: bytes, mac: bytes) -> bytes:
    """The whole header from its unsigned part and its MAC."""
    return unsigned + b" " + base64.encode(mac).encode() + b"\n"


class _Lines:
    """Hands out the lines of a text, each of which must end with a line feed."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self.position = 0

    def take(self) -> bytes:
        end = self._text.find(b"\n", self.position)
        if end < 0:
            raise AgeHeaderError("the header ends in the middle")
        line = self._text[self.position : end]
        self.position = end + 1
        return line


def _arguments(line: bytes) -> tuple[str, ...]:
    args = line.split(b" ")[1:]
    if not all(_ARGUMENT.fullmatch(arg) for arg in args):
        raise AgeHeaderError("a stanza has an empty or unprintable argument")
    return tuple(arg.decode("ascii") for arg in args)


def _body(lines: _Lines) -> bytes:
    """Full lines of 64 columns, then one shorter line, which may be empty."""
    parts: list[bytes] = []
    while True:
        line = lines.take()
        if len(line) > _COLUMNS:
            raise AgeHeaderError("a line of a stanza is longer than 64 columns")
        parts.append(_decode(line))
        if len(line) < _COLUMNS:
            return b"".join(parts)


def _mac(line: bytes) -> bytes:
    mac = _decode(line[len(b"--- ") :])
    if len(mac) != MAC_BYTES:
        raise AgeHeaderError("the MAC of the header has a wrong length")
    return mac


def _decode(line: bytes) -> bytes:
    try:
        return base64.decode(line.decode("ascii"))
    except ValueError as error:
        raise AgeHeaderError("a line of the header is not canonical base64") from error


def _write_stanza(stanza: Stanza) -> bytes:
    body = base64.encode(stanza.body)
    lines = [body[at : at + _COLUMNS] for at in range(0, len(body) + 1, _COLUMNS)]
    return "\n".join(["-> " + " ".join(stanza.args), *lines, ""]).encode("ascii")
