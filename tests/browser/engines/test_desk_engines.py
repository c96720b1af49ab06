"""The desk in every engine: join by a link, open a packet, work on its case, sign in again."""

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
ASK_NOW = "() => document.dispatchEvent(new Event('visibilitychange'))"
# The list answers what was asked for, and exactly one case is left in it.
FOUND = """(words) => {
  const list = document.querySelector("[data-answered]");
  return list?.dataset.answered === words && document.querySelectorAll("[data-case]").length === 1;
}"""
MARKED = "() => [...document.querySelectorAll('[data-case] mark')].map((one) => one.textContent)"
SAVED = "(version) => document.querySelector('[data-screen=case]')?.dataset.version === version"
# Green in the middle: WebKit once showed a canvas of the right size without a picture on it.
SHOWN = """(height) => {
  const canvas = document.querySelector("[data-screen=viewer] canvas");
  if (canvas?.height !== height || !canvas.getBoundingClientRect().width) return false;
  const middle = canvas.getContext("2d").getImageData(canvas.width / 2, height / 2, 1, 1).data;
  return middle[0] < 9 && middle[1] > 120 && middle[3] === 255;
}"""
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
    engine.run("() => history.back()")
    engine.wait_visible("[data-screen=list]")
    engine.click("[data-tab=cases]")
    triages(engine, words)
    works_on(engine)
    looks_closely(engine)
    engine.click("[data-screen=case] [data-action=back]")
    engine.click("[data-tab=packets]")
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


def triages(engine: Engine, words: str) -> None:
    """The packet became a case: it is among those that nobody has, and its words find it."""
    engine.wait_visible("[data-screen=cases]")
    engine.fill("[name=search]", words)
    engine.run(ASK_NOW)
    engine.wait_for(FOUND, words)
    assert engine.run(MARKED) == words.split(" ")
    engine.click("[data-queue=mine]")
    engine.wait_for("() => document.querySelector('[data-cases]').dataset.cases === '0'")
    engine.click("[data-queue=free]")
    engine.click("details.narrow summary")
    engine.fill("[name=by-kind]", "construction")
    engine.wait_for(FOUND, words)
    engine.click("[data-case] .case__open")
    engine.wait_text("[data-screen=case] [data-field=text]", words)


def works_on(engine: Engine) -> None:
    """Take it, move it on, and write down why; each is a new version of its card."""
    engine.click("[data-action=take]")
    engine.wait_for(SAVED, "2")
    engine.fill("[name=next-state]", "screening")
    engine.click("[aria-labelledby=next-state] [type=submit]")
    engine.wait_for(SAVED, "3")
    assert engine.text("[data-screen=case] [data-field=state]") == "กำลังคัดกรอง"
    engine.fill("[name=note]", "โทรถามผู้ใหญ่บ้านแล้ว")
    engine.click("[aria-labelledby=notes] [type=submit]")
    engine.wait_for(SAVED, "4")
    engine.wait_text("[data-note]", "โทรถามผู้ใหญ่บ้านแล้ว")


def looks_closely(engine: Engine) -> None:
    """The browser judges the photo once more; it is turned, and a copy of it made for a letter."""
    engine.click("[data-action=open-beside]")
    engine.wait_visible("[data-case-files] [data-verdict=clean]")
    engine.click("[data-case-files] [data-action=enlarge]")
    engine.wait_for(SHOWN, 400)
    engine.click("[data-action=turn]")
    engine.wait_for(SHOWN, 640)
    engine.click("[data-action=to-letter]")
    engine.wait_visible("[data-kept='desk.view.on_shelf']")
    engine.click("[data-action=close-viewer]")
    engine.wait_for("() => document.querySelector('[data-screen=viewer]') === null")
