"""A real server with one desk whose key the test holds, seen through the fault proxy."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.desk import hinghoi, new_desk
from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.server import Server, running_server
from webapp.crypto.packet import OpenedPacket, open_packet
from webapp.crypto.recipients import HybridIdentity
from webapp.desk.keyring.keys import unwrap_desk_key

DESK = "nan"


@dataclass(frozen=True)
class Home:
    """Server and key; many tests may share it, each through a proxy of its own.

    `later`: the keys that came after, where the desk was given new ones.
    """

    server: Server
    identity: HybridIdentity = field(repr=False)
    later: list[HybridIdentity] = field(default_factory=list, repr=False)
    opened: dict[str, OpenedPacket] = field(default_factory=dict, repr=False)

    def held(self) -> dict[str, str]:
        """The ids of whole packets and the SHA-256 under which their bytes lie."""
        return dict(self.rows("SELECT id, sha256 FROM packet"))

    def underway(self) -> dict[str, int]:
        """The ids of uploads that are not whole, and their offsets."""
        return dict(self.rows('SELECT id, "offset" FROM upload'))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database says, read beside the server."""
        address = f"file:{self.server.data_dir / 'hinghoi.sqlite'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=30)) as database:
            return database.execute(query).fetchall()

    def part(self, packet_id: str) -> Path:
        """The file into which an upload grows."""
        return self.server.data_dir / "blobs" / "parts" / packet_id[:2] / packet_id

    def packets(self) -> dict[str, OpenedPacket]:
        """Every whole packet, its bytes checked against its digest and opened, by its id."""
        return {packet_id: self._open(sha256) for packet_id, sha256 in self.held().items()}

    def _open(self, sha256: str) -> OpenedPacket:
        if sha256 not in self.opened:
            data = (self.server.data_dir / "blobs" / "packets" / sha256).read_bytes()
            assert hashlib.sha256(data).hexdigest() == sha256
            self.opened[sha256] = open_packet(data, [self.identity, *self.later])
        return self.opened[sha256]

    def files(self) -> list[Path]:
        """All that the server ever wrote: its data and its log."""
        found = [file for file in self.server.data_dir.rglob("*") if file.is_file()]
        return [*found, self.server.log]


@dataclass(frozen=True)
class Site:
    """What a phone of one test sees: `home` behind `proxy`."""

    home: Home
    proxy: FaultProxy

    @property
    def server(self) -> Server:
        return self.home.server

    @property
    def url(self) -> str:
        return self.proxy.url


@contextmanager
def home(data_dir: Path, **env: str) -> Iterator[Home]:
    """A started server with the desk `nan`, whose key was made here."""
    with running_server(data_dir, **env) as server:
        key = HybridIdentity.generate()
        told = ("--id", DESK, "--recipient", str(key.recipient()))
        hinghoi(server, "desk", "create", "โต๊ะเมืองน่าน", *told)
        yield Home(server, key)


@contextmanager
def home_with_recovery(data_dir: Path) -> Iterator[tuple[Home, HybridIdentity]]:
    """The same with a key that the server made, and the recovery key that opens it."""
    with running_server(data_dir) as server:
        made = new_desk(server, DESK)
        yield Home(server, desk_key(server, made.recovery)), made.recovery


def desk_key(server: Server, recovery: HybridIdentity) -> HybridIdentity:
    """The desk's newest key, as the holder of the recovery key gets at it."""
    query = "SELECT desk_key.recipient, file FROM wrapped_key"
    query += " JOIN desk_key ON desk_key.id = desk_key_id"
    query += " WHERE holder = 'recovery' ORDER BY desk_key.id DESC"
    address = f"file:{server.data_dir / 'hinghoi.sqlite'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=30)) as database:
        recipient, file = database.execute(query).fetchone()
    return unwrap_desk_key(file, recovery, recipient)


@contextmanager
def through_proxy(one: Home) -> Iterator[Site]:
    """A new network in front of the server."""
    with fault_proxy(one.server.port) as proxy:
        yield Site(one, proxy)
