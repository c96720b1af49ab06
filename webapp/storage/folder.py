"""Blobs in a local folder, the default. An answer is given only over bytes that are on disk.

obstore's LocalStore is not used here: it renames without any fsync (see docs/adr/0002).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from webapp.storage.base import PIECE
from webapp.storage.durable import (
    cut,
    full_is_a_problem,
    make_folder,
    overwrite,
    sync_folder,
    write_all,
    write_named_by_content,
)
from webapp.storage.locks import held


class FolderStore:
    """`packets/<sha256>` are blobs, `parts/ab/<id>` uploads on their way.

    Blobs lie in one folder: file systems index large ones, and a spread over many touches other
    blocks for each packet, which doubled the time that a single packet takes.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def _blob(self, sha256: str) -> Path:
        return self._root / "packets" / sha256

    def _part(self, upload: str) -> Path:
        return self._root / "parts" / upload[:2] / upload

    def put(self, sha256: str, data: bytes) -> None:
        with full_is_a_problem():
            write_named_by_content(self._blob(sha256), data)

    def read(self, sha256: str) -> Iterator[bytes]:
        with self._blob(sha256).open("rb") as file:
            yield from iter(lambda: file.read(PIECE), b"")

    def delete(self, sha256: str) -> None:
        self._blob(sha256).unlink(missing_ok=True)

    def shred(self, sha256: str) -> None:
        blob = self._blob(sha256)
        with suppress(FileNotFoundError):
            overwrite(blob)
            self.delete(sha256)
            sync_folder(blob.parent)

    def appending(self, upload: str) -> AbstractContextManager[None]:
        return held(self._root / "locks" / upload[:2])

    def put_part(self, upload: str, offset: int, data: bytes) -> None:
        path = self._part(upload)
        with full_is_a_problem():
            make_folder(path.parent)
            new = not path.exists()
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                write_all(handle, data, offset)
            finally:
                os.close(handle)
            if new:
                sync_folder(path.parent)

    def read_parts(self, upload: str, length: int) -> Iterator[bytes]:
        with suppress(FileNotFoundError), self._part(upload).open("rb") as file:
            while length and (piece := file.read(min(PIECE, length))):
                length -= len(piece)
                yield piece
        if length:
            raise EOFError("parts are missing")

    def publish(self, upload: str, length: int, sha256: str) -> None:
        # A link, not a rename: until the database has committed, the upload must stay resumable.
        blob = self._blob(sha256)
        make_folder(blob.parent)
        cut(self._part(upload), length)
        with suppress(FileExistsError):
            blob.hardlink_to(self._part(upload))
        sync_folder(blob.parent)

    def drop_parts(self, upload: str) -> None:
        self._part(upload).unlink(missing_ok=True)

    def room(self) -> int | None:
        try:
            disk = os.statvfs(self._root)
        except FileNotFoundError:
            make_folder(self._root)
            disk = os.statvfs(self._root)
        return disk.f_bavail * disk.f_frsize

    def check(self) -> None:
        make_folder(self._root)
        handle = os.open(self._root, os.O_WRONLY | os.O_TMPFILE | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(handle, b"\0" * 4096, 0)
        finally:
            os.close(handle)
