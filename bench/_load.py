"""Phones in numbers: each client sends one packet after another over a kept connection."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.support.packets import Sample, sample


@dataclass(frozen=True)
class Load:
    """What one run measured; `p50` and `p99` in milliseconds."""

    clients: int
    packets_a_second: float
    p50: float
    p99: float


def deliver(url: str, clients: int, seconds: float) -> Load:
    """Send packets to `url` from `clients` at once for `seconds`; AssertionError on a refusal."""
    return asyncio.run(_all(url, clients, seconds))


async def _all(url: str, clients: int, seconds: float) -> Load:
    began = time.perf_counter()
    runs = await asyncio.gather(*(_client(url, began + seconds) for _ in range(clients)))
    lasted = time.perf_counter() - began
    waits = sorted(wait for run in runs for wait in run)
    return Load(clients, round(len(waits) / lasted, 1), _part(waits, 0.5), _part(waits, 0.99))


def _part(waits: list[float], share: float) -> float:
    return round(waits[min(len(waits) - 1, int(len(waits) * share))] * 1000, 2)


async def _client(url: str, end: float) -> list[float]:
    place = urlsplit(url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    waits = []
    while (began := time.perf_counter()) < end:
        writer.write(_request(sample()))
        status = await reader.readuntil(b"\r\n\r\n")
        if not status.startswith(b"HTTP/1.1 201"):
            raise AssertionError(status.decode("latin-1"))
        waits.append(time.perf_counter() - began)
    writer.close()
    return waits


def _request(packet: Sample) -> bytes:
    told = {
        **packet.headers,
        "Host": "localhost",
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(len(packet.data)),
    }
    lines = [f"{name}: {value}" for name, value in told.items()]
    return (
        "POST /api/packets HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n"
    ).encode() + packet.data
