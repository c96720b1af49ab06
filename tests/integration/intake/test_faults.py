"""Killed servers, locked databases, full disks and cut bodies: the offset is always the truth."""

from __future__ import annotations

import hashlib
import os
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import httpx
import pytest

from tests.support.packets import Sample, sample
from tests.support.server import Server, running_server, wait_until
from tests.support.tus import append, code, create, head, offset


def sent_until_killed(server: Server, packet: Sample, step: int) -> int:
    """Kill the server in the middle of an upload; the last offset it had vouched for."""
    told = [0]

    def send() -> None:
        with suppress(httpx.HTTPError), httpx.Client(base_url=server.url) as client:
            for at in range(0, len(packet.data), step):
                told[0] = offset(append(client, packet, at, packet.data[at : at + step]))

    sender = Thread(target=send)
    sender.start()
    wait_until(lambda: told[0] > 10 * step, "nothing was taken")
    server.kill()
    sender.join()
    return told[0]


def test_a_killed_server_comes_back_with_a_true_offset(tmp_path: Path) -> None:
    packet = sample(1048576)
    with running_server(tmp_path / "data", "--demo") as server:
        with httpx.Client(base_url=server.url) as client:
            create(client, packet)
        told = sent_until_killed(server, packet, 512)
        part = server.data_dir / "blobs" / "parts" / packet.id[:2] / packet.id
        server.start()
        with httpx.Client(base_url=server.url, timeout=30) as client:
            at = offset(head(client, packet))
            assert told <= at <= told + 512
            assert part.read_bytes()[:at] == packet.data[:at]
            assert "Hinghoi-Receipt" in append(client, packet, at, packet.data[at:]).headers
    blob = server.data_dir / "blobs" / "packets" / packet.sha256
    assert hashlib.sha256(blob.read_bytes()).hexdigest() == packet.sha256
    assert not part.exists()
    # Days, never times: the file says midnight.
    assert blob.stat().st_mtime % 86400 == 0


def test_a_locked_database_is_busy_and_leaves_no_half_row(tmp_path: Path) -> None:
    packet = sample()
    with running_server(tmp_path / "data", "--demo") as server:
        other = sqlite3.connect(server.data_dir / "hinghoi.sqlite", isolation_level=None)
        with httpx.Client(base_url=server.url, timeout=30) as client:
            other.execute("BEGIN EXCLUSIVE")
            answer = create(client, packet, packet.data)
            assert (answer.status_code, code(answer)) == (503, "busy")
            assert int(answer.headers["Retry-After"]) > 0
            assert client.get("/healthz").json() == {"ok": False, "wrong": ["database"]}
            other.execute("ROLLBACK")
            assert head(client, packet).status_code == 404
            assert create(client, packet, packet.data).status_code == 201
        other.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", disk], check=False)
    if made.returncode != 0:
        pytest.skip("mounting is forbidden here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_full_disk_keeps_the_offset(tmp_path: Path, small_disk: Path) -> None:
    packet = sample(1048576)
    env = {"BLOBS_URL": small_disk.as_uri(), "MIN_ROOM_BYTES": "0"}
    with (
        running_server(tmp_path / "data", "--demo", **env) as server,
        httpx.Client(base_url=server.url) as client,
    ):
        begin(client, packet, server)
        at = offset(append(client, packet, 0, packet.data[:50000]))
        fill = small_disk / "other"
        with suppress(OSError), fill.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        answer = append(client, packet, at, packet.data[at : at + 60000])
        assert (answer.status_code, code(answer)) == (507, "storage_full")
        assert int(answer.headers["Retry-After"]) >= 900
        assert offset(head(client, packet)) == at == 50000
        fill.unlink()
        assert offset(append(client, packet, at, packet.data[at : at + 40000])) == 90000


def begin(client: httpx.Client, packet: Sample, server: Server) -> None:
    """Announce a packet that is larger than the whole disk, before the disk can say so."""
    with sqlite3.connect(server.data_dir / "hinghoi.sqlite") as database:
        row = (packet.id, packet.sha256, len(packet.data), 0, "demo", "2999-01-01")
        database.execute("INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?)", row)
    database.close()
    assert offset(head(client, packet)) == 0


def test_a_reserve_is_kept_free(tmp_path: Path) -> None:
    env = {"MIN_ROOM_BYTES": str(1 << 50)}
    data = tmp_path / "data"
    with running_server(data, "--demo") as server:
        port = server.port
    server = Server(data, env, (), port)
    try:
        server.start(status=503)
        with httpx.Client(base_url=server.url) as client:
            assert client.get("/healthz").json() == {"ok": False, "wrong": ["room"]}
            for body in (None, (packet := sample()).data):
                assert code(create(client, packet if body else sample(), body)) == "storage_full"
    finally:
        server.stop()


def test_bytes_before_a_cut_are_kept_and_none_before_a_failed_checksum(tmp_path: Path) -> None:
    packet = sample(65536)
    with (
        running_server(tmp_path / "data", "--demo") as server,
        httpx.Client(base_url=server.url) as client,
    ):
        create(client, packet)
        cut(server, packet, 20000, "Upload-Checksum: sha256 AAAA\r\n")
        cut(server, packet, 30000, "")
        wait_until(lambda: offset(head(client, packet)) == 30000, "the bytes were not kept")


def cut(server: Server, packet: Sample, after: int, more: str) -> None:
    """Promise the whole packet, send `after` bytes of it and hang up."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        head = (
            f"PATCH /api/packets/{packet.id} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
            f"Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n{more}"
            f"Content-Length: {len(packet.data)}\r\n\r\n"
        )
        connection.sendall(head.encode() + packet.data[:after])
        connection.shutdown(socket.SHUT_WR)
        # The answer comes when the server is done with it, whatever it is.
        while connection.recv(4096):
            pass


def test_a_silent_connection_is_let_go(tmp_path: Path) -> None:
    packet = sample(65536)
    with (
        running_server(tmp_path / "data", "--demo", STALL_SECONDS="1") as server,
        httpx.Client(base_url=server.url) as client,
    ):
        create(client, packet)
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(
                f"PATCH /api/packets/{packet.id} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\n"
                "Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n"
                f"Content-Length: {len(packet.data)}\r\n\r\n".encode()
                + packet.data[:16384]
            )
            wait_until(lambda: offset(head(client, packet)) == 16384, "the thread was not freed")
