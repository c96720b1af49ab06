"""What a phone on a weak signal pays: bytes over the wire, and seconds from opening to receipt.

The page is loaded by a real Chromium from a real server; bytes are what Chromium says came over
the wire (headers included). The slow network is Chromium's own emulation, 50 kbit/s down and 30 up
with 700 ms of delay, cache empty. The report is text only.
"""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.support.browser import phone
from tests.support.camera import camera_jpeg
from tests.support.server import AS_SHIPPED, ROOT, Server, running_server

KIB = 1024
SLOW = {"offline": False, "latency": 700, "downloadThroughput": 6250, "uploadThroughput": 3750}
RESULT = ROOT / "bench" / "results" / "phone.json"
TWELVE_MEGAPIXELS = (4000, 3000)


@dataclass(frozen=True)
class Row:
    """One figure beside its budget, both in `unit`."""

    what: str
    measured: float
    budget: float
    unit: str

    def __str__(self) -> str:
        left = self.budget - self.measured
        verdict = "under" if left >= 0 else "OVER"
        return (
            f"{self.what:<52}{self.measured:>10.1f}{self.budget:>9.1f} {self.unit:<4}"
            f"{abs(left):>8.1f} {verdict}"
        )


class Wire:
    """Counts what comes over the network, by address, for one page."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, float] = {}
        self.session: CDPSession = page.context.new_cdp_session(page)
        self._addresses: dict[str, str] = {}
        self.session.on("Network.requestWillBeSent", self._asked)
        self.session.on("Network.loadingFinished", self._came)
        self.session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict[str, Any]) -> None:
        address = self._addresses.get(event["requestId"], "")
        self.bytes[address] = self.bytes.get(address, 0) + event["encodedDataLength"]

    def total(self, *parts: str) -> float:
        """The bytes of every address that contains one of `parts`."""
        return sum(n for address, n in self.bytes.items() if any(p in address for p in parts))


def sizes(server: Server, profile: Path) -> list[Row]:
    with phone(profile) as chromium:
        page = chromium.page()
        wire = Wire(page)
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        page.wait_for_load_state("networkidle")
        first = wire.bytes[f"{server.url}/"]
        parts = ("pages/th.html", "report.th.*.js", "clean.*.js", "districts.*.txt", "sw.js")
        return [
            Row("first page, Thai, brotli, headers included", first / KIB, 14, "KiB"),
            Row("all that works offline, districts included", brotli(*parts) / KIB, 45, "KiB"),
            Row("the list of tambons, which follows", brotli("tambons.*.txt") / KIB, 27, "KiB"),
        ]


def brotli(*patterns: str) -> int:
    """Bytes of the built files that match, each as it is sent to a browser that takes brotli."""
    build = ROOT / "static" / "build"
    return sum(next(build.glob(f"{pattern}.br")).stat().st_size for pattern in patterns)


def photo(server: Server, profile: Path) -> list[Row]:
    with phone(profile) as chromium:
        page = chromium.page()
        page.goto(server.url)
        page.wait_for_selector("html[data-ready]")
        picked = {
            "name": "a.jpg",
            "mimeType": "image/jpeg",
            "buffer": camera_jpeg(*TWELVE_MEGAPIXELS),
        }
        page.set_input_files("[name=files]", picked)  # type: ignore[arg-type]
        page.wait_for_selector("[data-clean]")
        page.check("[name=category][value=other]")
        with page.expect_request(lambda request: request.method == "POST") as posted:
            page.click("[data-action=send]")
        sealed = int(posted.value.headers["upload-length"])
        return [Row("photo of 12 megapixels, in its packet", sealed / KIB, 150 * 1.12, "KiB")]


def cold_open(server: Server, profile: Path) -> list[Row]:
    with phone(profile) as chromium:
        page = chromium.page()
        wire = Wire(page)
        wire.session.send("Network.emulateNetworkConditions", SLOW)
        began = time.perf_counter()
        page.goto(server.url, wait_until="commit")
        page.wait_for_selector("[name=text]")
        usable = time.perf_counter() - began
        page.fill("[name=text]", "ถนนหน้าวัดสร้างไม่เสร็จ แต่เบิกเงินครบแล้ว")
        page.wait_for_selector("html[data-ready]")
        page.click("[data-action=send]")
        page.wait_for_selector("[data-received]", timeout=60_000)
        received = time.perf_counter() - began
        return [
            Row("cold open to a usable form, 50/30 kbit/s, 700 ms", usable, 15, "s"),
            Row("cold open to receipt, text only, same network", received, 15, "s"),
        ]


def main() -> None:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with running_server(here / "data", "--demo", **AS_SHIPPED) as server:
            for n, part in enumerate((sizes, cold_open, photo)):
                rows += part(server, here / f"profile{n}")
    print(f"{'phone':<52}{'measured':>10}{'budget':>9}")
    print(*rows, sep="\n")
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps([asdict(row) for row in rows], indent=1))


if __name__ == "__main__":
    main()
