"""Stands in for the page that somebody lands on who left at once: the proxy of a browser.

It answers for the weather office and for nobody else, so that no browser of a test asks the world.
"""

from __future__ import annotations

import socketserver
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedIOBase
from pathlib import Path
from threading import Thread

from tests.support.engines.chromium import Chromium
from tests.support.engines.engine import Engine, Pref
from tests.support.engines.firefox import Firefox
from tests.support.nginx import self_signed

HOST = "www.tmd.go.th"
INNOCENT = f"https://{HOST}/"
_PAGE = b"<!doctype html><meta charset=utf-8><title>weather</title><p>rain"
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n"
    b"Connection: close\r\n\r\n%s" % (len(_PAGE), _PAGE)
)


@dataclass
class Weather:
    """`asked`: the head of each request that it answered, in small letters."""

    port: int
    asked: list[str] = field(default_factory=list)

    def engine(self, name: str, profile: Path) -> Engine:
        """A browser that finds the weather office here; to be killed by the caller."""
        profile.mkdir(parents=True)
        if name == "firefox":
            prefs: dict[str, Pref] = {
                "network.proxy.type": 1,
                "network.proxy.ssl": "127.0.0.1",
                "network.proxy.ssl_port": self.port,
            }
            return Firefox(profile, "", prefs)
        proxy = f"--proxy-server=https=127.0.0.1:{self.port}"

        class Behind(Chromium):
            flags = (proxy, "--ignore-certificate-errors")

        return Behind(profile, "", {})


@contextmanager
def weather(folder: Path) -> Iterator[Weather]:
    """The proxy with a certificate of its own in `folder`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(folder), folder / "privkey.pem")

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if f"CONNECT {HOST}:443" not in _head(self.rfile):
                return
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            try:
                with context.wrap_socket(self.connection, server_side=True) as secure:
                    told.asked.append(_head(secure.makefile("rb")).lower())
                    secure.sendall(_ANSWER)
            except OSError:
                pass  # A browser that opened a connection in advance and needed none.

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        told = Weather(server.server_address[1])
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


def _head(stream: BufferedIOBase) -> str:
    """Everything up to the empty line, or what there was of it."""
    lines = []
    while (line := stream.readline(65536)).strip():
        lines.append(line.decode("latin-1"))
    return "".join(lines)
