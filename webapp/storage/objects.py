"""Blobs in an object store (S3 and others, through obstore), for more than one machine.

An object, once its PUT is answered, is durable. Objects cannot be appended to, so each chunk is
an object of its own; nodes need no lock, because the database's compare-and-set of the offset
decides which chunk counts, and the digest of the whole decides over all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import ObjectStore

from webapp.errors import Busy
from webapp.storage.base import PIECE
from webapp.storage.pieces import Piece, cover

RETRY_SECONDS = 15


@contextmanager
def unreachable_is_busy() -> Iterator[None]:
    """obstore's errors name addresses and keys; callers only need to know that it failed."""
    try:
        yield
    except NotFoundError as error:
        raise FileNotFoundError("no such object") from error
    except BaseError as error:
        raise Busy(retry_after=RETRY_SECONDS) from error


class ObjectBlobStore:
    """`packets/ab/<sha256>` are blobs, `parts/<id>/<offset>-<length>` chunks of uploads."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    def put(self, sha256: str, data: bytes) -> None:
        with unreachable_is_busy():
            obstore.put(self._store, _blob(sha256), data)

    def read(self, sha256: str) -> Iterator[bytes]:
        with unreachable_is_busy():
            for piece in obstore.get(self._store, _blob(sha256)).stream(PIECE):
                yield bytes(piece)

    def delete(self, sha256: str) -> None:
        with suppress(FileNotFoundError), unreachable_is_busy():
            obstore.delete(self._store, _blob(sha256))

    def shred(self, sha256: str) -> None:
        # A bucket cannot be overwritten in place; what old versions it keeps is its owner's choice.
        self.delete(sha256)

    def appending(self, upload: str) -> AbstractContextManager[None]:  # noqa: ARG002
        return nullcontext()

    def put_part(self, upload: str, offset: int, data: bytes) -> None:
        if data:
            with unreachable_is_busy():
                obstore.put(self._store, Piece(offset, len(data)).name(upload), data)

    def _pieces(self, upload: str) -> list[Piece]:
        with unreachable_is_busy():
            pages = obstore.list(self._store, f"parts/{upload}/")
            return [Piece.parse(found["path"]) for page in pages for found in page]

    def read_parts(self, upload: str, length: int) -> Iterator[bytes]:
        for piece, start, end in cover(self._pieces(upload), length):
            with unreachable_is_busy():
                yield bytes(
                    obstore.get_range(self._store, piece.name(upload), start=start, end=end)
                )

    def publish(self, upload: str, length: int, sha256: str) -> None:
        # A writer sends multipart pieces as it fills, so memory holds a few chunks at most. It is
        # closed, which makes the object appear, only when nothing went wrong on the way.
        with unreachable_is_busy():
            writer = obstore.open_writer(self._store, _blob(sha256))
            for piece in self.read_parts(upload, length):
                writer.write(piece)
            writer.close()

    def drop_parts(self, upload: str) -> None:
        names = [piece.name(upload) for piece in self._pieces(upload)]
        with suppress(FileNotFoundError), unreachable_is_busy():
            if names:
                obstore.delete(self._store, names)

    def room(self) -> int | None:
        return None

    def check(self) -> None:
        with unreachable_is_busy():
            obstore.put(self._store, "health", b"")


def _blob(sha256: str) -> str:
    return f"packets/{sha256[:2]}/{sha256}"
