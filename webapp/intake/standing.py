"""How a packet stands, and whether a piece goes on from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from webapp.errors import OffsetMismatch, PacketTooLarge


@dataclass(frozen=True)
class Standing:
    """How a packet stands. One underway has a day on which it ends; a whole one has a receipt, or
    is `held` by a relay until its receipt comes.
    """

    id: str
    length: int
    offset: int
    expires: date | None = None
    receipt: str | None = None
    held: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing more is to be sent."""
        return self.held or self.receipt is not None


def require_offset(at: int, length: int, offset: int, size: int) -> None:
    """Raises OffsetMismatch unless a piece goes on at `at`, PacketTooLarge when it goes beyond."""
    if offset != at:
        raise OffsetMismatch(offset=at)
    if offset + size > length:
        raise PacketTooLarge(limit=length)
