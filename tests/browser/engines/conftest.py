"""One server with one desk for the tests in all engines, and what arrived there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.desk import hinghoi
from tests.support.server import Server, running_server
from webapp.crypto.packet import OpenedPacket, open_packet
from webapp.crypto.recipients import HybridIdentity


@dataclass
class Office:
    """A running server and the key of its desk."""

    server: Server
    key: HybridIdentity = field(repr=False)
    folder: Path

    def reports(self, words: str) -> list[OpenedPacket]:
        """The packets that the server holds whose text is this, opened with the desk's key."""
        files = (self.server.data_dir / "blobs" / "packets").glob("*")
        opened = [open_packet(file.read_bytes(), [self.key]) for file in files]
        return [packet for packet in opened if packet.report.text == words]

    def invite(self) -> str:
        """A sign-up link for one more moderator."""
        identity = self.folder / "desk.key"
        identity.write_text(f"{self.key.export()}\n", "ascii")
        command = ("moderator", "add", "--desk", "nan", "--identity", str(identity))
        (link,) = (word for word in hinghoi(self.server, *command).split() if "#join=" in word)
        return link


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    key = HybridIdentity.generate()
    with running_server(folder / "data") as server:
        to = ("--id", "nan", "--recipient", str(key.recipient()))
        hinghoi(server, "desk", "create", "โต๊ะเมืองน่าน", *to)
        yield Office(server, key, folder)
