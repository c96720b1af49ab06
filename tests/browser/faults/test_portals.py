"""Row 15: somebody else answers, and none of it counts or is kept."""

from __future__ import annotations

import pytest

from tests.support.fault_rules import Action, Garbage, Rule
from tests.support.faults.answers import page
from tests.support.faults.law import law
from tests.support.faults.phone import Phone
from tests.support.server import wait_until

pytestmark = pytest.mark.browser
EVERYTHING = ".*"

# Every cached answer with a digest of its bytes.
CACHED = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const bytes = await (await cache.match(request)).arrayBuffer();
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      found[`${name} ${request.url}`] = sum.join();
    }
  }
  return found;
}"""
KEPT = "() => navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated')"


def test_fault_15_captive_portals(phone: Phone) -> None:
    proxy = phone.site.proxy
    phone.tab.wait_for(KEPT)
    before = phone.tab.run(CACHED)
    assert before
    sneaky = {"Upload_Offset": "8192", "Tus_Resumable": "1.0.0"}
    portals: list[tuple[Action, str]] = [
        (page(200), "portal"),
        (page(201), "portal"),
        (page(201, **sneaky, Hinghoi_Receipt="hinghoi-receipt-v1.x"), "receipt"),
        (page(302, Location="http://127.0.0.1:9/login"), "portal"),
        (page(307, Location="https://127.0.0.1:9/login"), "portal"),
        (page(511), "portal"),
        (Garbage(), "network"),
    ]
    proxy.rules = [Rule(portals[0][0], path=EVERYTHING, times=None)]
    packet = phone.seal()
    for action, reason in portals:
        asked = len(proxy.packets())
        proxy.rules = [Rule(action, path=EVERYTHING, times=None)]
        phone.visit()
        wait_until(lambda: len(proxy.packets()) > asked, "nothing was sent")  # noqa: B023
        phone.shows(packet, "sealed", reason)
        assert packet not in phone.site.home.held()
    law(phone)
    assert phone.tab.run(CACHED) == before
    proxy.rules = []
    phone.visit()
    phone.shows(packet, "received")
    law(phone, received=True)
