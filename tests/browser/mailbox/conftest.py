"""A server whose letters go out at once, a desk with a moderator, and phones of reporters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.support.browser import PHONE
from tests.support.desk import hinghoi
from tests.support.moderator import Moderator
from tests.support.server import Server, running_server
from webapp.crypto.letter import Letter, seal_letter
from webapp.crypto.packet import Attachment, OpenedPacket, open_packet
from webapp.crypto.receipt_code import MailboxKeys
from webapp.crypto.recipients import HybridIdentity
from webapp.errors import PacketNoKey

PATIENCE = 60_000  # milliseconds, for scrypt on a busy machine


@dataclass
class House:
    """A running server, its desk's key, and a moderator who is signed in."""

    server: Server
    key: HybridIdentity = field(repr=False)
    moderator: Moderator

    def packets(self, words: str) -> list[OpenedPacket]:
        """The packets here whose text is this."""
        files = (self.server.data_dir / "blobs" / "packets").glob("*")
        opened = [packet for file in files if (packet := self._opened(file.read_bytes()))]
        return [packet for packet in opened if packet.report.text == words]

    def _opened(self, data: bytes) -> OpenedPacket | None:
        try:
            return open_packet(data, [self.key])
        except PacketNoKey:  # A letter: those lie among the packets.
            return None

    def write(self, keys: MailboxKeys, letter: Letter, *files: Attachment) -> str:
        """Post a letter to this mailbox; the letter's id."""
        return self.moderator.post_letter(keys.id, self.sealed(keys, letter, *files))

    def sealed(self, keys: MailboxKeys, letter: Letter, *files: Attachment) -> bytes:
        """A letter written for this mailbox."""
        return seal_letter(replace(letter, mailbox=keys.id), files, keys.identity.recipient())


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    key = HybridIdentity.generate()
    identity = folder / "desk.key"
    identity.write_text(f"{key.export()}\n", "ascii")
    with running_server(folder / "data", LETTER_BATCH_HOURS="0") as server:
        to = ("--id", "nan", "--recipient", str(key.recipient()))
        hinghoi(server, "desk", "create", "โต๊ะเมืองน่าน", *to)
        told = hinghoi(server, "moderator", "add", "--desk", "nan", "--identity", str(identity))
        (link,) = (word for word in told.split() if "#join=" in word)
        moderator = Moderator(server)
        moderator.join(link)
        yield House(server, key, moderator)


@pytest.fixture
def new_phone(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens a page on a phone of its own, which shares nothing with the others: `new_phone()`."""
    phones: list[BrowserContext] = []

    def start() -> Page:
        context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        phones.append(context)
        return context.new_page()

    yield start
    for context in phones:
        context.close()
