"""What is shared with the app while its worker is gone: refused before a byte of it is read."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.support.server import running_server

HEAD = (
    "POST /share HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40000000\r\n"
    "Content-Type: multipart/form-data; boundary=x\r\n{more}\r\n"
)


def answer(port: int, more: str = "", body: bytes = b"") -> str:
    """All that comes back until the server closes, though the body was promised and never came."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(HEAD.format(more=more).encode() + body)
        pieces = []
        while piece := wire.recv(65536):
            pieces.append(piece)
    return b"".join(pieces).decode()


def test_the_body_is_never_waited_for(tmp_path: Path) -> None:
    with running_server(tmp_path / "data", STALL_SECONDS="600") as server:
        for more in ("", "Connection: keep-alive\r\n", "Expect: 100-continue\r\n"):
            told = answer(server.port, more)
            assert told.startswith("HTTP/1.1 403 ")
            assert "100 Continue" not in told
            head, _, page = told.partition("\r\n\r\n")
            assert "Connection: close" in head
            assert "Hinghoi-Error: share_needs_app" in head
            assert "no-store" in head
            assert 'data-error="share_needs_app"' in page
            assert "ไม่อ่าน" in page
