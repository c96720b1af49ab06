"""Rows 6, 16, 30, 31 and 32: what the air does to requests."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import PHONE
from tests.support.fault_proxy import FaultProxy, Link
from tests.support.fault_rules import Corrupt, Cut, Lose, Rule, Shorten, Stall
from tests.support.faults.answers import last_chunk
from tests.support.faults.law import law
from tests.support.faults.phone import Phone
from tests.support.faults.site import Site
from tests.support.faults.tab import PageTab
from tests.support.server import wait_until

pytestmark = pytest.mark.browser

# The page's clock runs this many times as fast as the wall's, and so does the wire.
HASTE = 40
HASTY = f"""(() => {{
  const {{ setTimeout: after, setInterval: every }} = globalThis;
  const now = performance.now.bind(performance);
  performance.now = () => now() * {HASTE};
  globalThis.setTimeout = (task, ms = 0, ...rest) => after(task, ms / {HASTE}, ...rest);
  globalThis.setInterval = (task, ms = 0, ...rest) => every(task, ms / {HASTE}, ...rest);
}})()"""


def test_fault_06_the_answer_to_the_only_request_is_lost(phone: Phone) -> None:
    phone.site.proxy.rules = [Rule(Lose(), method="POST")]
    packet = phone.seal()
    phone.shows(packet, "sealed", "network")
    assert packet in phone.site.home.held()
    law(phone)
    phone.send_now(packet)
    phone.shows(packet, "received")
    law(phone, received=True)


def test_fault_06_answers_lost_on_create_on_a_chunk_and_on_the_last(
    phone: Phone, tmp_path: Path
) -> None:
    proxy = phone.site.proxy
    last = Rule(Lose(), method="PATCH", where=last_chunk(proxy))
    proxy.rules = [Rule(Lose(), method="POST"), Rule(Lose(), method="PATCH"), last]
    phone.photo(tmp_path)
    packet = phone.seal()
    for lost in range(1, 4):
        wait_until(lambda: unheard(proxy) == lost, "the server was not asked")  # noqa: B023
        phone.shows(packet, "sealed", "network")
        law(phone)
        phone.send_now(packet)
    phone.shows(packet, "received")
    assert last.seen == 1
    law(phone, received=True)


def unheard(proxy: FaultProxy) -> int:
    """How many answers of the server never arrived."""
    return sum(one.heard > 0 and one.status == 0 for one in proxy.packets())


def test_fault_16_chunks_corrupted_or_cut_short_are_refused_and_sent_again(
    phone: Phone, tmp_path: Path
) -> None:
    proxy = phone.site.proxy
    proxy.rules = [
        Rule(Corrupt(at=5000, bit=3), method="POST"),
        Rule(Corrupt(at=100), method="PATCH"),
        Rule(Shorten(by=1), method="PATCH", nth=2),
        Rule(Cut(after=3000), method="PATCH", nth=3),
    ]
    phone.photo(tmp_path)
    packet = phone.seal()
    phone.shows(packet, "sealed", "network")
    assert [one.status for one in proxy.packets() if one.status >= 400].count(460) == 3
    law(phone)
    phone.send_now(packet)
    phone.shows(packet, "received")
    law(phone, received=True)


def test_fault_30_signal_comes_and_goes(phone: Phone, tab: PageTab, tmp_path: Path) -> None:
    proxy, network = phone.site.proxy, tab.page.context
    phone.photo(tmp_path)
    proxy.link = Link(rate=100_000)
    tab.run(WATCH)
    packet = phone.seal()
    for flight in range(1, 5):
        wait_until(lambda: bodies(proxy) >= flight, "nothing was sent")  # noqa: B023
        network.set_offline(True)
        proxy.down()
        phone.shows(packet, "sealed", "network")
        law(phone)
        proxy.up()
        network.set_offline(False)
    proxy.link = Link()
    phone.shows(packet, "received")
    shown = tab.run("() => globalThis.shown")
    assert shown
    assert shown == sorted(shown)
    law(phone, received=True)


def bodies(proxy: FaultProxy) -> int:
    """How many requests brought bytes."""
    return sum(one.sent > 0 for one in proxy.packets())


WATCH = """() => {
  globalThis.shown = [];
  const look = () => {
    for (const bar of document.querySelectorAll("progress")) globalThis.shown.push(bar.value);
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
}"""


def test_fault_31_online_but_dead(phone: Phone, tab: PageTab, tmp_path: Path) -> None:
    proxy = phone.site.proxy
    proxy.rules = [Rule(Stall(after=9000), method="PATCH"), Rule(Stall(), method="HEAD")]
    phone.photo(tmp_path)
    packet = phone.seal()
    tab.wait_for("(id) => document.querySelector(`[data-packet='${id}'] progress`)", packet)
    wait_until(lambda: any(one.sent >= 9000 for one in proxy.packets("PATCH")), "no chunk")
    phone.shows(packet, "sending")
    law(phone)
    tab.later(90)
    phone.shows(packet, "sealed", "timeout")
    phone.send_now(packet)
    wait_until(lambda: proxy.packets("HEAD"), "no question")
    tab.later(21)
    phone.shows(packet, "sealed", "timeout")
    law(phone)
    phone.send_now(packet)
    phone.shows(packet, "received")
    stalled, resumed = proxy.packets("PATCH")[:2]
    assert resumed.headers["upload-offset"] == stalled.headers["upload-offset"]
    assert resumed.sent < int(stalled.headers["content-length"])
    law(phone, received=True)


@pytest.fixture
def hasty(browser: Browser, site: Site) -> Phone:
    """A phone on 2G: 1 kB/s, 2 s there and back, one segment in ten lost; all of it in haste."""
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    one = Phone(PageTab(page, clock=False), site)
    page.add_init_script(HASTY)
    one.visit()
    return one


def test_fault_32_one_kilobyte_a_second(hasty: Phone, tmp_path: Path) -> None:
    proxy = hasty.site.proxy
    hasty.photo(tmp_path, 400)
    proxy.link = Link(rate=1000 * HASTE, delay=1 / HASTE, loss=0.1)
    packet = hasty.seal()
    hasty.shows(packet, "received")
    pieces = [int(one.headers["content-length"]) for one in proxy.packets() if one.sent]
    size = int(proxy.packets("POST")[0].headers["upload-length"])
    assert max(pieces) == 65536
    assert min(pieces[:-1]) <= 16384
    assert sum(one.sent for one in proxy.packets()) < 2.5 * size
    law(hasty, received=True)
