"""Every kind of file, picked in every engine and cleaned by the shipped workers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pillow_heif
import pytest

from tests.support.camera import CANARIES, canary_png, canary_webp
from tests.support.engines import Engine
from tests.support.engines.reporter import send, visit, wait_received
from tests.support.hidden_documents import canary_docx, canary_pdf
from tests.support.hidden_pictures import canary_gif, canary_heic
from tests.support.hidden_sound import recording
from webapp.cleaning import verify_file

if TYPE_CHECKING:
    from tests.browser.engines.conftest import Office

pytestmark = pytest.mark.browser
pillow_heif.register_heif_opener()
# What is picked, and the endings that it may arrive with: light photos become JPEG or PNG, a HEIC
# too where the engine can show one.
KINDS = {
    "png": {"jpg", "png"},
    "webp": {"jpg", "png"},
    "heic": {"heic", "jpg"},
    "gif": {"gif"},
    "mp4": {"mp4"},
    "pdf": {"pdf"},
    "docx": {"docx"},
}
LEFT_OVER = """() => [...document.querySelectorAll("[data-files] [data-problem]")]
  .map((row) => row.innerText)"""
ALL_CLEAN = "(n) => document.querySelectorAll('[data-files] [data-clean]').length === n"


def hidden(kind: str) -> bytes:
    """A file of the kind, with canaries wherever it can hold them."""
    makers = {
        "png": lambda: canary_png(160, 120),
        "webp": lambda: canary_webp(160, 120),
        "heic": canary_heic,
        "gif": canary_gif,
        "mp4": lambda: recording("mp4"),
        "pdf": canary_pdf,
        "docx": canary_docx,
    }
    return makers[kind]()


def test_all_kinds_arrive_without_residue(engine: Engine, office: Office, tmp_path: Path) -> None:
    files = [tmp_path / f"Canary.{kind}" for kind in KINDS]
    for file, kind in zip(files, KINDS, strict=True):
        file.write_bytes(hidden(kind))
    visit(engine, office.server.url)
    engine.attach("[name=files]", *files)
    engine.wait_for(f"(n) => ({ALL_CLEAN})(n) || ({LEFT_OVER})().length", len(files), patience=90)
    assert engine.run(LEFT_OVER) == []
    words = f"หลายไฟล์ {engine.name}"
    wait_received(engine, send(engine, words))
    (packet,) = office.reports(words)
    for kind, told, data in zip(KINDS, packet.report.attachments, packet.files, strict=True):
        assert told.name.rsplit(".")[-1] in KINDS[kind]
        assert verify_file(data) == [], kind
        assert not any(word.encode() in data for word in CANARIES), kind
