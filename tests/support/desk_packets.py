"""Reports as villagers write them, sealed to a desk and delivered as a phone does."""

from __future__ import annotations

import io
import secrets
from urllib.request import Request, urlopen

from PIL import Image

from tests.support.desk import Desk
from tests.support.packets import Sample
from tests.support.server import Server
from webapp.crypto import packet
from webapp.crypto.packet import Attachment
from webapp.crypto.recipients import HybridRecipient
from webapp.crypto.report import Place, Report

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def picture(colour: str = "green") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 400), colour).save(out, "JPEG")
    return out.getvalue()


def report(**fields: object) -> Report:
    facts: dict[str, object] = {
        "kind": "report",
        "language": "th",
        "day": "2026-11-20",
        "category": "construction",
        "text": f"ถนนหน้าวัดสร้างไม่เสร็จ เงินหมดแล้ว\n{SCRIPT}",
        "place": Place("น่าน", "ปัว", "แงง", "550505", "หน้าวัด"),
        "when": "เดือนที่แล้ว",
        "agency": "อบต. แงง",
        "accused": "ผู้รับเหมารายเดิม",
        "watchpoint": None,
        "mailbox": None,
    }
    return Report(**{**facts, **fields})  # type: ignore[arg-type]


def deliver(server: Server, desk: Desk, data: bytes) -> str:
    """Send the packet as a phone does; its id."""
    sample = Sample(secrets.token_hex(16), data, desk.slug)
    headers = {**sample.headers, "Content-Type": "application/offset+octet-stream"}
    request = Request(f"{server.url}/api/packets", data, headers, method="POST")  # noqa: S310
    with urlopen(request) as answer:  # noqa: S310
        assert answer.status == 201
        assert answer.headers["Hinghoi-Receipt"]
    return sample.id


def send(server: Server, desk: Desk, *files: Attachment, **fields: object) -> str:
    recipients = [HybridRecipient.parse(desk.recipient)]
    return deliver(server, desk, packet.seal(report(**fields), files, recipients))
