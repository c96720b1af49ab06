"""Delivery under random faults: whatever is cut, killed or lied about, each packet arrives once.

A real phone (the shipped client in Chromium, its clock in our hand), a real network that is cruel
(`tests.support.fault_proxy`) and a real server. Each round something goes wrong: requests are cut,
lost, damaged, answered by others; the network goes; the tab, the browser or the server is killed.
Now and then a report is sealed. At the end the network is well again, and every packet that the
reporter was told is saved must be at the desk exactly once and open to what was written.

    python -m bench.soak --seed 7 --rounds 200      # replays the run that printed seed 7
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.support.browser import Chromium
from tests.support.fault_rules import (
    Action,
    Answer,
    Corrupt,
    Cut,
    Delay,
    Garbage,
    Lose,
    Repeat,
    Rule,
    Shorten,
)
from tests.support.faults.law import all_received, never_lost
from tests.support.faults.phone import Phone
from tests.support.faults.site import Site, home, through_proxy
from tests.support.faults.tab import PageTab
from tests.support.server import ROOT

ROUNDS = 1000
RESULT = ROOT / "bench" / "results" / "soak.json"
DAY = 86_400
PHOTOS = 0.08  # of the reports; they make the packets that need several requests
PORTAL = b"<html><title>Wi-Fi</title><form>Room number?</form></html>"
# How often each trouble comes; the slow ones seldom.
TROUBLES = {"requests": 70, "network": 14, "closed": 10, "browser": 3, "server": 3}


@dataclass
class Run:
    """What a run did and found. `seconds`: all of it, with the end."""

    seed: int
    rounds: int
    troubles: dict[str, int] = field(default_factory=dict)
    packets: int = 0
    requests: int = 0
    seconds: float = 0.0


class Soak:
    """One phone, one site, one source of chance."""

    def __init__(self, playwright: Playwright, site: Site, folder: Path, seed: int) -> None:
        self._playwright = playwright
        self._folder = folder
        self._chance = random.Random(seed)  # noqa: S311
        self._chromium = Chromium(playwright, folder / "profile")
        self.phone = Phone(PageTab(self._chromium.page()), site)
        self.phone.visit()
        self._writing = True

    def close(self) -> None:
        self._chromium.kill()

    def round(self) -> str:
        """A trouble, perhaps a new report, and time for both; the trouble's name."""
        name = self._chance.choices(list(TROUBLES), list(TROUBLES.values()))[0]
        trouble: Callable[[], None] = getattr(self, f"_{name}")
        self.phone.site.proxy.rules = []
        seals = not self.phone.sealed or self._chance.random() < 0.4
        photo = self._chance.random() < PHOTOS
        if name == "requests":
            trouble()
        if seals:
            self._seal(photo=photo)
        if name != "requests":
            trouble()
        self._page().later(self._chance.choice((5, 60, 600)))
        return name

    def settle(self) -> None:
        """All is well again: waits until the phone has nothing left to send."""
        proxy = self.phone.site.proxy
        proxy.rules = []
        proxy.up()
        deadline = time.monotonic() + 60 + len(self.phone.sealed)
        while self.phone.stored().packets:
            if time.monotonic() > deadline:
                raise AssertionError(f"not delivered: {self.phone.items()}")
            self._page().later(DAY)
            self._page().page.wait_for_timeout(100)

    def check(self) -> None:
        """Every packet promised is at the desk, once, byte for byte, and opens to its words."""
        arrived = self.phone.site.home.packets()
        assert set(arrived) == set(self.phone.sealed), "another set of packets than was promised"
        for packet_id, words in self.phone.sealed.items():
            assert arrived[packet_id].report.text == words, packet_id
        never_lost(self.phone)
        all_received(self.phone)
        assert not self.phone.site.home.underway(), "an upload was left behind"

    def _page(self) -> PageTab:
        assert isinstance(self.phone.tab, PageTab)
        return self.phone.tab

    def _seal(self, *, photo: bool) -> None:
        if not self._writing:
            self.phone.again()
        words = f"ถนนหน้าวัดสร้างไม่เสร็จ {secrets.token_hex(8)}"
        self.phone.write(words)
        if photo:
            self.phone.photo(self._folder, side=320)
        self.phone.seal(words)
        self._writing = False

    def _requests(self) -> None:
        later = Rule(self._action(), nth=self._chance.randint(2, 4))
        self.phone.site.proxy.rules = [Rule(self._action()), later]

    def _action(self) -> Action:
        at = self._chance.randrange(9000)
        actions: tuple[Action, ...] = (
            Cut(after=at),
            Cut(),
            Lose(),
            Lose(keep=at % 200),
            Corrupt(at=at, bit=at % 8),
            Shorten(by=1 + at % 500),
            Answer(status=self._chance.choice((200, 302, 403, 500, 502, 503, 504))),
            Answer(status=200, headers={"Content-Type": "text/html"}, body=PORTAL),
            Answer(status=429, headers={"Retry-After": "30"}),
            Answer(status=507),
            Garbage(),
            Repeat(times=3),
            Delay(seconds=0.05),
        )
        return self._chance.choice(actions)

    def _network(self) -> None:
        proxy = self.phone.site.proxy
        proxy.down()
        self._page().later(60)
        proxy.up()

    def _reopen(self, fresh: PageTab) -> None:
        self.phone.tab = fresh
        self.phone.visit()
        self._writing = True

    def _closed(self) -> None:
        old = self._page().page
        fresh = PageTab(old.context.new_page())
        old.close(run_before_unload=False)
        self._reopen(fresh)

    def _browser(self) -> None:
        self._chromium.kill()
        self._chromium = Chromium(self._playwright, self._folder / "profile")
        self._reopen(PageTab(self._chromium.page()))

    def _server(self) -> None:
        self.phone.site.server.restart()


def soak(rounds: int, seed: int) -> Run:
    """`rounds` rounds; raises AssertionError, with the seed in it, when the law is broken."""
    run, began = Run(seed, rounds), time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        home(Path(folder) / "data") as one,
        through_proxy(one) as site,
        sync_playwright() as playwright,
    ):
        soaking = Soak(playwright, site, Path(folder), seed)
        try:
            for _ in range(rounds):
                name = soaking.round()
                run.troubles[name] = run.troubles.get(name, 0) + 1
                if sum(run.troubles.values()) % 100 == 0:
                    print(f"{sum(run.troubles.values())} rounds", flush=True)
            soaking.settle()
            soaking.check()
        except Exception as error:
            replay = f"replay: python -m bench.soak --seed {seed} --rounds {rounds}"
            raise AssertionError(f"{replay} (after round {sum(run.troubles.values())})") from error
        finally:
            soaking.close()
        run.packets, run.requests = len(soaking.phone.sealed), len(site.proxy.packets())
    run.seconds = round(time.perf_counter() - began, 1)
    return run


def main() -> None:
    """Soak, print what was done, and write bench/results/soak.json."""
    asked = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    asked.add_argument("--seed", type=int, default=secrets.randbelow(1 << 31))
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--result", type=Path, default=RESULT)
    told = asked.parse_args()
    # Ended from outside, it takes its browser and its server with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print(f"soak: seed {told.seed}, {told.rounds} rounds", flush=True)
    run = soak(told.rounds, told.seed)
    print(
        f"{run.packets} packets, each at the desk once and as written; {run.requests} requests, "
        f"{run.seconds} s; " + ", ".join(f"{n} × {name}" for name, n in run.troubles.items())
    )
    told.result.parent.mkdir(exist_ok=True)
    told.result.write_text(json.dumps(asdict(run), indent=1) + "\n")


if __name__ == "__main__":
    main()
