"""The server is taken: whatever anybody sent to it, on every path, is not on it.

All paths are walked once on one server, whose every write is recorded; it is killed, and then each
path is judged by itself. Words of a path carry its name, so a hit says which way it came.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

import httpx
import pytest

from tests.support.plain import multipart
from tests.support.seized.machine import Machine, Seized, open_desk
from tests.support.seized.paths import PATHS, RELAYED
from tests.support.seized.visitors import LARGE, MAILBOX, Visitor, visitor, whisper, wire
from tests.support.seized.words import STEM, canary
from tests.support.server import Server, wait_until
from tests.support.tus import append, create, head
from webapp.crypto.base64 import encode_url

WHAT_IT_IS = ("direct at INFO", "behind nginx at DEBUG")


@pytest.fixture(scope="module", params=WHAT_IT_IS)
def seized(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seized:
    machine = Machine(tmp_path_factory.mktemp("seized"), request.param.rpartition(" ")[2])
    chosen = chosen_paths(request.session)
    with machine.serving("data") as server:
        open_desk(server)
        with machine.behind(server) if "nginx" in request.param else nullcontext("") as url:
            for name, walk in PATHS.items():
                if name in chosen:
                    with visiting(server, name, url) as one:
                        walk(one)
            if "relay" in chosen:
                with machine.serving("relay", "--relay", server.url) as relay:
                    by_relay(relay)
            for name, fail in FAILURES.items():
                if name in chosen:
                    with visiting(server, name, "" if fail is killed else url) as one:
                        fail(one)
    return machine.seized()


def chosen_paths(session: pytest.Session) -> set[str]:
    """Of which there are tests in this run: a single one is walked alone."""
    calls = [getattr(item, "callspec", None) for item in session.items]
    return {str(call.params["path"]) for call in calls if call and "path" in call.params}


@contextmanager
def visiting(server: Server, path: str, url: str = "") -> Iterator[Visitor]:
    one = visitor(server, path, url)
    with one.client:
        yield one


def by_relay(relay: Server) -> None:
    """What the village box is asked, until it has passed a packet on."""
    with visiting(relay, "relay") as one:
        for walk in RELAYED:
            walk(one)
        last = one.sealed()
        create(one.client, last, last.data)

        def passed_on() -> bool:
            return "Hinghoi-Receipt" in head(one.client, last).headers

        wait_until(passed_on, "nothing was passed on", 60)
    relay.kill()


def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {encode_url(MAILBOX.token)}"}


def in_plain(one: Visitor) -> httpx.Response:
    """A report that the server has to seal, with a photo that it has to clean."""
    fields = [("desk", "nan"), ("text", one.says("text"))]
    body, kind = multipart(fields, [one.photo()], f"{one.says('name')}.jpg")
    return one.client.post("/plain", content=body, headers={"Content-Type": kind})


def half_a_form(one: Visitor) -> bytes:
    kind = f"multipart/form-data; boundary={one.says('boundary')}"
    lines = ("POST /plain HTTP/1.1", "Host: x", f"Content-Type: {kind}", f"Content-Length: {LARGE}")
    form = f'--{one.says("boundary")}\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
    return "\r\n".join((*lines, "", form)).encode() + one.plaintext()[: LARGE // 2]


def crashed(one: Visitor) -> None:
    """All workers break as a fault of memory would break them, with forms half read."""
    assert one.server.process is not None
    parent = one.server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children")
    before = children.read_text().split()
    assert in_plain(one).status_code == 200
    with wire(one) as first, wire(one) as second:
        for line in (first, second):
            line.sendall(half_a_form(one))
        for worker in before:
            os.kill(int(worker), signal.SIGSEGV)
        wait_until(lambda: set(children.read_text().split()).isdisjoint(before), "no crash", 60)
    wait_until(lambda: answers(one.server), "it never came back", 60)


def answers(server: Server) -> bool:
    try:
        return httpx.get(f"{server.url}/healthz", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def killed(one: Visitor) -> None:
    """Plaintext and a packet, both still on their way when the power goes."""
    sent = one.sealed()
    create(one.client, sent)
    append(one.client, sent, 0, sent.data[:20000])
    whisper(one, half_a_form(one))
    one.server.restart()


def broken_store(one: Visitor) -> None:
    blobs, away = (one.server.data_dir / name for name in ("blobs", "away"))
    blobs.rename(away)
    blobs.write_text("not a folder")
    refused(one)
    blobs.unlink()
    away.rename(blobs)


def broken_database(one: Visitor) -> None:
    rename_tables(one.server, "", "away_")
    refused(one)
    rename_tables(one.server, "away_", "")


def rename_tables(server: Server, before: str, after: str) -> None:
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite", timeout=20)) as database:
        for table in ("packet", "mailbox"):
            database.execute(f"ALTER TABLE {before}{table} RENAME TO {after}{table}")
        database.commit()


def refused(one: Visitor) -> None:
    """Whatever it is asked, something is wrong."""
    sent = one.sealed()
    assert create(one.client, sent, sent.data).status_code >= 500
    assert create(one.client, sent, one.plaintext()).status_code >= 400
    one.client.get(f"/api/mailbox?x={one.says('query')}", headers=bearer())
    assert in_plain(one).status_code >= 500


FAILURES = {one.__name__: one for one in (crashed, killed, broken_store, broken_database)}


@pytest.mark.parametrize("path", [*PATHS, "relay", *FAILURES])
def test_no_word_is_left(seized: Seized, path: str) -> None:
    assert [hit for hit in seized.hits if canary(path, "").lower() in hit.lower()] == []


def test_nothing_else_is_left(seized: Seized) -> None:
    """No address, host, code or token; and no word whose path could not be read."""
    assert [hit for hit in seized.hits if f"{STEM}-".lower() not in hit.lower()] == []


def test_the_search_saw_a_busy_server(seized: Seized) -> None:
    """Or all the above would be true of a machine that did nothing."""
    assert b"data/hinghoi.sqlite-wal" in seized.traces
    assert b"relay/hinghoi.sqlite-wal" in seized.traces
    assert b"age-encryption.org/v1" in seized.traces
    assert "unexpected" in seized.log, "nothing failed"
    assert "Fatal Python error: Segmentation fault" in seized.log, "nothing crashed"
