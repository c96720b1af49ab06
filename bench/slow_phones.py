"""Thousands of slow phones at once: are all delivered, in how much memory, and can others get in?

Each phone sends a packet of 200 KB in one request at 2 kB/s over TLS to the shipped nginx, which
hands it to the real server. Meanwhile one visitor after another asks for the page, for the server's
health and delivers a small packet. Memory is the proportional set size (PSS, proc(5)) of nginx and
the server with all their processes, at its highest.

    python -m bench.slow_phones                       5,000 phones, about two minutes
    python -m bench.slow_phones --phones 500 --size 20000       the scaled mode, 10 s
    python -m bench.slow_phones --phones 8000         beyond the budget
    python -m bench.slow_phones --direct              without nginx
    python -m bench.slow_phones --model gthread       gunicorn's threads (or gevent)
    python -m bench.slow_phones --model gthread --buffered      with nginx's request buffering
"""

from __future__ import annotations

import argparse
import json
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from bench._memory import Peak
from bench._models import MODELS
from bench._slow_client import Order
from tests.support.nginx import running_nginx
from tests.support.packets import sample
from tests.support.server import ROOT, Server
from tests.support.tus import create
from webapp.crypto.base64 import decode_url
from webapp.web.gunicorn_app import allow_many_files

RESULT = ROOT / "bench" / "results" / "slow_phones.json"
BUDGET = {"phones": 5000, "dropped": 0, "mebibytes": 1024, "others_p95_ms": 200}
PROCESSES = 2
PAUSE = 0.05


class Others:
    """Visitors who come while the phones send; `waits` in milliseconds by what they wanted."""

    def __init__(self, url: str, trust: ssl.SSLContext | bool) -> None:
        self._url, self._trust = url, trust
        self.waits: dict[str, list[float]] = {"healthz": [], "page": [], "packet": []}
        self.faults = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._visit)

    def __enter__(self) -> Others:
        self._thread.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._over.set()
        self._thread.join()

    def _visit(self) -> None:
        with httpx.Client(base_url=self._url, verify=self._trust, timeout=30) as client:
            while not self._over.wait(PAUSE):
                for what, waits in self.waits.items():
                    began = time.perf_counter()
                    try:
                        self.faults += not _ask(client, what).is_success
                    except httpx.HTTPError:
                        self.faults += 1
                    waits.append((time.perf_counter() - began) * 1000)

    def p95(self) -> dict[str, float]:
        return {what: round(_part(waits, 0.95), 1) for what, waits in self.waits.items()}


def _ask(client: httpx.Client, what: str) -> httpx.Response:
    if what == "packet":
        packet = sample()
        return create(client, packet, packet.data)
    return client.get("/healthz" if what == "healthz" else "/")


def _part(waits: list[float], share: float) -> float:
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * share))] if waits else 0.0


@dataclass(frozen=True)
class Model:
    """What stands between the phones and the application; `worker` None is ours."""

    direct: bool = False
    worker: str | None = None
    buffered: bool = False

    def __str__(self) -> str:
        front = "" if self.direct else "buffering nginx, " if self.buffered else "nginx, "
        return f"{front}{self.worker or 'our loop'}"

    @property
    def wrapper(self) -> tuple[str, ...]:
        return (sys.executable, "-m", "bench._models", self.worker) if self.worker else ()


def measure(phones: int, size: int, rate: int, model: Model) -> dict[str, object]:
    """One run against a fresh server."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        here = Path(folder)
        (here / "data").mkdir()
        server = Server(here / "data", {}, ("--demo",), wrapper=model.wrapper)
        stack.callback(server.kill)
        server.start()
        assert server.process is not None
        pids, url, certificate = [server.process.pid], server.url, ""
        if not model.direct:
            nginx = running_nginx(here / "nginx", server, buffered=model.buffered)
            front = stack.enter_context(nginx)
            pids, url = [*pids, front.process.pid], front.url
            certificate = str(front.certificate)
        trust = ssl.create_default_context(cafile=certificate) if certificate else True
        ramp = min(30.0, phones / 250)
        order = Order(url, certificate, _key(server), phones // PROCESSES, size, rate, ramp)
        with Peak(pids) as peak, Others(url, trust) as others:
            runs = _run(order)
    delivered = sum(int(run["delivered"]) for run in runs)
    return {
        "through": str(model),
        "phones": order.phones * PROCESSES,
        "bytes": runs[0]["bytes"],
        "rate": rate,
        "delivered": delivered,
        "dropped": order.phones * PROCESSES - delivered,
        "faults": [run["faults"] for run in runs],
        "seconds": max(run["seconds"] for run in runs),
        "mebibytes": peak.mebibytes,
        "others_p95_ms": others.p95(),
        "others_refused": others.faults,
    }


def _key(server: Server) -> str:
    return decode_url(httpx.get(f"{server.url}/api/desks").json()["receipt_key"]).hex()


def _run(order: Order) -> list[dict[str, int]]:
    command = [sys.executable, "-m", "bench._slow_client"]
    told = json.dumps(asdict(order)).encode()
    started = []
    for _ in range(PROCESSES):
        one = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert one.stdin is not None
        one.stdin.write(told)
        one.stdin.close()
        started.append(one)
    found: list[dict[str, int]] = []
    for one in started:
        assert one.stdout is not None
        found.append(json.loads(one.stdout.read()))
        one.wait()
    return found


def main() -> None:
    """Print the table; a run with the budget's phones also goes to bench/results."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--phones", type=int, action="append")
    parser.add_argument("--size", type=int, default=200_000)
    parser.add_argument("--rate", type=int, default=2_000)
    parser.add_argument("--direct", action="store_true")
    parser.add_argument("--model", choices=MODELS)
    parser.add_argument("--buffered", action="store_true")
    chosen = parser.parse_args()
    allow_many_files()
    rows = []
    model = Model(chosen.direct, chosen.model, chosen.buffered)
    print(
        "through                  phones delivered  seconds    MiB  p95 ms:  health    page  packet"
    )
    for phones in chosen.phones or [BUDGET["phones"]]:
        row = measure(phones, chosen.size, chosen.rate, model)
        rows.append(row)
        p95 = row["others_p95_ms"]
        assert isinstance(p95, dict)
        print(
            f"{row['through']:<25}{row['phones']:6}{row['delivered']:11}{row['seconds']:9}"
            f"{row['mebibytes']:7.0f}{p95['healthz']:18.1f}{p95['page']:8.1f}{p95['packet']:8.1f}"
            f"   {row['faults']}"
        )
    print(f"budget: {BUDGET}")
    if model != Model():
        return
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps({"budget": BUDGET, "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
