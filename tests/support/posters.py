"""What a test needs of posters: the desk's key as the list has it, and a reader of QR codes."""

from __future__ import annotations

import io
import subprocess
from typing import Any

import httpx
from PIL import Image

from tests.support.server import ROOT, Server
from webapp.crypto.key_check import check_bytes, key_words


def listed(server: Server, desk: str = "nan") -> dict[str, Any]:
    """The desk as phones are told it."""
    desks: list[dict[str, Any]] = httpx.get(f"{server.url}/api/desks").json()["desks"]
    return next(one for one in desks if one["id"] == desk)


def poster_fragment(server: Server, desk: str = "nan") -> str:
    """What a poster that is printed now has behind the address."""
    return f"#k={desk}.{listed(server, desk)['fingerprint']}"


def words_of(fingerprint: str, language: str = "th") -> list[str]:
    """The eight words that stand for a fingerprint."""
    return key_words(check_bytes(fingerprint), language)


def read_qr(png: bytes) -> str:
    """What the one QR code in a picture says."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    command = ["node", "tests/support/read_qr.mjs", *map(str, picture.size)]
    read = subprocess.run(command, input=picture.tobytes(), capture_output=True, cwd=ROOT)
    assert read.returncode == 0, read.stderr.decode()
    return read.stdout.decode()
