"""File operations that hold after a power cut, and that tell no time of day.

A file needs an fsync and so does its folder (fsync(2): it "does not necessarily ensure that the
entry in the directory containing the file has also reached disk").
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.errors import StorageFull

DAY = 86400
RETRY_SECONDS = 900
_ZEROS = 1024 * 1024
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def full_is_a_problem() -> Iterator[None]:
    """Turn a full disk, a spent quota or a file-size limit into StorageFull."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(retry_after=RETRY_SECONDS) from error
        raise


def write_all(handle: int, data: bytes, offset: int) -> None:
    """Write all of `data` at `offset` (one pwrite may write less) and wait for the disk."""
    left = memoryview(data)
    while left:
        written = os.pwrite(handle, left, offset)
        left, offset = left[written:], offset + written
    forget_hour(handle)
    os.fsync(handle)


def cut(path: Path, length: int) -> None:
    """Make the file `length` bytes long; what lies beyond is bytes that were never vouched for."""
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        if os.fstat(handle).st_size != length:
            os.ftruncate(handle, length)
            forget_hour(handle)
            os.fsync(handle)
    finally:
        os.close(handle)


def overwrite(path: Path) -> None:
    """Put zeros where the file's bytes are, as far as the file system writes in place."""
    handle = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        size, done = os.fstat(handle).st_size, 0
        while done < size:
            piece = min(_ZEROS, size - done)
            write_all(handle, bytes(piece), done)
            done += piece
    finally:
        os.close(handle)


def forget_hour(handle: int) -> None:
    """Set the file's times to the start of their day (UTC): days, never times, of arrival."""
    now = int(os.fstat(handle).st_mtime)
    midnight = now - now % DAY
    os.utime(handle, (midnight, midnight))


def write_named_by_content(path: Path, data: bytes) -> None:
    """Make `path`, whose name follows from `data`, hold it.

    Written in place: whoever else writes this name writes the same bytes, and nobody reads it
    before its row is committed, so a draft and a rename would only cost another journal commit.
    """
    handle, new = _open_or_make(path)
    folder = os.open(path.parent, _FOLDER)
    try:
        # Before the file's fsync, whose journal commit then carries the folder as well: the
        # folder's own fsync finds nothing left to wait for.
        forget_hour(folder)
        write_all(handle, data, 0)
        os.fsync(folder)
    except BaseException:
        if new:
            path.unlink(missing_ok=True)
        raise
    finally:
        os.close(folder)
        os.close(handle)


def _open_or_make(path: Path) -> tuple[int, bool]:
    how = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC
    try:
        return os.open(path, how | os.O_EXCL, 0o600), True
    except FileNotFoundError:
        make_folder(path.parent)
        return os.open(path, how, 0o600), True
    except FileExistsError:
        return os.open(path, how, 0o600), False


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it; those that are new are durable."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        return
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the folder's entries are on disk."""
    handle = os.open(folder, _FOLDER)
    try:
        forget_hour(handle)
        os.fsync(handle)
    finally:
        os.close(handle)
