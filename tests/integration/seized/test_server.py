"""The server is taken: whatever anybody sent to it, on every path, is not on it.

All paths are walked once on one server, whose every write is recorded; it is killed, and then each
path is judged by itself. Words of a path carry its name, so a hit says which way it came.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.desk import hinghoi
from tests.support.nginx import running_nginx
from tests.support.seized.needles import Needles
from tests.support.seized.search import layers, search
from tests.support.seized.traced import traced_server, written
from tests.support.seized.visitors import DESK, LARGE, MAILBOX, PATHS, Visitor, visitor, whisper
from tests.support.seized.words import ADDRESS, HOST, STEM, canary
from tests.support.server import Server
from tests.support.tus import append, create
from webapp.crypto.base64 import encode_url

FAILURES = ("killed", "broken_store", "broken_database")
WHAT_IT_IS = ("direct at INFO", "behind nginx at DEBUG")


@dataclass
class Seized:
    """What was found on the machine, line by line, and how it was set up."""

    hits: list[str]
    traces: bytes = field(repr=False)
    files: int = 0
    log: str = ""


def search_all(server: Server, tmp: Path, front: Path | None) -> Seized:
    needles = Needles([STEM, ADDRESS, HOST, encode_url(MAILBOX.token)])
    places = [server.data_dir, tmp, server.log, server.output]
    # The configuration of nginx and its certificate are the operator's, not a visitor's.
    places += [front / "logs", front / "stderr"] if front else []
    hits = search(needles, *places)
    traces = written(server)
    for how, data in layers(traces):
        hits += [f"written: {how}: {around!r}" for around in needles.within(data)]
    return Seized(hits, traces, len(list(server.data_dir.rglob("*"))), server.log.read_text())


@pytest.fixture(scope="module", params=WHAT_IT_IS)
def seized(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seized:
    folder = tmp_path_factory.mktemp("seized")
    tmp, level = folder / "tmp", request.param.rpartition(" ")[2]
    tmp.mkdir()
    env = {"TMPDIR": str(tmp), "LOG_LEVEL": level, "LETTER_BATCH_HOURS": "0"}
    with traced_server(folder / "data", **env) as server:
        hinghoi(
            server, "desk", "create", "โต๊ะ", "--id", "nan", "--recipient", str(DESK.recipient())
        )
        with behind(folder / "front", server, nginx="nginx" in request.param) as url:
            for name, walk in PATHS.items():
                one = visitor(url, name)
                with one.client:
                    walk(one)
            fall(server, url)
        server.kill()
        front = folder / "front" if "nginx" in request.param else None
        return search_all(server, tmp, front)


@contextmanager
def behind(folder: Path, server: Server, *, nginx: bool) -> Iterator[str]:
    with running_nginx(folder, server) if nginx else nullcontext(server) as front:
        yield front.url


def fall(server: Server, url: str) -> None:
    """Killed in the middle of a body; then its store breaks, then its database."""
    one = visitor(server.url, "killed")
    with one.client:
        half_sent(one, server)
    server.restart()
    for path, break_it in (("broken_store", no_store), ("broken_database", no_table)):
        break_it(server)
        one = visitor(url, path)
        with one.client:
            sent = one.sealed()
            assert create(one.client, sent, sent.data).status_code >= 500
            assert create(one.client, sent, one.plaintext()).status_code >= 400
            one.client.get(f"/api/mailbox?x={one.says('query')}", headers=bearer())
        mend(server)


def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {encode_url(MAILBOX.token)}"}


def half_sent(one: Visitor, server: Server) -> None:
    """Plaintext and a packet, both still on their way when the power goes."""
    sent = one.sealed()
    create(one.client, sent)
    append(one.client, sent, 0, sent.data[:20000])
    plain = one.plaintext()
    request = f"POST /plain HTTP/1.1\r\nHost: x\r\nContent-Length: {2 * LARGE}\r\n\r\n".encode()
    whisper(one, request + plain)
    server.kill()


def no_store(server: Server) -> None:
    (server.data_dir / "blobs").rename(server.data_dir / "away")
    (server.data_dir / "blobs").write_text("not a folder")


def no_table(server: Server) -> None:
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite", timeout=20)) as database:
        for table in ("packet", "mailbox"):
            database.execute(f"ALTER TABLE {table} RENAME TO away_{table}")
        database.commit()


def mend(server: Server) -> None:
    if (server.data_dir / "away").exists():
        (server.data_dir / "blobs").unlink()
        (server.data_dir / "away").rename(server.data_dir / "blobs")


@pytest.mark.parametrize("path", [*PATHS, *FAILURES])
def test_no_word_is_left(seized: Seized, path: str) -> None:
    assert [hit for hit in seized.hits if canary(path, "").lower() in hit.lower()] == []


def test_nothing_else_is_left(seized: Seized) -> None:
    """No address, no name of a host, no token; and no word whose path could not be read."""
    lines = [hit for hit in seized.hits if f"{STEM}-".lower() not in hit.lower()]
    # The command line that the record of writes begins with is not the server's doing.
    assert lines == []


def test_the_search_saw_a_busy_server(seized: Seized) -> None:
    """Or all the above would be true of a machine that did nothing."""
    assert b"hinghoi.sqlite-wal" in seized.traces
    assert b"age-encryption.org/v1" in seized.traces
    assert "unexpected" in seized.log, "nothing failed"
    assert seized.files > 5
