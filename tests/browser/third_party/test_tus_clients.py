"""tus clients that are not ours deliver through a bad network, by the specification alone."""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.fault_proxy import FaultProxy, fault_proxy
from tests.support.fault_rules import Answer, Cut, Lose, Rule
from tests.support.packets import Sample, sample
from tests.support.server import ROOT, Server, running_server
from webapp.crypto.receipts import parse_public_key, verify_receipt

pytestmark = pytest.mark.browser

HERE = "tests/support/third_party"
CHUNK = 50_000
Deliver = Callable[[FaultProxy, Sample], str]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("third") / "data", "--demo") as running:
        yield running


@pytest.fixture(scope="module")
def script() -> str:
    command = ["npx", "--no-install", "esbuild", f"{HERE}/page.js", "--bundle"]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def proxy(server: Server) -> Iterator[FaultProxy]:
    with fault_proxy(server.port) as one:
        yield one


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    one = browser.new_page()
    yield one
    one.close()


def facts(packet: Sample) -> dict[str, str]:
    return {"id": packet.id, "sha256": packet.sha256, "desks": packet.desks}


def in_node(proxy: FaultProxy, packet: Sample, folder: Path) -> str:
    file = folder / "packet.age"
    file.write_bytes(packet.data)
    told = {"url": proxy.url, "file": str(file), "chunk": CHUNK, **facts(packet)}
    done = subprocess.run(
        ["node", f"{HERE}/tus_js.mjs"],
        cwd=ROOT,
        env={**os.environ, "FACTS": json.dumps(told)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def in_browser(page: Page, script: str, client: str, proxy: FaultProxy, packet: Sample) -> str:
    # The page is of the server's origin, as no other origin may ask it anything.
    page.route(f"{proxy.url}/third-party", lambda route: route.fulfill(body="", content_type=HTML))
    page.goto(f"{proxy.url}/third-party")
    page.evaluate(script)
    told: Any = [base64.b64encode(packet.data).decode(), facts(packet), CHUNK]
    return str(page.evaluate(f"(told) => {client}(...told)", told))


HTML = "text/html"


@pytest.mark.parametrize("client", ["node", "tusJs", "uppy"])
@pytest.mark.parametrize("cut", [Cut(after=30_000), Lose(), Answer(status=503)], ids=str)
def test_a_packet_arrives_through_faults(
    client: str,
    cut: Cut | Lose | Answer,
    proxy: FaultProxy,
    page: Page,
    script: str,
    server: Server,
    tmp_path: Path,
) -> None:
    packet = sample(200704)
    proxy.rules = [Rule(cut, method="PATCH", nth=2), Rule(cut, method="HEAD")]
    if client == "node":
        receipt = in_node(proxy, packet, tmp_path)
    else:
        receipt = in_browser(page, script, client, proxy, packet)
    key = page.request.get(f"{server.url}/api/desks").json()["receipt_key"]
    verify_receipt(receipt, parse_public_key(key), packet.id, packet.sha256)
    there = server.data_dir / "blobs" / "packets" / packet.sha256
    assert there.read_bytes() == packet.data
    # It went on where it was cut. tus-js-client begins anew after a failed HEAD, is told 409 for
    # that piece, and goes on as well.
    assert sum(one.sent for one in proxy.packets("PATCH")) <= len(packet.data) + 2 * CHUNK
