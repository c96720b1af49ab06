"""Somebody who sends things to a server, and everything about them is a canary."""

from __future__ import annotations

import secrets
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from tests.support.camera import camera_jpeg
from tests.support.desk_packets import report
from tests.support.packets import Sample
from tests.support.seized.words import ADDRESS, HOST, canary
from tests.support.server import Server
from webapp.crypto import packet, receipt_code
from webapp.crypto.packet import Attachment
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.report import Mailbox, Place

DESK = HybridIdentity.generate()
CODE = receipt_code.new_code()
MAILBOX = receipt_code.open_mailbox(CODE)
LARGE = 600 * 1024  # bytes: beyond what Werkzeug keeps in memory, below a piece's limit


@dataclass
class Visitor:
    """Somebody whose browser tells all that browsers tell. `path` names what they are doing.

    `server` is the machine that they mean, whatever stands in front of it.
    """

    client: httpx.Client
    path: str
    server: Server

    @property
    def headers(self) -> dict[str, str]:
        """Everything that tells on somebody."""
        says = self.says("header")
        return {
            "User-Agent": self.says("agent"),
            "Referer": f"https://{HOST}/{self.says('referrer')}",
            "Accept-Language": self.says("language"),
            "Cookie": f"session={self.says('cookie')}",
            **dict.fromkeys(("X-Forwarded-For", "X-Real-IP", "Forwarded", "From", "Via"), says),
        }

    def says(self, where: str) -> str:
        return canary(self.path, where)

    def sealed(self, kind: str = "report", answer: str | None = None) -> Sample:
        """What they wrote, with a photo, sealed as their phone would."""
        words = {name: self.says(name) for name in ("text", "when", "agency", "accused")}
        told = report(
            **words,
            kind=kind,
            answer=answer,
            place=Place("น่าน", "ปัว", "แงง", "550505", self.says("place")),
            mailbox=Mailbox(MAILBOX.id, str(MAILBOX.identity.recipient())),
        )
        photo = Attachment("image/jpeg", "jpg", self.photo())
        data = packet.seal(told, [photo], [DESK.recipient()])
        return Sample(secrets.token_hex(16), data, "nan")

    def photo(self) -> bytes:
        """As a camera wrote it: with names and a place in every corner of the file."""
        hidden = (self.says("exif"), self.says("serial"), self.says("trailer"))
        return camera_jpeg(320, 240, hidden)

    def plaintext(self) -> bytes:
        """What somebody's own program might send by mistake."""
        return (f"{self.says('text')} เงินหมดแล้ว\n".encode() * 19999)[:LARGE]


def visitor(server: Server, path: str, url: str = "") -> Visitor:
    """From an address to look for, with all headers that tell; by `url` when it is another."""
    # A connection each: a server that answers before the end of what it refuses may close the last.
    limits = httpx.Limits(max_keepalive_connections=0)
    transport = httpx.HTTPTransport(local_address=ADDRESS, verify=False, limits=limits)
    client = httpx.Client(base_url=url or server.url, transport=transport, timeout=60)
    one = Visitor(client, path, server)
    client.headers.update(one.headers)
    return one


@contextmanager
def wire(one: Visitor) -> Iterator[socket.socket]:
    """A bare connection from the visitor's address, in TLS where the server wants it."""
    url = urlsplit(str(one.client.base_url))
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    line = socket.create_connection(("127.0.0.1", url.port or 80), 20, (ADDRESS, 0))
    with closing(context.wrap_socket(line) if url.scheme == "https" else line) as made:
        yield made


def whisper(one: Visitor, request: bytes, *, whole: bool = True) -> bytes:
    """Bytes as they are, from the visitor's address; the beginning of the answer.

    `whole` is false for a request that goes on for ever: nobody waits for its answer.
    """
    with wire(one) as line:
        with suppress(OSError):  # It has heard enough; what it said can still be read.
            line.sendall(request)
            # In TLS there is no half of a connection to close.
            if not isinstance(line, ssl.SSLSocket):
                line.shutdown(socket.SHUT_WR)
            elif not whole:
                return b""
        with suppress(OSError):
            return line.recv(65536)
    return b""
