"""An application with two desks, `nan` and `phrae`, whose letters go out at once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.support.plain import multipart
from webapp import create_app
from webapp.config import Settings
from webapp.crypto.letter import Letter as Written
from webapp.crypto.letter import seal_letter
from webapp.crypto.packet import Attachment, OpenedPacket, open_packet
from webapp.crypto.receipt_code import MailboxKeys
from webapp.crypto.recipients import HybridIdentity
from webapp.desk.service import create_desk
from webapp.models import Letter, Mailbox, PacketDesk, db, schema, today
from webapp.web.context import blobs
from webapp.web.transaction import transaction


@dataclass
class Office:
    """Desks with their keys, and what browsers without JavaScript ask of them."""

    app: Flask
    keys: dict[str, HybridIdentity] = field(repr=False)
    folder: Path

    def get(self, path: str) -> TestResponse:
        db.session.rollback()
        return self.app.test_client().get(path)

    def post(
        self, path: str, *fields: tuple[str, str], files: tuple[bytes, ...] = ()
    ) -> TestResponse:
        body, kind = multipart(fields, files)
        db.session.rollback()
        return self.app.test_client().post(path, data=body, content_type=kind)

    def ask(self, path: str, **fields: str) -> TestResponse:
        """A small form, as a browser encodes it."""
        db.session.rollback()
        return self.app.test_client().post(path, data=fields)

    def packets(self) -> list[bytes]:
        """The sealed packets that are held, in no order."""
        held = (self.folder / "data" / "blobs" / "packets").rglob("*")
        return [path.read_bytes() for path in held if path.is_file()]

    def opened(self, desk: str = "nan") -> OpenedPacket:
        (data,) = self.packets()
        return self.open(data, desk)

    def open(self, data: bytes, desk: str = "nan") -> OpenedPacket:
        return open_packet(data, [self.keys[desk]])

    def announced(self) -> set[str]:
        """The desks for which packets are announced."""
        db.session.rollback()
        return {row.desk_id for row in db.session.query(PacketDesk)}

    def write(self, mailbox: MailboxKeys, letter: Written, *files: Attachment) -> str:
        """Lay a letter into a mailbox, as if a desk had posted it; its id."""
        data = seal_letter(letter, files, mailbox.identity.recipient())
        return self.lay(mailbox, data)

    def lay(self, mailbox: MailboxKeys, data: bytes) -> str:
        sha256, letter_id = hashlib.sha256(data).hexdigest(), secrets.token_hex(16)
        blobs().put(sha256, data)
        with transaction() as session:
            session.merge(Mailbox(id=mailbox.id))
            session.flush()
            row = {"mailbox_id": mailbox.id, "desk_id": "nan", "sha256": sha256}
            session.add(Letter(id=letter_id, length=len(data), day=today(), released=True, **row))
        return letter_id


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    env = {"DATA_DIR": str(tmp_path / "data"), "LETTER_BATCH_HOURS": "0"}
    app = create_app(Settings.from_env(env))
    with app.app_context():
        schema.upgrade(db.engine)
        keys = {slug: HybridIdentity.generate() for slug in ("nan", "phrae")}
        with transaction():
            for slug, key in keys.items():
                recipient = str(key.recipient())
                create_desk(slug=slug, name_th=f"โต๊ะ {slug}", name_en=slug, recipient=recipient)
        yield Office(app, keys, tmp_path)
        db.session.remove()
        db.engine.dispose()
