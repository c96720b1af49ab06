"""A canary address and a canary user agent go in, by every bad request; neither comes out."""

from __future__ import annotations

import logging
import socket
from pathlib import Path

import httpx
import pytest

from tests.support.packets import sample
from tests.support.server import Server, running_server
from tests.support.tus import create
from webapp.web.logs import AllowList

CANARY = "canary-7f3a"
RAW = (
    b"NONSENSE\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET /" + CANARY.encode() * 400 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /%s HTTP/1.1\r\nBad Header %s\r\n\r\n" % (CANARY.encode(), CANARY.encode()),
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + CANARY.encode() * 600 + b"\r\n\r\n",
    b"POST /api/packets HTTP/1.1\r\nHost: x\r\nContent-Length: " + CANARY.encode() + b"\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + CANARY.encode(),
    b"G" + CANARY.encode() + b" / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)


def raw(server: Server, request: bytes) -> bytes:
    """Send bytes from an address of the loopback that occurs nowhere else; the whole answer."""
    source = ("127.77.66.55", 0)
    with socket.create_connection(("127.0.0.1", server.port), 20, source) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
        return answer


def every_file(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture(params=["DEBUG", "INFO"])
def level(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_neither_logs_nor_files_know_who_asked(tmp_path: Path, level: str) -> None:
    agent = {"User-Agent": CANARY, "X-Forwarded-For": CANARY, "Referer": f"http://{CANARY}/"}
    packet = sample()
    with running_server(tmp_path / "data", "--demo", LOG_LEVEL=level) as server:
        transport = httpx.HTTPTransport(local_address="127.77.66.55")
        with httpx.Client(base_url=server.url, headers=agent, transport=transport) as client:
            assert create(client, packet, packet.data).status_code == 201
            assert client.get(f"/{CANARY}?q={CANARY}").status_code == 404
            assert client.post("/api/packets", content=CANARY).status_code == 412
            assert client.post("/desk/api/sign-in", data={"name": CANARY}).status_code >= 400
        for request in RAW:
            answer = raw(server, request)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
            assert CANARY.encode() not in answer
            assert answer == b"" or b"default-src 'none'" in answer
    said = server.log.read_bytes() + server.output.read_bytes() + every_file(server.data_dir)
    assert b"InvalidHTTPVersion" in said, "the log must say that there was something"
    assert CANARY.encode() not in said
    assert b"127.77.66.55" not in said
    assert b"User-Agent" not in said


def line(logger: str, message: str, *args: object, error: Exception | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(logger, logging.WARNING, __file__, 1, message, args, info)
    record.code, record.address = "busy", CANARY
    return AllowList().format(record)


def test_other_peoples_messages_are_dropped() -> None:
    assert CANARY not in line("gunicorn.error", f"Invalid request from ip={CANARY}")
    assert CANARY not in line("sqlalchemy.engine", "%s", CANARY)


def test_our_own_lines_hold_constants_and_named_fields() -> None:
    told = line("webapp.intake", "it is full")
    assert told.endswith("WARNING webapp.intake it is full code='busy'")
    assert CANARY not in told
    assert CANARY not in line("webapp.intake", "from %s", CANARY)
    assert CANARY not in line("webappish", CANARY)


def test_exceptions_leave_their_words_behind() -> None:
    try:
        try:
            raise KeyError(CANARY)
        except KeyError as cause:
            raise ValueError(CANARY) from cause
    except ValueError as error:
        told = line("webapp.web", "unexpected", error=error)
    assert CANARY not in told
    assert "ValueError tests/integration/web/test_logs.py:" in told
    assert "KeyError" in told


def test_lines_tell_the_day_and_no_time() -> None:
    assert line("webapp", "x").split(" ")[0].count("-") == 2
    assert ":" not in line("webapp", "x")
