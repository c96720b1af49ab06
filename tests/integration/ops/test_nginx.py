"""The shipped nginx configuration, run for real in front of the real server."""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.support.browser import phone
from tests.support.nginx import Front, running_nginx
from tests.support.packets import Sample, sample
from tests.support.server import ROOT, Server, running_server, wait_until
from tests.support.tus import append, create, head, offset

SOMEBODY = "127.7.7.7"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("server") / "data"
    with running_server(data, "--demo") as running:
        yield running


@pytest.fixture(scope="module")
def front(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with running_nginx(tmp_path_factory.mktemp("nginx") / "front", server) as running:
        yield running


def trusting(front: Front) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=front.certificate)


def test_the_command_line_delivers_through_it(front: Front, tmp_path: Path) -> None:
    packet = sample(200704)
    (tmp_path / "packet.age").write_bytes(packet.data)
    command = [sys.executable, "-c", "from webapp.cli import main; main()", "packet", "send"]
    done = subprocess.run(
        [*command, "--to", front.url, str(tmp_path / "packet.age")],
        cwd=ROOT,
        env={**os.environ, "SSL_CERT_FILE": str(front.certificate)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert packet.sha256 in done.stdout


@pytest.mark.browser
def test_a_phone_delivers_through_it(front: Front, tmp_path: Path) -> None:
    with phone(tmp_path / "profile", "--ignore-certificate-errors") as chromium:
        page = chromium.page()
        page.goto(front.url)
        page.wait_for_selector("html[data-ready]")
        page.fill("[name=text]", "ถนนหน้าวัดสร้างไม่เสร็จ")
        page.click("[data-action=send]")
        page.wait_for_selector("[data-received]", timeout=60_000)


def whisper(front: Front, request: bytes) -> bytes:
    """Send `request` over TLS from somebody's own address; what comes back until it closes."""
    with (
        socket.create_connection(("127.0.0.1", front.port), 20, (SOMEBODY, 0)) as line,
        trusting(front).wrap_socket(line, server_hostname="127.0.0.1") as safe,
    ):
        heard = b""
        with suppress(OSError):
            safe.sendall(request)
            while data := safe.recv(4096):
                heard += data
        return heard


def test_shared_plaintext_is_refused_before_it_is_read(front: Front) -> None:
    # Ten megabytes are promised and none sent: an answer shows that nobody waited for them.
    promise = b"POST /share HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n"
    heard = whisper(front, promise)
    assert heard.startswith(b"HTTP/1.1 403 ")
    assert b"Connection: close" in heard


def test_bytes_before_a_cut_are_kept(front: Front, server: Server) -> None:
    packet = sample(200704)
    with httpx.Client(base_url=front.url, verify=trusting(front), timeout=20) as client:
        create(client, packet)
        cut(front, server, packet, 100_000)
        # What nginx had in its own hands at that moment is lost, which is a few kilobytes.
        wait_until(lambda: offset(head(client, packet)) > 60_000, "the bytes were not kept")
        at = offset(head(client, packet))
        assert "Hinghoi-Receipt" in append(client, packet, at, packet.data[at:]).headers


def cut(front: Front, server: Server, packet: Sample, after: int) -> None:
    """Send so many bytes, and hang up once they were read."""
    said = (
        f"PATCH /api/packets/{packet.id} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
        "Content-Type: application/offset+octet-stream\r\nUpload-Offset: 0\r\n"
        f"Content-Length: {len(packet.data)}\r\n\r\n"
    ).encode()
    with (
        socket.create_connection(("127.0.0.1", front.port), 20) as line,
        trusting(front).wrap_socket(line, server_hostname="127.0.0.1") as safe,
    ):
        safe.sendall(said + packet.data[:after])
        wait_until(lambda: has_read(front.port) and has_read(server.port), "nobody read it")


def has_read(port: int) -> bool:
    """Whether who listens on this port has read all that came to it (proc_pid_net(5), tcp)."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    ours = [row for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "01"]
    return bool(ours) and all(row[4].endswith(":00000000") for row in ours)


def test_nobody_can_read_later_who_came(front: Front, server: Server) -> None:
    """Every way to be refused that nginx logs with an address, from an address to look for."""
    host = b"Host: x\r\nUser-Agent: CanaryBrowser/77\r\nX-Forwarded-For: 127.7.7.7\r\n"
    close = b"Connection: close\r\n"
    for request in (
        b"GET / HTTP/1.1\r\n" + host + close + b"\r\n",
        b"GET /nothing-here HTTP/1.1\r\n" + host + close + b"\r\n",
        b"GET /" + b"a" * 40000 + b" HTTP/1.1\r\n" + host + b"\r\n",
        b"not http at all\r\n\r\n",
        b"POST /plain HTTP/1.1\r\n" + host + b"Content-Length: 99999999999\r\n\r\n",
        b"POST /api/packets HTTP/1.1\r\n" + host + close + b"Content-Length: 5\r\n\r\nhello",
    ):
        whisper(front, request)
    with socket.create_connection(("127.0.0.1", front.port), 20, (SOMEBODY, 0)) as line:
        line.sendall(b"no TLS either\r\n\r\n")
        line.recv(100)
    written = [path for path in front.folder.rglob("*") if path.is_file()]
    written += [server.log, server.output, *Path("/var/log/nginx").glob("*")]
    for path in written:
        for sign in (SOMEBODY.encode(), b"CanaryBrowser"):
            assert sign not in path.read_bytes(), path
