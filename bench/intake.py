"""Packets a second and the slowest hundredth, beside a bare view that does the least it must.

Each packet is 8 KiB of plaintext, sent in one request, and is on disk before its receipt. The bare
view (bench/_bare_view.py) writes and fsyncs a file and commits one row, without any of the checks,
under the same server and settings in the same run: the ratio says what our own work costs.

Then the same with 1,000 and with 1,000,000 packets held (bench/_stored.py), by turns, so that what
else the machine does falls on both.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from bench._load import Load, deliver
from bench._stored import fill
from tests.support.server import ROOT, Server, running_server

CLIENTS = (1, 4, 16, 64)
SECONDS = 4.0
RESULT = ROOT / "bench" / "results" / "intake.json"
BUDGET = {"packets_a_second": 600, "ratio": 0.6, "growth": 1.2}
HELD = (1_000, 1_000_000)
TURNS = 5


class BareServer(Server):
    """The bare view as a process, started and stopped like the real server."""

    def _spawn(self) -> subprocess.Popen[bytes]:
        env = {**os.environ, "PORT": str(self.port), "DATA_DIR": str(self.data_dir)}
        return subprocess.Popen(
            [sys.executable, "-m", "bench._bare_view"],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


@contextmanager
def bare_server(data_dir: Path) -> Iterator[Server]:
    data_dir.mkdir(parents=True)
    server = BareServer(data_dir, {})
    server.start()
    try:
        yield server
    finally:
        server.stop()


def measure() -> list[tuple[Load, Load]]:
    """For each number of clients: ours, and the bare view right after it."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        with running_server(here / "ours", "--demo") as ours, bare_server(here / "bare") as bare:
            for server in (ours, bare):
                deliver(server.url, 4, 1.0)
            return [
                (deliver(ours.url, count, SECONDS), deliver(bare.url, count, SECONDS))
                for count in CLIENTS
            ]


def growth() -> dict[str, float]:
    """Milliseconds for one packet at a time, by how many are held: the median of the turns."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        servers = []
        for held in HELD:
            data = Path(folder) / str(held)
            with running_server(data, "--demo"):
                pass
            fill(data, held, "demo")
            servers.append(running.enter_context(running_server(data)))
        for server in servers:
            deliver(server.url, 1, 1.0)
        turns = [[deliver(server.url, 1, 2.0).p50 for server in servers] for _ in range(TURNS)]
    few, many = (statistics.median(column) for column in zip(*turns, strict=True))
    return {"few": few, "many": many, "growth": round(many / few, 2)}


def main() -> None:
    """Print the tables and write bench/results/intake.json."""
    rows = []
    print("clients  packets/s    p50 ms    p99 ms   bare/s   ratio")
    for ours, bare in measure():
        ratio = round(ours.packets_a_second / bare.packets_a_second, 2)
        rows.append({**asdict(ours), "bare": asdict(bare), "ratio": ratio})
        print(
            f"{ours.clients:7} {ours.packets_a_second:10.1f} {ours.p50:9.2f} {ours.p99:9.2f}"
            f" {bare.packets_a_second:8.1f} {ratio:7.2f}"
        )
    best = max(rows, key=lambda row: float(str(row["packets_a_second"])))
    grown = growth()
    print(f"p50 with {HELD[0]:,} held: {grown['few']} ms, with {HELD[1]:,}: {grown['many']} ms")
    print(
        f"budget: {BUDGET}; best: {best['packets_a_second']} at ratio {best['ratio']},"
        f" growth {grown['growth']}"
    )
    RESULT.parent.mkdir(exist_ok=True)
    told = {"budget": BUDGET, "rows": rows, "growth": grown}
    RESULT.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
