"""Rows 4 and 5: the browser is killed while it sends, in every engine, and comes back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.engines import Engine, launch
from tests.support.fault_rules import Call, Rule, Stall
from tests.support.faults.law import law
from tests.support.faults.phone import Phone
from tests.support.faults.site import Site
from tests.support.server import wait_until

pytestmark = pytest.mark.browser
ENGINES = ["chromium", "firefox", "webkit"]


def killed(phone: Phone, engine: Engine) -> Engine:
    """SIGKILL, then the same phone again."""
    engine.kill()
    again = launch(engine.name, engine.profile)
    phone.tab = again
    return again


@pytest.mark.parametrize("name", ENGINES)
def test_fault_04_killed_in_the_middle_of_a_chunk(site: Site, tmp_path: Path, name: str) -> None:
    engine = launch(name, tmp_path / "profile")
    phone = Phone(engine, site)
    try:
        proxy = site.proxy
        proxy.rules = [Rule(Stall(after=20_000), method="PATCH")]
        phone.visit()
        phone.photo(tmp_path)
        packet = phone.seal()
        wait_until(lambda: any(one.sent >= 20_000 for one in proxy.packets("PATCH")), "no chunk")
        engine = killed(phone, engine)
        phone.visit()
        phone.shows(packet, "received")
        first, *rest = proxy.packets()[1:]
        assert rest[0].method == "HEAD"
        assert rest[1].headers["upload-offset"] == first.headers["upload-offset"]
        size = int(proxy.packets("POST")[0].headers["upload-length"])
        again = sum(one.sent for one in proxy.packets()) - size
        assert again <= int(first.headers["content-length"])
        law(phone, received=True)
    finally:
        engine.kill()


@pytest.mark.parametrize("name", ENGINES)
def test_fault_05_killed_before_it_heard_the_receipt(site: Site, tmp_path: Path, name: str) -> None:
    engine = launch(name, tmp_path / "profile")
    phone = Phone(engine, site)
    try:
        phone.visit()
        held = set(site.home.held())

        def commit_then_kill() -> None:
            wait_until(lambda: set(site.home.held()) - held, "the server took nothing")
            engine.group.kill()

        site.proxy.rules = [Rule(Call(commit_then_kill, after=None), method="POST")]
        phone.keep()
        phone.site.proxy.down()
        packet = phone.seal()
        phone.shows(packet, "sealed", "network")
        phone.site.proxy.up()
        phone.send_now(packet)
        wait_until(lambda: not engine.alive, "it lives")
        engine = killed(phone, engine)
        phone.visit()
        phone.shows(packet, "received")
        receipts = re.findall(rb"Hinghoi-Receipt: (\S+)", b"".join(answers(site)), re.IGNORECASE)
        assert len(receipts) == 2
        assert len(set(receipts)) == 1
        law(phone, received=True)
    finally:
        engine.kill()


def answers(site: Site) -> list[bytes]:
    """The heads of what the server answered, told on or not."""
    return [one.answer for one in site.proxy.packets()]
