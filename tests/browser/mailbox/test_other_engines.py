"""The mailbox in Firefox and WebKit: a letter is read with its code, answered with a photo."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.mailbox.conftest import House
from tests.browser.mailbox.test_answers import the_one
from tests.browser.mailbox.test_letters import letter
from tests.support.camera import camera_jpeg
from tests.support.engines import Engine
from webapp.cleaning import verify_file
from webapp.crypto.receipt_code import new_code, open_mailbox

pytestmark = pytest.mark.browser
PATIENCE = 60  # seconds, for scrypt on a busy machine
OPENED = "() => document.querySelector('[data-answer]')?.offsetHeight > 0"
CLEAN = "() => document.querySelector('[data-files] [data-clean]') !== null"
RECEIVED = "() => document.querySelector('[data-packet]')?.dataset.state === 'received'"


@pytest.mark.parametrize("engine_name", ["firefox", "webkit"])
def test_a_letter_is_read_and_answered(engine: Engine, house: House, tmp_path: Path) -> None:
    code = new_code()
    keys = open_mailbox(code)
    house.write(keys, letter(1, "แก้แล้วหรือยัง", "resolved"))
    engine.open(f"{house.server.url}/mailbox")
    engine.wait_for("() => 'ready' in document.documentElement.dataset")
    engine.fill("[name=code]", code)
    engine.click("[data-action=open-mailbox]")
    engine.wait_for(OPENED, patience=PATIENCE)
    engine.wait_text("[data-letter]", "แก้แล้วหรือยัง")
    words = f"เรียบแล้ว {engine.name}"
    engine.fill("[data-answer] [name=text]", words)
    engine.click("[data-answer] [name=answer][value=confirmed]")
    photo = tmp_path / "somsri.jpg"
    photo.write_bytes(camera_jpeg(1200, 900))
    engine.attach("[data-answer] [name=files]", photo)
    engine.wait_for(CLEAN, patience=PATIENCE)
    engine.click("[data-answer] [data-action=send]")
    engine.wait_for(RECEIVED, patience=PATIENCE)
    packet = the_one(house, words, keys)
    assert packet.report.answer == "confirmed"
    assert [verify_file(sent) for sent in packet.files] == [[]]
