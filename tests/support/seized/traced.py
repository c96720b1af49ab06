"""A server whose every write is recorded: also what it deleted before anybody looked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.server import Server

_NAMES = "openat,creat,mkdir,rename,renameat2,link,linkat,symlink"
_CALLS = f"trace={_NAMES},write,writev,pwrite64,pwritev"
# Texts of up to a megabyte, all in hex: -xx. Descriptors with what they are: -y.
_OPTIONS = ("-A", "-D", "-f", "-y", "-xx", "-qq", "--seccomp-bpf", "-s", "1100000", "-e", _CALLS)
_HEX = re.compile(rb"\\x([0-9a-f]{2})")
_TO = re.compile(rb"(?:write|writev)\(\d+<((?:\\x[0-9a-f]{2})+)>")
_NO_FILES = (b"socket:", b"TCP", b"UNIX", b"pipe:", b"anon_inode:")


@contextmanager
def traced_server(data_dir: Path, *arguments: str, **env: str) -> Iterator[Server]:
    """As `running_server`, its writes in `trace_of(server)`; killed at the end."""
    data_dir.mkdir(parents=True)
    server = Server(data_dir, env, arguments)
    server.wrapper = tracer(trace_of(server))
    server.start()
    try:
        yield server
    finally:
        server.kill()


def tracer(record: Path) -> tuple[str, ...]:
    """The command before the one whose writes shall be recorded; with what it starts."""
    return (str(shutil.which("strace")), *_OPTIONS, "-o", str(record))


def trace_of(server: Server) -> Path:
    """Where the record of its writes is."""
    return server.data_dir.parent / f"{server.data_dir.name}.strace"


def written(record: Path) -> bytes:
    """All that was written to files, and names of files that were opened or made, as bytes.

    What it answered on sockets is left out: a phone may hear again what it said.
    """
    lines = [line for line in record.read_bytes().splitlines() if not _is_socket(line)]
    return _text(b"\n".join(lines))


def _is_socket(line: bytes) -> bool:
    found = _TO.search(line[:400])
    return found is not None and _text(found[1]).startswith(_NO_FILES)


def _text(hexed: bytes) -> bytes:
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), hexed)
