"""Requests on their way in, kept until they are whole, so that no thread waits for a slow phone.

The first bytes stay in memory. What follows of a sealed piece goes to a file without a name, which
is gone when its descriptor is, killed or not. Anything else may be plaintext and never does, also
when it comes to where packets are taken: a thread reads it as it comes.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gunicorn.http.unreader import SocketUnreader  # type: ignore[import-untyped]

from webapp.crypto.shape import begins_as_packet
from webapp.web import share_page

IN_MEMORY = 16 * 1024  # bytes; a packet of the smallest size and its headers fit
STEP = 64 * 1024
_SEALED = b"/api/packets"
_UNREAD = share_page.PATH.encode()
_LATER_PIECE = re.compile(rb"\r\nupload-offset:[ \t]*0*[1-9]", re.IGNORECASE)
_THREADS_BUSINESS = (b"transfer-encoding", b"expect")


@dataclass(frozen=True)
class Limits:
    """Where sealed pieces may be kept, and how long they may be, in bytes."""

    folder: Path
    piece: int


class Arrival:
    """What has come of one request on `conn`; `heard` is when, on the monotonic clock."""

    __slots__ = ("_limits", "_missing", "_spool", "conn", "heard", "memory", "overflow")

    def __init__(self, conn: Any, limits: Limits) -> None:
        self.conn = conn
        self.heard = time.monotonic()
        self.memory = bytearray()
        self.overflow = b""
        self._limits = limits
        self._missing: int | None = None
        self._spool: IO[bytes] | None = None

    def hunger(self) -> int:
        """How many bytes to read at most: never into the next request, once its end is known."""
        if self._missing is None:
            return IN_MEMORY + 1 - len(self.memory)
        return min(STEP, self._missing)

    def take(self, data: bytes) -> bool:
        """Keep `data`; whether it is a thread's turn now."""
        self.heard = time.monotonic()
        if self._missing is None:
            self.memory += data
            return self._read_head()
        self._missing -= len(data)
        try:
            self._keep(data)
        except (OSError, NotSealed):
            # No room, or no packet: the application finds the same, and tells the phone.
            self.overflow = data
            return True
        return self._missing == 0

    def _read_head(self) -> bool:
        end = self.memory.find(b"\r\n\r\n")
        if end < 0:
            return len(self.memory) > IN_MEMORY
        whole = _expected(bytes(self.memory[:end]), end + 4, self._limits.piece)
        if whole is None or whole <= len(self.memory):
            return True
        self._missing = whole - len(self.memory)
        return False

    def _keep(self, data: bytes) -> None:
        if self._spool is None and len(self.memory) + len(data) <= IN_MEMORY:
            self.memory += data
            return
        if self._spool is None:
            if not _is_sealed(bytes(self.memory) + data):
                raise NotSealed
            file = tempfile.TemporaryFile(buffering=0, dir=self._limits.folder)  # noqa: SIM115
            self._spool = file
        begins = self._spool.tell()
        left = memoryview(data)
        try:
            while left:
                left = left[self._spool.write(left) :]
        except OSError:
            # What fitted of it comes again as a whole.
            self._spool.truncate(begins)
            raise

    def hand_over(self) -> None:
        """Let gunicorn's parser read what was kept before it reads from the socket."""
        self.conn.init()
        if not isinstance(self.conn.parser.unreader, Kept):
            self.conn.parser.unreader = Kept(self.conn.sock)
        self.conn.parser.unreader.unread(bytes(self.memory))
        self.conn.parser.unreader.follow(self._spool, self.overflow)
        self._spool = None
        self.conn.data_ready = True

    def close(self) -> None:
        """Forget what came, and hang up."""
        if self._spool:
            self._spool.close()
        self.conn.close()


class NotSealed(Exception):
    """This may be plaintext, and no file may have it."""


def _is_sealed(request: bytes) -> bool:
    """Whether a piece at offset 0 begins as packets do; the application refuses it otherwise."""
    head, _, body = request.partition(b"\r\n\r\n")
    return bool(_LATER_PIECE.search(head)) or begins_as_packet(body)


def _expected(head: bytes, begins: int, piece: int) -> int | None:
    """Bytes of the whole request, whose body begins at `begins`; None when a thread must look."""
    first, *lines = head.split(b"\r\n")
    length = 0
    for line in lines:
        name, _, value = line.partition(b":")
        name, value = name.lower(), value.strip()
        if name in _THREADS_BUSINESS or (name == b"content-length" and not value.isdigit()):
            return None
        if name == b"content-length":
            length = int(value[:19])
    address = first.partition(b" ")[2]
    if address.startswith(_UNREAD):
        return None
    sealed = address.startswith(_SEALED)
    if length > piece or (not sealed and begins + length > IN_MEMORY):
        return None
    return begins + length


class Kept(SocketUnreader):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn's source of bytes: what was kept first, then the socket."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock)
        self._sources: list[Callable[[int], bytes]] = []
        self._spool: IO[bytes] | None = None

    def follow(self, spool: IO[bytes] | None, overflow: bytes) -> None:
        """After the bytes in memory come those of `spool`, then `overflow`."""
        self._spool = spool
        if spool:
            spool.seek(0)
            self._sources.append(spool.read)
        if overflow:
            self._sources.append(_once(overflow))

    def forget(self) -> None:
        """The request is over: close its file, whether or not the application read it."""
        self._sources.clear()
        if self._spool:
            self._spool.close()
            self._spool = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        while self._sources:
            if data := self._sources[0](max(size_hint or 0, STEP)):
                return data
            self._sources.pop(0)
        found: bytes = super().chunk(size_hint)
        return found


def _once(data: bytes) -> Callable[[int], bytes]:
    left = [data]
    return lambda _size: left.pop() if left else b""
