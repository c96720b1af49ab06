"""The `hinghoi` command as a process of its own, without waiting for its imports each time.

Importing costs more than a second, and the tests start the command hundreds of times. Between
`ready_to_fork` and the end of the test run it is therefore forked from a process that has
imported it and done nothing else; what it does from `main` on is the same. Without that (in
benchmarks), and wherever a wrapper such as strace has to come before it, it is executed as usual.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-c", "from webapp.cli import main; main()")

_forks: list[ForkServerContext] = []


class Process(Protocol):
    """What is asked of a running command; `subprocess.Popen` is one."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


def ready_to_fork() -> None:
    """From now on commands are forked from one process, which ends with this one."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["webapp.cli"])
    _forks[:] = [forks]


class _Forked:
    """A forked command, asked like a `subprocess.Popen`."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        assert process.pid is not None
        self.pid = process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("hinghoi", timeout or 0)
        return self._process.exitcode


def start(
    arguments: list[str],
    env: Mapping[str, str],
    out: Path,
    err: Path,
    wrapper: tuple[str, ...] = (),
) -> Process:
    """Start the command in a process group of its own; `err` is written on, `out` anew."""
    if _forks and not wrapper:
        told = (arguments, dict(env), os.devnull, str(out), str(err))
        process = _forks[0].Process(target=_run, args=told, daemon=True)
        process.start()
        return _Forked(process)
    with out.open("wb") as to, err.open("ab") as log:
        command = [*wrapper, *COMMAND, *arguments]
        return subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=to, stderr=log, start_new_session=True
        )


def _run(arguments: list[str], env: dict[str, str], stdin: str, out: str, err: str) -> None:
    """In the fork: become the command."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(env)
    append, anew = os.O_CREAT | os.O_APPEND, os.O_CREAT | os.O_TRUNC
    places = ((stdin, os.O_RDONLY), (out, os.O_WRONLY | anew), (err, os.O_WRONLY | append))
    for number, (path, flags) in enumerate(places):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = ["hinghoi", *arguments]
    from webapp.cli import main

    main()


def run(
    *arguments: str, env: Mapping[str, str], stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end; `env` stands in front of this process's own."""
    whole = {**os.environ, **env}
    if not _forks:
        command = [*COMMAND, *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=whole, input=stdin, capture_output=True, text=True, check=False
        )
    with tempfile.TemporaryDirectory() as folder:
        given, out, err = (Path(folder) / name for name in ("in", "out", "err"))
        given.write_text(stdin)
        told = (list(arguments), whole, str(given), str(out), str(err))
        process = _forks[0].Process(target=_run, args=told, daemon=True)
        process.start()
        code = _Forked(process).wait()
        return subprocess.CompletedProcess(arguments, code, out.read_text(), err.read_text())
