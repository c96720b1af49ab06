"""Rows 18 and 19: the desk's key changes, as it may and as it may not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.support.desk import hinghoi
from tests.support.fault_rules import Answer, Rule
from tests.support.faults.law import law
from tests.support.faults.phone import WORDS, Phone
from tests.support.faults.site import DESK, Home, desk_key, home_with_recovery, through_proxy
from tests.support.faults.tab import PageTab
from webapp.crypto.recipients import HybridIdentity

pytestmark = pytest.mark.browser
LIST = "/api/desks"
NOT_READY = "() => !('ready' in document.documentElement.dataset)"


@pytest.fixture
def rotating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, HybridIdentity]]:
    with home_with_recovery(tmp_path_factory.mktemp("home") / "data") as made:
        yield made


@pytest.fixture
def knows(tab: PageTab, rotating: tuple[Home, HybridIdentity]) -> Iterator[Phone]:
    """A phone that has pinned the desk's first key."""
    with through_proxy(rotating[0]) as site:
        one = Phone(tab, site)
        one.visit()
        yield one


def rotate(home: Home, recovery: HybridIdentity) -> None:
    hinghoi(home.server, "desk", "rotate", DESK, "--identity", "-", stdin=recovery.export() + "\n")
    home.later.append(desk_key(home.server, recovery))


def listed(home: Home) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(home.server.url + LIST).json()
    return found


def says(body: dict[str, Any]) -> Rule:
    told = Answer(200, {"Content-Type": "application/json"}, json.dumps(body).encode())
    return Rule(told, path=LIST, times=None)


def stops(phone: Phone) -> None:
    """The page cannot seal, and says why."""
    page = phone.tab.page  # type: ignore[attr-defined]
    told = page.locator("[role=alert][data-problem]")
    expect(told).to_have_text(WORDS["report.key_changed"], timeout=60_000)
    phone.tab.wait_for(NOT_READY)
    expect(page.locator("[data-action=send]")).to_be_disabled()


def test_fault_18_the_desks_key_was_rotated_while_queued(
    knows: Phone, rotating: tuple[Home, HybridIdentity]
) -> None:
    home, recovery = rotating
    knows.site.proxy.down()
    before = knows.seal()
    knows.shows(before, "sealed")
    for _ in range(2):
        rotate(home, recovery)
    knows.site.proxy.up()
    knows.visit()
    knows.send_now(before)
    knows.shows(before, "received")
    law(knows, received=True)
    current = listed(home)["desks"][0]["recipient"]
    assert current == str(home.later[-1].recipient())
    pinned = knows.stored().stores["pins"]["pins"]["desks"]
    assert [one["recipient"] for one in pinned] == [current]
    knows.visit()
    after = knows.seal()
    knows.shows(after, "received")
    law(knows, received=True)
    assert home.packets()[after].report.text == knows.sealed[after]


Forgery = Callable[[dict[str, Any]], None]


def swapped(desk: dict[str, Any]) -> None:
    """The thief's key in the place of the desk's, with nothing that leads to it."""
    desk["chain"] = []


def forged(desk: dict[str, Any]) -> None:
    """A signature of nobody's."""
    desk["chain"][0]["signature"] = "A" * 86


def truncated(desk: dict[str, Any]) -> None:
    """The first link is gone."""
    del desk["chain"][0]


@pytest.mark.parametrize("change", [swapped, forged, truncated])
def test_fault_19_a_key_list_that_does_not_follow_from_the_pinned_key(
    knows: Phone, rotating: tuple[Home, HybridIdentity], change: Forgery
) -> None:
    home, recovery = rotating
    knows.site.proxy.down()
    packet = knows.seal()
    knows.shows(packet, "sealed")
    for _ in range(2):
        rotate(home, recovery)
    body = listed(home)
    change(body["desks"][0])
    knows.site.proxy.rules = [says(body)]
    knows.site.proxy.up()
    pins = knows.stored().stores["pins"]
    knows.tab.open(knows.site.url)
    stops(knows)
    assert knows.stored().stores["pins"] == pins
    # What was sealed before goes on its way, and its receipt is the pinned server's.
    knows.send_now(packet)
    knows.shows(packet, "received")
    law(knows, received=True)


def test_fault_19_a_list_older_than_the_pinned_key(
    knows: Phone, rotating: tuple[Home, HybridIdentity]
) -> None:
    home, recovery = rotating
    stale = listed(home)
    rotate(home, recovery)
    knows.visit()
    knows.tab.wait_for("() => 'ready' in document.documentElement.dataset")
    expect_pin(knows, listed(home)["desks"][0]["recipient"])
    knows.site.proxy.rules = [says(stale)]
    knows.tab.open(knows.site.url)
    stops(knows)
    law(knows)


def expect_pin(phone: Phone, recipient: str) -> None:
    look = """(wanted) => new Promise((resolve) => {
      indexedDB.open("hinghoi").onsuccess = ({ target: { result: db } }) => {
        db.transaction("pins").objectStore("pins").get("pins").onsuccess = ({ target }) => {
          db.close();
          resolve(target.result?.desks[0]?.recipient === wanted);
        };
      };
    })"""
    phone.tab.wait_for(look, recipient)
