"""Every kind of age key in one place: what callers import, and how a key is read from text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from webapp.crypto.header import Stanza
from webapp.crypto.hybrid import HybridIdentity, HybridRecipient
from webapp.crypto.passphrase import ScryptIdentity, ScryptRecipient
from webapp.crypto.x25519 import X25519Identity, X25519Recipient

__all__ = [
    "HybridIdentity",
    "HybridRecipient",
    "Identity",
    "Recipient",
    "ScryptIdentity",
    "ScryptRecipient",
    "X25519Identity",
    "X25519Recipient",
    "parse_identities",
    "parse_identity",
    "parse_recipient",
]


class Recipient(Protocol):
    """Whatever a file can be sealed to. `alone`: it tolerates no second recipient."""

    @property
    def kind(self) -> str: ...
    @property
    def alone(self) -> bool: ...
    def wrap(self, file_key: bytes, /) -> Stanza: ...


class Identity(Protocol):
    """Whatever can open a file."""

    def unwrap(self, stanzas: Sequence[Stanza], /) -> bytes | None: ...


def parse_recipient(text: str) -> HybridRecipient | X25519Recipient:
    """From `age1pq1…` or `age1…`; raises KeyInvalid."""
    kind = HybridRecipient if text.startswith("age1pq1") else X25519Recipient
    return kind.parse(text)


def parse_identity(text: str) -> HybridIdentity | X25519Identity:
    """From `AGE-SECRET-KEY-PQ-1…` or `AGE-SECRET-KEY-1…`; raises KeyInvalid."""
    kind = HybridIdentity if text.startswith("AGE-SECRET-KEY-PQ-1") else X25519Identity
    return kind.parse(text)


def parse_identities(text: str) -> list[HybridIdentity | X25519Identity]:
    """The identities of a file as age-keygen writes it: one a line, `#` begins a comment line."""
    lines = (line.strip() for line in text.splitlines())
    return [parse_identity(line) for line in lines if line and not line.startswith("#")]
