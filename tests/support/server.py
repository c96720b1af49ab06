"""A real server process on a free port of the loopback, for tests that go over the wire."""

from __future__ import annotations

import os
import random
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.hinghoi import ROOT as ROOT
from tests.support.hinghoi import Process, start

PATIENCE = 30.0
# Packets by the hundred from one place; what slows such a flood has tests of its own.
QUIET = {"WORK_BITS": "0", "NEW_PACKETS_PER_MINUTE": "0"}
AS_SHIPPED = dict.fromkeys(QUIET, "")


# Below the range from which systems take the ports of outgoing connections: one of those could
# come between finding a port and listening on it.
PORTS = range(12_000, 32_000)


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("No free port here")


@dataclass
class Server:
    """`hinghoi serve` as its own process group; `log` is what it wrote to standard error.

    `wrapper`: a command to run it under, which must not stand between it and its signals.
    """

    data_dir: Path
    env: dict[str, str]
    arguments: tuple[str, ...] = ()
    port: int = field(default_factory=free_port)
    process: Process | None = None
    wrapper: tuple[str, ...] = ()
    patience: float = PATIENCE

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data_dir.parent / f"{self.data_dir.name}.log"

    @property
    def output(self) -> Path:
        return self.data_dir.parent / f"{self.data_dir.name}.out"

    def start(self, status: int = 200) -> None:
        """Start and wait until it says that it can take a packet, or with 503 that it cannot."""
        self.process = self._spawn()
        late = f"the server did not start: {self.log}"
        wait_until(lambda: self._says() == status, late, self.patience)

    def _spawn(self) -> Process:
        own = {"HOST": "127.0.0.1", "PORT": str(self.port), "DATA_DIR": str(self.data_dir)}
        env = {**QUIET, **os.environ, **own, **self.env}
        return start(["serve", *self.arguments], env, self.output, self.log, self.wrapper)

    def _says(self) -> int | None:
        if self.process is None or self.process.poll() is not None:
            raise AssertionError(f"the server ended:\n{self.log.read_text()[-4000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:  # noqa: S310
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def kill(self) -> None:
        """SIGKILL to the server and all its workers, as a power cut would."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM, as systemd would."""
        self._signal(signal.SIGTERM)

    def _signal(self, number: signal.Signals) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        if number is signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            os.kill(self.process.pid, number)
        self.process.wait(timeout=PATIENCE)
        wait_until(self._is_gone, "workers outlived the server")

    def _is_gone(self) -> bool:
        assert self.process is not None
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False

    def restart(self) -> None:
        """Start again on the same port and data, killed or not."""
        self.kill()
        self.start()


def wait_until(is_so: object, message: str, patience: float = PATIENCE) -> None:
    """Wait on a condition (a callable without arguments); AssertionError after `patience`."""
    assert callable(is_so)
    deadline = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(message)
        time.sleep(0.02)


@contextmanager
def running_server(data_dir: Path, *arguments: str, **env: str) -> Iterator[Server]:
    """A server over `data_dir`; `arguments` follow `hinghoi serve` (such as `--demo`)."""
    data_dir.mkdir(parents=True, exist_ok=True)
    server = Server(data_dir, env, arguments)
    try:
        server.start()
        yield server
    finally:
        server.stop()
