"""A machine with everything on it that a thief would take home, and what stands there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.desk import hinghoi
from tests.support.nginx import running_nginx
from tests.support.seized.needles import Needles
from tests.support.seized.search import layers, search
from tests.support.seized.traced import trace_of, traced_server, tracer, written
from tests.support.seized.visitors import CODE, DESK, MAILBOX
from tests.support.seized.words import ADDRESS, HOST, STEM
from tests.support.server import Server
from webapp.crypto.base64 import encode_url
from webapp.crypto.receipt_code import show_code


@dataclass
class Seized:
    """What was found on the machine, line by line, and how it was set up."""

    hits: list[str]
    traces: bytes = field(repr=False)
    log: str = field(repr=False)


@dataclass
class Machine:
    """Servers whose every write is recorded, and nginx in front of them; all in `folder`."""

    folder: Path
    level: str
    _servers: list[Server] = field(default_factory=list)

    @contextmanager
    def serving(self, name: str, *arguments: str) -> Iterator[Server]:
        """A server with its own folder for temporary files."""
        temporary = self.folder / f"{name}-tmp"
        temporary.mkdir()
        env = {"TMPDIR": str(temporary), "LOG_LEVEL": self.level, "LETTER_BATCH_HOURS": "0"}
        # Of a crash it shall be told where it was, and never with what.
        env["PYTHONFAULTHANDLER"] = "1"
        with traced_server(self.folder / name, *arguments, **env) as server:
            self._servers.append(server)
            yield server

    @contextmanager
    def behind(self, server: Server) -> Iterator[str]:
        """The address of a recorded nginx in front of the server."""
        record = tracer(self.folder / "nginx.strace")
        with running_nginx(self.folder / "front", server, wrapper=record) as front:
            yield front.url

    def seized(self, *words: str) -> Seized:
        """Everything is searched; all servers must have ended."""
        secrets = (encode_url(MAILBOX.token), CODE, show_code(CODE))
        needles = Needles([STEM, ADDRESS, HOST, *secrets, *words])
        records = [trace_of(server) for server in self._servers] + [self.folder / "nginx.strace"]
        traces = [written(record) for record in records if record.exists()]
        hits = search(needles, *self._places())
        for trace in traces:
            for how, data in layers(trace):
                hits += [f"written: {how}: {around!r}" for around in needles.within(data)]
        logs = "".join(server.log.read_text() for server in self._servers)
        return Seized(hits, b"".join(traces), logs)

    def _places(self) -> Iterator[Path]:
        for server in self._servers:
            temporary = self.folder / f"{server.data_dir.name}-tmp"
            yield from (server.data_dir, temporary, server.log, server.output)
        # nginx's configuration and its certificate are the operator's, not a visitor's.
        front = self.folder / "front"
        yield from (place for place in (front / "logs", front / "stderr") if place.exists())


def open_desk(server: Server) -> None:
    """The desk that the visitors know, with a key that lies nowhere here."""
    to = ("--id", "nan", "--recipient", str(DESK.recipient()))
    hinghoi(server, "desk", "create", "โต๊ะ", *to)
