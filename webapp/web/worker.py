"""gunicorn's threaded worker, with four of its habits changed.

A phone at two kilobytes a second would hold its thread for minutes, so requests are read by the
one loop that watches all connections and get a thread when they are whole. A connection that falls
silent in a thread would hold it for ever, so the kernel ends the wait. A request that is not HTTP
would be answered with its own words, and logged with its address. And a body that nobody may read
would be read all the same, to keep the connection.
"""

from __future__ import annotations

import errno
import selectors
import socket
import struct
import time
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from webapp.web import share_page
from webapp.web.arrivals import Arrival, Kept, Limits
from webapp.web.headers import bare_headers

STALL_SECONDS = "hinghoi_stall_seconds"
ARRIVALS_FOLDER = "hinghoi_arrivals_folder"
PIECE_BYTES = "hinghoi_piece_bytes"
ACCEPTS = 64
_NOT_NOW = (errno.EAGAIN, errno.ECONNABORTED, errno.EMFILE, errno.ENFILE, errno.ENOBUFS)
DRAIN_SECONDS = 5.0
DRAIN_BYTES = 8 * 1024 * 1024


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    """Gives a thread only requests that have arrived, and tells nothing about who sent them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        env = self.cfg.env
        self._stall = int(env[STALL_SECONDS])
        self._limits = Limits(Path(env[ARRIVALS_FOLDER]), int(env[PIECE_BYTES]))
        # The one that has been silent for the longest comes first.
        self._arrivals: OrderedDict[Arrival, None] = OrderedDict()

    def init_process(self) -> None:
        self._limits.folder.mkdir(mode=0o700, exist_ok=True)
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take in connections that wait; the longest silent ones give way when there are too many.

        Whoever opens connections and says nothing keeps nobody out.
        """
        for _ in range(ACCEPTS):
            try:
                client, address = listener.accept()
            except OSError as error:
                if error.errno in _NOT_NOW:
                    return
                raise
            self.nr_conns += 1
            if self.nr_conns >= self.worker_connections and self._arrivals:
                self._drop(next(iter(self._arrivals)))
            limit_silence(client, self._stall)
            self._welcome(TConn(self.cfg, client, address, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """The next request of a kept connection begins."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._welcome(conn)

    def _welcome(self, conn: TConn) -> None:
        arrival = Arrival(conn, self._limits)
        self._arrivals[arrival] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear, arrival))
        self._hear(arrival, conn.sock)

    def _hear(self, arrival: Arrival, client: socket.socket) -> None:
        if arrival not in self._arrivals:
            return  # dropped since the poller saw it
        try:
            data = client.recv(arrival.hunger())
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._cut(arrival)
        elif arrival.take(data):
            self._hand_over(arrival)
        else:
            self._arrivals.move_to_end(arrival)

    def _cut(self, arrival: Arrival) -> None:
        """Nothing more will come; the application keeps what it can use of what did."""
        if not arrival.memory:
            self._drop(arrival)
            return
        with suppress(OSError):
            arrival.conn.sock.shutdown(socket.SHUT_RD)
        self._hand_over(arrival)

    def _hand_over(self, arrival: Arrival) -> None:
        del self._arrivals[arrival]
        self.poller.unregister(arrival.conn.sock)
        arrival.hand_over()
        self.enqueue_req(arrival.conn)

    def _drop(self, arrival: Arrival) -> None:
        del self._arrivals[arrival]
        self.poller.unregister(arrival.conn.sock)
        self.nr_conns -= 1
        arrival.close()

    def finish_request(self, conn: TConn, future: Future[Any]) -> None:
        """A thread is done with it: the connection waits for its next request, or ends."""
        if conn.parser and isinstance(conn.parser.unreader, Kept):
            conn.parser.unreader.forget()
        super().finish_request(conn, future)

    def murder_pending(self) -> None:
        """gunicorn's hook for connections that wait: silent ones end, all idle ones at the end."""
        deadline = time.monotonic() - self._stall
        while self._arrivals and (oldest := next(iter(self._arrivals))).heard < deadline:
            self._cut(oldest)
        if not self.alive:
            for idle in [arrival for arrival in self._arrivals if not arrival.memory]:
                self._drop(idle)

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """Close the connection behind the answer where the body is to stay unread."""
        if req.path == share_page.PATH:
            req.must_close = True
            req._expected_100_continue = False  # gunicorn would ask for the body.
        return super().handle_request(req, conn)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """Read what a refused request still sends, up to a few pieces; whether to keep it after.

        gunicorn gives up at 64 KiB, after it has promised to keep the connection: the next
        request of a phone that was told 409 or 413 would be lost. And closing over bytes that
        nobody read resets the connection, which takes the answer away (RFC 9112 §9.6).
        """
        if getattr(conn.parser.mesg, "must_close", False):
            return False
        deadline = time.monotonic() + DRAIN_SECONDS
        read = conn.parser.finish_body(deadline=deadline, max_bytes=DRAIN_BYTES)
        return keepalive and bool(read)

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
