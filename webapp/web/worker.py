"""gunicorn's threaded worker, with three of its habits changed.

A connection that falls silent would hold its thread for ever, so the kernel ends the wait. And a
request that is not HTTP would be answered with its own words, and logged with its address. And a
body that nobody may read would be read all the same, to keep the connection.
"""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from webapp.web import share_page
from webapp.web.headers import bare_headers

STALL_SECONDS = "hinghoi_stall_seconds"
DRAIN_SECONDS = 5.0
DRAIN_BYTES = 8 * 1024 * 1024


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    """Waits at most the configured time for a phone's next bytes, and tells nothing about it."""

    def handle(self, conn: TConn) -> Any:
        limit_silence(conn.sock, int(self.cfg.env[STALL_SECONDS]))
        return super().handle(conn)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Close the connection behind the answer where the body is to stay unread."""
        if req.path == share_page.PATH:
            req.must_close = True
            req._expected_100_continue = False  # gunicorn would ask for the body.
        return super().handle_request(req, conn)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Read what a refused request still sends, up to a few pieces, and keep the connection.

        gunicorn gives up at 64 KiB, after it has promised to keep the connection: the next
        request of a phone that was told 409 or 413 would be lost.
        """
        if not keepalive:
            return False
        deadline = time.monotonic() + DRAIN_SECONDS
        return bool(conn.parser.finish_body(deadline=deadline, max_bytes=DRAIN_BYTES))

    def handle_error(self, _request: Any, client: socket.socket, _address: Any, error: Any) -> None:
        """Answer a request that could not be parsed; log only what kind of failure it was."""
        self.log.warning("a request could not be parsed", exc_info=error)
        with suppress(OSError):
            util.write(client, bare_answer())


def limit_silence(connection: socket.socket, seconds: int) -> None:
    """End waits in the kernel (socket(7) SO_RCVTIMEO); they survive `setblocking`."""
    limit = struct.pack("ll", seconds, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)


def bare_answer() -> bytes:
    """A 400 with the security headers and nothing of the request in it."""
    lines = ["HTTP/1.1 400 Bad Request", "Connection: close", "Content-Length: 0"]
    lines += [f"{name}: {value}" for name, value in bare_headers()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")
