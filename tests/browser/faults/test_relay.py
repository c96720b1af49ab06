"""A village without an uplink: the box holds, the phone keeps, and the receipt comes through it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from tests.support.fault_proxy import fault_proxy
from tests.support.faults.law import law
from tests.support.faults.phone import Phone
from tests.support.faults.site import Home, Site, home
from tests.support.faults.tab import PageTab
from tests.support.packets import Sample
from tests.support.screens import barriers, screenshot
from tests.support.server import running_server, wait_until
from tests.support.tus import create

pytestmark = pytest.mark.browser

BYTES = """async (id) => {
  const done = (request) => new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
  });
  const db = await done(indexedDB.open("hinghoi"));
  const bytes = await done(db.transaction("bytes").objectStore("bytes").get(id));
  db.close();
  return Array.from(bytes);
}"""


def test_a_village_without_an_uplink(tab: PageTab, tmp_path: Path) -> None:
    with (
        home(tmp_path / "upstream") as behind,
        running_server(tmp_path / "relay", "--relay", behind.server.url) as relay,
        fault_proxy(relay.port) as proxy,
    ):
        phone = Phone(tab, Site(behind, proxy))
        phone.visit()
        behind.server.kill()
        ids = held_by_the_box(phone, tab.page)
        relay.kill()
        relay.start()
        behind.server.start()
        delivered_directly(phone, behind, ids[0])
        for packet_id in ids:
            url = f"{relay.url}/api/packets/{packet_id}/receipt"
            wait_until(
                lambda url=url: httpx.get(url, timeout=30).status_code == 200, "no receipt", 60
            )
        tab.later(600)
        for packet_id in ids:
            phone.shows(packet_id, "received")
        law(phone, received=True)
        assert sorted(behind.held()) == sorted(ids)


def held_by_the_box(phone: Phone, page: Page) -> list[str]:
    """Two packets, which the phone shows as held, and has whole."""
    ids = []
    for _ in range(2):
        ids.append(phone.seal())
        phone.shows(ids[-1], "sealed", "held")
        phone.again()
    assert all(phone.stored().has_whole(packet_id) for packet_id in ids)
    assert phone.receipts() == []
    assert barriers(page) == []
    screenshot(page, "held-by-a-relay", full=True)
    law(phone)
    return ids


def delivered_directly(phone: Phone, behind: Home, packet_id: str) -> None:
    """A courier carries the packet's file to the server itself."""
    data = bytes(phone.tab.run(BYTES, packet_id))
    with httpx.Client(base_url=behind.server.url, timeout=30) as client:
        answer = create(client, Sample(packet_id, data, "nan"), data)
    assert "Hinghoi-Receipt" in answer.headers
