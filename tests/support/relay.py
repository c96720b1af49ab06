"""A relay and the server behind it, as processes, and what each of them holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.packets import Sample
from tests.support.server import Server, running_server, wait_until
from webapp.crypto.receipts import parse_public_key, verify_receipt


@dataclass
class Village:
    """Both servers; `upstream` may be killed and started again."""

    upstream: Server
    relay: Server

    def receipt(self, packet: Sample, patience: float = 60) -> str:
        """The receipt as the relay tells it once it has it, verified under the upstream's key."""
        wait_until(lambda: "Hinghoi-Receipt" in self.asked(packet), "no receipt came", patience)
        receipt = self.asked(packet)["Hinghoi-Receipt"]
        verify_receipt(receipt, self.upstream_key(), packet.id, packet.sha256)
        return receipt

    def asked(self, packet: Sample) -> httpx.Headers:
        """What the relay answers to HEAD."""
        return httpx.head(packet.url(self.relay.url), timeout=30).headers

    def upstream_key(self) -> bytes:
        body = httpx.get(f"{self.relay.url}/api/desks", timeout=30).json()
        return parse_public_key(body["receipt_key"])

    def there(self) -> list[tuple[str, str]]:
        """Ids and digests of all packets that are whole upstream."""
        return rows(self.upstream, "SELECT id, sha256 FROM packet ORDER BY id")

    def bytes_there(self, packet: Sample) -> bytes:
        return (self.upstream.data_dir / "blobs" / "packets" / packet.sha256).read_bytes()


def rows(server: Server, query: str) -> list[tuple[str, str]]:
    """Read from a server's database."""
    with closing(sqlite3.connect(server.data_dir / "hinghoi.sqlite")) as database:
        return list(database.execute(query))


@contextmanager
def running_village(folder: Path) -> Iterator[Village]:
    """A relay that has seen its upstream once."""
    with (
        running_server(folder / "upstream", "--demo") as upstream,
        running_server(folder / "relay", "--relay", upstream.url) as relay,
    ):
        yield Village(upstream, relay)
