"""`hinghoi serve` and `hinghoi db`, as an operator runs them."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx

from tests.support.packets import sample
from tests.support.server import ROOT, running_server
from tests.support.tus import create, head

SECRET_FILES = ("session.key", "receipt.key")


def hinghoi(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from webapp.cli import main; main()", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_wrong_settings_stop_the_start_with_one_message(tmp_path: Path) -> None:
    done = hinghoi("serve", DATA_DIR=str(tmp_path), PORT="x", WEB_WORKERS="0")
    assert (done.returncode, done.stdout) == (2, "")
    assert "PORT" in done.stderr
    assert "WEB_WORKERS" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_demonstration_says_where_to_go_and_keeps_its_link(tmp_path: Path) -> None:
    data = tmp_path / "data"
    said = []
    for _ in range(2):
        with running_server(data, "--demo") as server:
            lines = server.output.read_text().splitlines()
            said.append(lines[2].partition("/desk#join=")[2])
            assert len(lines) == 3
            assert lines[0].endswith(f"{server.url}/")
            assert lines[1].endswith(f"{server.url}/desk")
    # A new link would need a new desk key, and what waits on phones would be lost.
    assert said[0] == said[1] != ""
    with sqlite3.connect(data / "hinghoi.sqlite") as database:
        database.execute("DELETE FROM invitation")
    database.close()
    with running_server(data, "--demo") as server:
        assert "join" not in server.output.read_text()
    assert not (data / "demo-sign-up-link").exists()


def test_what_the_server_makes_is_its_own(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with (
        running_server(data, "--demo") as server,
        httpx.Client(base_url=server.url) as client,
    ):
        packet = sample()
        create(client, packet, packet.data)
    found = [path for path in data.rglob("*") if path.is_file()]
    assert {path.name for path in found} > {*SECRET_FILES, packet.sha256, "hinghoi.sqlite"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in found)


def test_abandoned_uploads_are_forgotten_and_others_stay(tmp_path: Path) -> None:
    data = tmp_path / "data"
    late, fresh = sample(), sample()
    with (
        running_server(data, "--demo") as server,
        httpx.Client(base_url=server.url) as client,
    ):
        for packet in (late, fresh):
            create(client, packet, packet.data[:1000])
        with sqlite3.connect(data / "hinghoi.sqlite") as database:
            database.execute("UPDATE upload SET expires = '2020-01-01' WHERE id = ?", (late.id,))
        database.close()
        done = hinghoi("db", "expire", DATA_DIR=str(data))
        assert (done.returncode, done.stdout) == (0, "1 abandoned uploads were forgotten.\n")
        assert head(client, late).status_code == 404
        assert head(client, fresh).headers["Upload-Offset"] == "1000"
    assert not (data / "blobs" / "parts" / late.id[:2] / late.id).exists()


def test_the_schema_can_be_brought_up_to_date_alone(tmp_path: Path) -> None:
    for _ in range(2):
        assert hinghoi("db", "upgrade", DATA_DIR=str(tmp_path)).returncode == 0


ASK = """
import ctypes
from webapp.web.gunicorn_app import forbid_core_dumps
forbid_core_dumps()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))  # PR_GET_DUMPABLE
"""


def test_memory_of_the_server_is_for_nobody(tmp_path: Path) -> None:
    """Neither core dumps, nor reading by another process of the same user."""
    asked = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True)
    assert asked.stdout == "0\n"
    with running_server(tmp_path / "data") as server:
        assert server.process is not None
        parent = server.process.pid
        workers = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        assert workers
        for pid in (parent, *workers):
            limits = Path(f"/proc/{pid}/limits").read_text()
            assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
