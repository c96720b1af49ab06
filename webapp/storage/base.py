"""What intake asks of a store, and nothing more.

A whole packet is a *blob*, named by the SHA-256 of its bytes, so that writing it twice is
harmless. A packet on its way is made of *parts*, named by its id; the database, not the store,
says how many of its bytes count, so any node can take the next chunk of any upload.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Protocol

PIECE = 256 * 1024  # bytes handed out at a time when reading


class BlobStore(Protocol):
    """Every method that writes returns only when its bytes would survive a power cut.

    Raises StorageFull when there is no room, Busy when a remote store cannot be reached, OSError
    when a local one is broken.
    """

    def put(self, sha256: str, data: bytes) -> None:
        """Keep `data`, whose digest the caller has checked, as a blob."""

    def read(self, sha256: str) -> Iterator[bytes]:
        """The blob's bytes in pieces; FileNotFoundError when there is none."""

    def delete(self, sha256: str) -> None:
        """Forget the blob; no error when there is none."""

    def shred(self, sha256: str) -> None:
        """Overwrite the blob where the store lets us, and forget it."""

    def appending(self, upload: str) -> AbstractContextManager[None]:
        """Held while parts of `upload` change; PacketLocked when somebody else holds it."""

    def put_part(self, upload: str, offset: int, data: bytes) -> None:
        """Keep `data` as the bytes from `offset` on; may be repeated and may overlap."""

    def read_parts(self, upload: str, length: int) -> Iterator[bytes]:
        """The first `length` bytes of the parts; EOFError when some are missing."""

    def publish(self, upload: str, length: int, sha256: str) -> None:
        """Make the parts a blob as well; the parts stay until they are dropped."""

    def drop_parts(self, upload: str) -> None:
        """Forget the parts; no error when there are none."""

    def room(self) -> int | None:
        """Bytes that are free, or None when the store has no end that it can tell."""

    def check(self) -> None:
        """Raises like a write when nothing can be written just now."""
