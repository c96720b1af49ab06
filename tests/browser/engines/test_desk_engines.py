"""The desk in every engine: join by a link, open a packet, and sign in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.desk import Desk
from tests.support.desk_packets import picture, send
from tests.support.engines import Engine
from webapp.crypto.packet import Attachment

if TYPE_CHECKING:
    from tests.browser.engines.conftest import Office

pytestmark = pytest.mark.browser
SEES_PICTURE = """() => {
  const image = document.querySelector("[data-attachment] canvas");
  return image?.width === 640;
}"""


def test_a_moderator_joins_reads_and_comes_back(engine: Engine, office: Office) -> None:
    desk = Desk("nan", str(office.key.recipient()), office.key, office.invite())
    words = f"สะพานไม้ {engine.name}"
    packet = send(office.server, desk, Attachment("image/jpeg", "jpg", picture()), text=words)
    engine.open(desk.link)
    engine.wait_visible("[data-screen=join]")
    name, passphrase = f"somsri-{engine.name}", engine.text("[data-made]").strip()
    engine.fill("[name=name]", name)
    engine.click("[name=kept]")
    engine.click("[data-screen=join] [type=submit]")
    engine.wait_visible("[data-screen=sheet]", patience=60)
    engine.click("[data-action=sheet-later]")
    engine.click("[data-action=sheet-later-yes]")
    reads(engine, packet, words)
    engine.click("[data-action=sign-out]")
    engine.fill("[data-screen=sign-in] [name=name]", name)
    engine.fill("[data-screen=sign-in] [name=passphrase]", passphrase)
    engine.click("[data-screen=sign-in] [type=submit]")
    reads(engine, packet, words)


def reads(engine: Engine, packet: str, words: str) -> None:
    """Open the packet from the list; its words and its picture are there."""
    engine.wait_visible("[data-screen=cases]", patience=60)
    engine.click("[data-tab=packets]")
    engine.click(f"[data-packet='{packet}']")
    engine.wait_text("[data-screen=packet] [data-field=text]", words)
    engine.wait_for(SEES_PICTURE)
