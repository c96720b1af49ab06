"""Rows 42 and 44: packets that stand in each other's way, and one that comes by three ways."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.fault_rules import Rule
from tests.support.faults.answers import problem
from tests.support.faults.law import law
from tests.support.faults.phone import Phone
from tests.support.faults.site import DESK
from tests.support.faults.tab import PageTab
from tests.support.packets import Sample
from tests.support.tus import create
from webapp.crypto import courier

pytestmark = pytest.mark.browser
BROKEN = """(id) => new Promise((resolve) => {
  indexedDB.open("hinghoi").onsuccess = ({ target: { result: db } }) => {
    const store = db.transaction("packets", "readwrite").objectStore("packets");
    store.get(id).onsuccess = ({ target: { result: row } }) => {
      store.put({ ...row, desks: 7 }).transaction.oncomplete = () => resolve(db.close());
    };
  };
})"""


@pytest.mark.parametrize("status", [400, 500])
def test_fault_42_a_poisonous_packet_at_the_head_of_the_queue(phone: Phone, status: int) -> None:
    proxy = phone.site.proxy
    phone.keep()
    proxy.down()
    poison = phone.seal()
    phone.shows(poison, "sealed", "network")
    phone.again()
    good = phone.seal()
    bad = [one for one in (poison,) if one]
    proxy.rules = [
        Rule(problem(status, "poison"), times=None, where=lambda told: names(told, bad[0]))
    ]
    proxy.up()
    phone.send_now(good)
    phone.shows(good, "received")
    phone.shows(poison, "parked" if status == 400 else "sealed")
    law(phone)
    assert poison in phone.stored().packets


def names(headers: object, packet: str) -> bool:
    """Whether a creation announces this packet."""
    return Sample(packet, b"", DESK).metadata.split(",")[0] in str(headers)


def test_fault_42_a_row_that_nobody_can_read(phone: Phone) -> None:
    phone.keep()
    phone.site.proxy.down()
    broken = phone.seal()
    phone.shows(broken, "sealed", "network")
    phone.again()
    good = phone.seal()
    phone.shows(good, "sealed", "network")
    phone.tab.run(BROKEN, broken)
    phone.site.proxy.up()
    phone.send_now(good)
    phone.shows(good, "received")
    law(phone)
    assert phone.stored().has_whole(broken)


def test_fault_44_two_couriers_and_its_own_phone(phone: Phone, tab: PageTab) -> None:
    proxy = phone.site.proxy
    phone.keep()
    proxy.down()
    packet = phone.seal()
    phone.shows(packet, "sealed", "network")
    with tab.page.expect_download() as download:
        tab.click(f"[data-packet='{packet}'] [data-action=hand-over]")
    sealed = courier.unwrap(download.value.path().read_bytes()).packet
    url = phone.site.server.url
    ids = (packet, secrets.token_hex(16))
    with ThreadPoolExecutor(2) as couriers, httpx.Client(base_url=url, timeout=30) as client:
        carried = [
            couriers.submit(create, client, Sample(one, sealed, DESK), sealed) for one in ids
        ]
        proxy.up()
        phone.send_now(packet)
        receipts = [one.result().headers["Hinghoi-Receipt"] for one in carried]
    assert [one.split(".")[1] for one in receipts] == list(ids)
    phone.shows(packet, "received")
    arrived = phone.site.home.packets().values()
    assert sum(one.report.text == phone.sealed[packet] for one in arrived) == 1
    shown = {item["id"] for item in phone.items()}
    assert shown == {packet}
