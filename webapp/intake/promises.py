"""What intake answers over a packet that it holds whole: its own receipt, or that of another.

Most servers sign. A relay (webapp.relay) cannot: it passes on what the server behind it signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from webapp.crypto.receipts import sign_receipt


class Promises(Protocol):
    """`packet_id` is the id that was asked for; `sha256` and `day` are those of the bytes held."""

    def receipt(self, packet_id: str, sha256: str, day: date) -> str | None:
        """The receipt; None when the packet is held and its receipt is still to come.

        Raises PacketUnknown when none will come.
        """

    def announced(self, packet_id: str, sha256: str) -> None:
        """Somebody announced held bytes again; raises why there will be no receipt, if so."""


@dataclass(frozen=True)
class Signer:
    """The promises of a server that has a receipt key."""

    key: Ed25519PrivateKey

    def receipt(self, packet_id: str, sha256: str, day: date) -> str:
        return sign_receipt(self.key, packet_id, sha256, day)

    def announced(self, packet_id: str, sha256: str) -> None:
        pass
