"""File operations that hold after a power cut, and that tell no time of day.

`os.replace` alone is not enough: the bytes need an fsync before it and the folder one after it
(fsync(2): "does not necessarily ensure that the entry in the directory … has reached disk").
"""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.errors import StorageFull

DAY = 86400
RETRY_SECONDS = 900
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


def forget_hour(handle: int) -> None:
    """Set the file's times to the start of their day (UTC): days, never times, of arrival."""
    now = int(os.fstat(handle).st_mtime)
    midnight = now - now % DAY
    os.utime(handle, (midnight, midnight))


def write_file(path: Path, data: bytes) -> None:
    """Make `path` hold exactly `data`, or leave it as it was."""
    draft = path.with_name(f".{secrets.token_hex(8)}")
    make_folder(path.parent)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            write_all(handle, data, 0)
        finally:
            os.close(handle)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


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
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        forget_hour(handle)
        os.fsync(handle)
    finally:
        os.close(handle)
