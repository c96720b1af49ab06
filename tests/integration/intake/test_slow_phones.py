"""Phones that send a little at a time: they hold no thread, and only sealed bytes meet a disk."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.packets import Sample, sample
from tests.support.server import Server, running_server, wait_until
from tests.support.tus import append, code, create, head, offset

THREADS = 2
PHONES = 12


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One process with two threads: fewer than there are phones."""
    data = tmp_path_factory.mktemp("server") / "data"
    with running_server(data, "--demo", WEB_WORKERS="1", WEB_THREADS=str(THREADS)) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=20) as made:
        yield made


@contextmanager
def begun(server: Server, request: bytes) -> Iterator[socket.socket]:
    """A connection on which `request`, or a part of it, was sent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(request)
        yield connection


def posted(packet: Sample) -> bytes:
    told = {
        **packet.headers,
        "Host": "x",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(packet.data)),
    }
    lines = "\r\n".join(f"{name}: {value}" for name, value in told.items())
    return f"POST /api/packets HTTP/1.1\r\n{lines}\r\n\r\n".encode() + packet.data


def patched(packet: Sample, at: int) -> bytes:
    return (
        f"PATCH /api/packets/{packet.id} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
        "Content-Type: application/offset+octet-stream\r\n"
        f"Upload-Offset: {at}\r\nContent-Length: {len(packet.data) - at}\r\n\r\n"
    ).encode() + packet.data[at:]


def answered(connection: socket.socket) -> str:
    heard = b""
    while b"\r\n\r\n" not in heard and (data := connection.recv(4096)):
        heard += data
    return heard.decode("latin-1")


def kept_on_disk(server: Server) -> int:
    """Files of arrivals that the server's processes hold open."""
    assert server.process is not None
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text()
    links = [link for pid in children.split() for link in Path(f"/proc/{pid}/fd").iterdir()]
    return sum("/arriving/" in str(link.readlink()) for link in links if link.is_symlink())


def test_more_slow_phones_than_threads_keep_nobody_out(
    server: Server, client: httpx.Client
) -> None:
    packets = [sample(65536) for _ in range(PHONES)]
    with ExitStack() as stack:
        lines = [stack.enter_context(begun(server, posted(p)[:40000])) for p in packets]
        wait_until(lambda: kept_on_disk(server) == PHONES, "the phones' bytes did not arrive")
        assert client.get("/healthz").status_code == 200
        small = sample()
        assert "Hinghoi-Receipt" in create(client, small, small.data).headers
        for line, packet in zip(lines, packets, strict=True):
            line.sendall(posted(packet)[40000:])
            assert "Hinghoi-Receipt" in answered(line)
    wait_until(lambda: kept_on_disk(server) == 0, "files of arrivals stayed open")
    assert not list((server.data_dir / "arriving").iterdir())


def test_an_answer_survives_the_bytes_that_nobody_read(server: Server) -> None:
    """A connection that ends after its answer ends when the request has been sent."""
    size = 4 * 1024 * 1024
    told = f"Host: x\r\nConnection: close\r\nContent-Length: {size}"
    head = f"POST /api/packets HTTP/1.1\r\n{told}\r\n\r\n".encode()
    with begun(server, head + bytes(size)) as connection:
        assert answered(connection).startswith("HTTP/1.1 4")


def test_what_may_be_plaintext_never_meets_a_disk(server: Server, client: httpx.Client) -> None:
    form = b"x" * 300_000
    start = b"POST /desk/api/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
    whole = start + b"Content-Length: 300000\r\n\r\n" + form
    with begun(server, whole[:200_000]) as line:
        assert client.get("/healthz").status_code == 200
        assert kept_on_disk(server) == 0
        line.sendall(whole[200_000:])
        assert answered(line).startswith("HTTP/1.1 4")


def test_a_new_request_does_not_wait_for_a_dead_one(server: Server, client: httpx.Client) -> None:
    packet = sample(65536)
    create(client, packet)
    with begun(server, patched(packet, 0)[:30000]) as dead:
        wait_until(lambda: kept_on_disk(server) == 1, "the first request did not arrive")
        assert offset(append(client, packet, 0, packet.data[:50000])) == 50000
        # Not dead after all: what it brings is no longer where the packet stands.
        dead.sendall(patched(packet, 0)[30000:])
        late = answered(dead)
        assert late.startswith("HTTP/1.1 409")
        assert "Upload-Offset: 50000" in late
    assert "Hinghoi-Receipt" in append(client, packet, 50000, packet.data[50000:]).headers


def test_bytes_of_a_request_that_dies_later_do_not_overwrite(
    server: Server, client: httpx.Client
) -> None:
    packet = sample(65536)
    create(client, packet)
    with begun(server, patched(packet, 0)[:30000]):
        wait_until(lambda: kept_on_disk(server) == 1, "the first request did not arrive")
        append(client, packet, 0, packet.data[:40000])
    wait_until(lambda: kept_on_disk(server) == 0, "the dead request was not given up")
    assert offset(head(client, packet)) == 40000
    again = append(client, packet, 30000, packet.data[30000:])
    assert (code(again), offset(again)) == ("offset_mismatch", 40000)


def test_silent_connections_keep_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    # With room for 64 connections in its one process.
    narrow = ("prlimit", "--nofile=600:600")
    server = Server(tmp_path / "data", {"WEB_WORKERS": "1"}, ("--demo",), wrapper=narrow)
    server.start()
    try:
        packet = sample()
        with ExitStack() as stack, httpx.Client(base_url=server.url, timeout=20) as client:
            for _ in range(100):
                stack.enter_context(begun(server, b"POST /api"))
            assert client.get("/healthz").status_code == 200
            assert "Hinghoi-Receipt" in create(client, packet, packet.data).headers
    finally:
        server.stop()
