"""Rows 7 to 14: every answer of a server that is no receipt."""

from __future__ import annotations

import hashlib
from pathlib import Path

import httpx
import pytest

from tests.support.fault_rules import Action, Rule
from tests.support.faults.answers import over, page, problem
from tests.support.faults.law import law
from tests.support.faults.phone import Phone
from tests.support.faults.tab import PageTab
from tests.support.server import wait_until
from webapp.crypto import courier

pytestmark = pytest.mark.browser
WEEK = 7 * 86400


def refused(phone: Phone, packet: str, times: int, reason: str) -> None:
    """Wait until so many requests were answered with a failure, and the packet rests."""
    failed = [one for one in phone.site.proxy.packets() if one.status >= 400]
    wait_until(lambda: told(phone) >= times, f"only {failed}")
    phone.shows(packet, "sealed", reason)


def told(phone: Phone) -> int:
    """How many requests were answered with a failure."""
    return sum(one.status >= 400 for one in phone.site.proxy.packets())


def stays_quiet(phone: Phone, tab: PageTab, seconds: float, *, tapped: bool = True) -> None:
    """The clock leaps, and nothing is sent though the reporter taps (`tapped`)."""
    before = len(phone.site.proxy.packets())
    tab.later(seconds)
    for packet in phone.sealed:
        if tapped and phone.stored().packets.get(packet, {}).get("state") == "sealed":
            phone.send_now(packet)
    # What delivery would do before its request is done by the time that these have answered.
    tab.run("async () => (await fetch('/healthz')).status")
    phone.stored()
    assert len(phone.site.proxy.packets()) == before


def test_fault_07_server_errors_for_weeks(phone: Phone, tab: PageTab, tmp_path: Path) -> None:
    proxy = phone.site.proxy
    answers: list[Action] = [problem(500, "internal"), page(502), page(503), page(504)]
    proxy.rules = [Rule(answers[n % 4], method="PATCH", nth=n + 1) for n in range(9)]
    phone.photo(tmp_path)
    packet = phone.seal()
    for times in range(1, 10):
        refused(phone, packet, times, ["server", "server", "busy", "server"][(times - 1) % 4])
        assert phone.stored().packets[packet]["offset"] == 65536
        if times in (1, 9):
            law(phone)
        tab.later(301 if times < 8 else 3 * WEEK)
    phone.shows(packet, "received")
    offsets = {one.headers["upload-offset"] for one in proxy.packets("PATCH")[:9]}
    assert offsets == {"65536"}
    law(phone, received=True)


def test_fault_07_the_pauses_grow(phone: Phone, tab: PageTab) -> None:
    proxy = phone.site.proxy
    proxy.rules = [Rule(page(502), times=None)]
    packet = phone.seal()
    for times in range(1, 10):
        refused(phone, packet, times, "server")
        tab.later(301)
    refused(phone, packet, 10, "server")
    stays_quiet(phone, tab, 120, tapped=False)
    tab.later(181)
    refused(phone, packet, 11, "server")
    proxy.rules = []
    phone.send_now(packet)  # Such a wait is the phone's own, and somebody may end it.
    phone.shows(packet, "received")
    law(phone, received=True)


def test_fault_08_no_room_on_the_server(phone: Phone, tab: PageTab) -> None:
    phone.site.proxy.rules = [Rule(problem(507, "storage_full", Retry_After="5"))]
    packet = phone.seal()
    refused(phone, packet, 1, "storage_full")
    stays_quiet(phone, tab, 14.8 * 60)
    law(phone)
    tab.later(20)
    phone.shows(packet, "received")
    law(phone, received=True)


@pytest.mark.parametrize("ours", [True, False])
def test_fault_09_too_large_for_one_request(phone: Phone, tmp_path: Path, ours: bool) -> None:
    limit = 20_000
    typed = problem(413, "chunk_too_large", told={"limit": limit})
    proxy = phone.site.proxy
    proxy.rules = [Rule(typed if ours else page(413), where=over(limit), times=None)]
    phone.photo(tmp_path)
    packet = phone.seal()
    phone.shows(packet, "received")
    taken = [one.sent for one in proxy.packets() if 0 < one.status < 300 and one.sent]
    assert max(taken) <= limit
    assert sum(taken) == int(proxy.packets("POST")[0].headers["upload-length"])
    law(phone, received=True)


def test_fault_10_slow_down(phone: Phone, tab: PageTab) -> None:
    date = "Mon, 02 Jan 2006 00:00:00 GMT"
    until = "Mon, 02 Jan 2006 00:07:00 GMT"
    phone.site.proxy.rules = [
        Rule(problem(429, "slow", Retry_After="77")),
        Rule(problem(429, "slow", Date=date, Retry_After=until), nth=2),
    ]
    packet = phone.seal()
    refused(phone, packet, 1, "slow_down")
    stays_quiet(phone, tab, 75)
    tab.later(5)
    refused(phone, packet, 2, "slow_down")
    stays_quiet(phone, tab, 415)
    law(phone)
    tab.later(10)
    phone.shows(packet, "received")
    law(phone, received=True)


def test_fault_11_late_and_early(phone: Phone, tab: PageTab) -> None:
    phone.site.proxy.rules = [Rule(page(408)), Rule(problem(425, "early"), nth=2)]
    packet = phone.seal()
    refused(phone, packet, 1, "timeout")
    tab.later(5)
    refused(phone, packet, 2, "busy")
    law(phone)
    tab.later(10)
    phone.shows(packet, "received")
    law(phone, received=True)


@pytest.mark.parametrize(("status", "code"), [(400, "request_invalid"), (422, "packet_malformed")])
def test_fault_12_refused_for_good(phone: Phone, tab: PageTab, status: int, code: str) -> None:
    proxy = phone.site.proxy
    proxy.rules = [Rule(problem(status, code))]
    packet = phone.seal()
    phone.shows(packet, "parked")
    tab.later(WEEK)
    phone.visit()
    phone.shows(packet, "parked")
    assert len(proxy.packets()) == 1
    law(phone)
    with tab.page.expect_download() as download:
        tab.click(f"[data-packet='{packet}'] [data-action=hand-over]")
    saved = courier.unwrap(download.value.path().read_bytes()).packet
    assert hashlib.sha256(saved).hexdigest() == phone.stored().packets[packet]["sha256"]
    phone.send_now(packet)
    phone.shows(packet, "received")
    law(phone, received=True)


def test_fault_13_the_upload_expired(phone: Phone, tmp_path: Path) -> None:
    proxy = phone.site.proxy
    gone = problem(410, "packet_digest_mismatch")
    proxy.rules = [Rule(page(502), method="PATCH"), Rule(gone, method="PATCH", nth=2)]
    phone.photo(tmp_path)
    packet = phone.seal()
    refused(phone, packet, 1, "server")
    forget(phone, packet)
    phone.visit()
    phone.shows(packet, "received")
    answers = [(one.method, one.status) for one in proxy.packets()][2:5]
    assert answers == [("HEAD", 404), ("POST", 201), ("PATCH", 410)]
    assert len({one.headers["upload-metadata"] for one in proxy.packets("POST")}) == 1
    law(phone, received=True)


def test_fault_07_what_waits_goes_at_the_next_page_load(phone: Phone) -> None:
    proxy = phone.site.proxy
    proxy.rules = [Rule(page(502), times=None)]
    packet = phone.seal()
    refused(phone, packet, 1, "server")
    proxy.rules = []
    # Neither the page's own timer nor anybody's finger: loading is enough.
    phone.tab.open(f"{phone.site.url}/")
    phone.shows(packet, "received", patience=15)
    law(phone, received=True)


def forget(phone: Phone, packet: str) -> None:
    """The server forgets the upload, as it does when its day has come."""
    url = f"{phone.site.server.url}/api/packets/{packet}"
    assert httpx.delete(url, headers={"Tus-Resumable": "1.0.0"}).status_code == 204
    assert packet not in phone.site.home.underway()


def test_fault_14_somebody_is_at_it(phone: Phone, tmp_path: Path) -> None:
    proxy = phone.site.proxy
    proxy.rules = [
        Rule(problem(409, "offset_mismatch", Upload_Offset="1"), method="PATCH"),
        Rule(problem(423, "packet_locked", Retry_After="1"), method="PATCH", nth=2),
    ]
    phone.photo(tmp_path)
    packet = phone.seal()
    phone.shows(packet, "received")
    methods = [one.method for one in proxy.packets()]
    assert methods[:6] == ["POST", "PATCH", "HEAD", "PATCH", "HEAD", "PATCH"]
    assert {one.headers["upload-offset"] for one in proxy.packets("PATCH")[:3]} == {"65536"}
    law(phone, received=True)
