"""A PostgreSQL server of our own on the loopback, as a user that it accepts to run as."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

from tests.support.server import free_port, wait_until


def binaries() -> Path | None:
    """The folder of the newest installed PostgreSQL, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    on_path = shutil.which("postgres")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of a fresh, empty database; gone afterwards."""
    bin_folder = binaries()
    assert bin_folder is not None
    with TemporaryDirectory(prefix="hinghoi-pg-", dir="/tmp") as folder:
        data = Path(folder) / "data"
        _hand_over(Path(folder))
        _run([bin_folder / "initdb", "-D", data, "-U", "hinghoi", "-A", "trust", "-N"])
        port = free_port()
        options = ["-k", folder, "-h", "127.0.0.1", "-p", str(port), "-c", "fsync=off"]
        server = subprocess.Popen(
            [*_as_user(), str(bin_folder / "postgres"), "-D", str(data), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            ready = [str(bin_folder / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
            wait_until(lambda: subprocess.run(ready).returncode == 0, "PostgreSQL did not start")
            yield f"postgresql://hinghoi@127.0.0.1:{port}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # It would wait for clients on SIGTERM.
            server.wait(timeout=30)


def new_database(server: str) -> str:
    """The URL of one more database of a running server, empty."""
    name, address = f"fresh_{secrets.token_hex(4)}", urlsplit(server)
    bin_folder = binaries()
    assert bin_folder is not None
    at = ["-h", address.hostname, "-p", str(address.port), "-U", address.username]
    _run([bin_folder / "createdb", *at, "-T", "template0", name])
    return urlunsplit(address._replace(path=f"/{name}"))


def _as_user() -> list[str]:
    """PostgreSQL refuses to run as root."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if _root() else []


def _root() -> bool:
    return os.geteuid() == 0


def _hand_over(folder: Path) -> None:
    if _root():
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)


def _run(command: list[object]) -> None:
    subprocess.run(
        [*_as_user(), *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/"
    )
