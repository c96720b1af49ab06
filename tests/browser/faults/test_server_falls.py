"""Rows 33 to 36: the server is killed, locked, asked five times at once, or out of disk."""

from __future__ import annotations

import hashlib
import re
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.fault_rules import Call, Repeat, Rule
from tests.support.faults.answers import last_chunk
from tests.support.faults.law import law
from tests.support.faults.phone import Phone
from tests.support.faults.site import Home, home, through_proxy
from tests.support.faults.tab import PageTab
from tests.support.server import Server, wait_until

pytestmark = pytest.mark.browser
RECEIPT = re.compile(rb"\r\nHinghoi-Receipt: (\S+)", re.IGNORECASE)
# The digest of the sealed packet's first bytes, as it lies on the phone.
BEGINNING = """(id, length) => new Promise((resolve) => {
  indexedDB.open("hinghoi").onsuccess = ({ target: { result: db } }) => {
    db.transaction("bytes").objectStore("bytes").get(id).onsuccess = async ({ target }) => {
      db.close();
      const start = target.result.slice(0, length);
      const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", start));
      resolve([...sum].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
    };
  };
})"""


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A server that the tests of this file may kill and starve."""
    with home(tmp_path_factory.mktemp("own") / "data") as one:
        yield one


@pytest.fixture
def own(own_home: Home, tab: PageTab) -> Iterator[Phone]:
    with through_proxy(own_home) as site:
        one = Phone(tab, site)
        one.visit()
        yield one


def vouched_for(phone: Phone, packet: str) -> int:
    """The server's offset, once it is known that these bytes are on its disk."""
    at = phone.site.home.underway()[packet]
    there = phone.site.home.part(packet).read_bytes()[:at]
    assert len(there) == at
    assert hashlib.sha256(there).hexdigest() == phone.tab.run(BEGINNING, packet, at)
    return at


def test_fault_33_the_server_is_killed_in_the_middle_of_a_chunk(own: Phone, tmp_path: Path) -> None:
    server, proxy = own.site.server, own.site.proxy
    kill = Call(server.kill, after=30_000)
    killed_after_the_last_byte = Call(server.kill, after=None)
    proxy.rules = [
        Rule(kill, method="PATCH"),
        Rule(killed_after_the_last_byte, method="PATCH", nth=2),
    ]
    own.photo(tmp_path)
    packet = own.seal()
    offsets = []
    for _ in range(2):
        wait_until(lambda: server.process and server.process.poll() is not None, "it lives")
        own.shows(packet, "sealed", "network")
        server.start()
        offsets.append(vouched_for(own, packet))
        law(own)
        own.send_now(packet)
    own.shows(packet, "received")
    assert offsets == sorted(offsets)
    assert offsets[0] == 65536
    law(own, received=True)


def test_fault_34_the_database_is_locked(own: Phone, tab: PageTab) -> None:
    database = own.site.server.data_dir / "hinghoi.sqlite"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        packet = own.seal()
        own.shows(packet, "sealed", "busy")
        other.execute("ROLLBACK")
    (answer,) = own.site.proxy.packets("POST")
    assert answer.status == 503
    assert re.search(rb"\r\nRetry-After: [1-9]", answer.answer, re.IGNORECASE)
    assert packet not in {**own.site.home.held(), **own.site.home.underway()}
    law(own)
    tab.later(15)
    own.shows(packet, "received")
    law(own, received=True)


def test_fault_35_the_last_chunk_five_times_at_once(own: Phone, tmp_path: Path) -> None:
    five = Repeat(5)
    own.site.proxy.rules = [Rule(five, method="PATCH", where=last_chunk(own.site.proxy))]
    own.photo(tmp_path)
    packet = own.seal()
    own.shows(packet, "received")
    receipts = [found[1] for answer in five.answers if (found := RECEIPT.search(answer))]
    assert len(receipts) == 5
    assert len(set(receipts)) == 1
    law(own, received=True)


def test_fault_36_the_disk_is_full_in_the_middle_of_a_chunk(
    own: Phone, tab: PageTab, tmp_path: Path
) -> None:
    proxy, server = own.site.proxy, own.site.server
    # A limit on the size of files fails a write half-way as a full disk does, for any user.
    starve = Call(lambda: limit_files(server, 65536 + 10_000))
    proxy.rules = [Rule(starve, method="PATCH")]
    own.photo(tmp_path)
    packet = own.seal()
    own.shows(packet, "sealed", "storage_full")
    assert proxy.packets("PATCH")[0].heard == 507
    limit_files(server, resource.RLIM_INFINITY)
    assert vouched_for(own, packet) == 65536
    law(own)
    tab.later(16 * 60)
    own.shows(packet, "received")
    law(own, received=True)


def limit_files(server: Server, size: int) -> None:
    """No worker may write beyond `size` bytes of any file."""
    assert server.process
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    for worker in children.read_text("ascii").split():
        _, most = resource.prlimit(int(worker), resource.RLIMIT_FSIZE)
        resource.prlimit(int(worker), resource.RLIMIT_FSIZE, (size, most))
