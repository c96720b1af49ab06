"""Thousands of phones in one process, each sending one packet over a thin line of its own."""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import ssl
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.support.packets import Sample, b64, sample
from webapp.crypto.padme import padded_size
from webapp.crypto.receipts import verify_receipt
from webapp.errors import ReceiptError

BEATS = 5  # times a second that a phone sends


@dataclass(frozen=True)
class Order:
    """What a process of phones is told, as JSON on its standard input."""

    url: str
    certificate: str
    receipt_key: str
    phones: int
    size: int
    rate: int
    ramp: float


class Packets:
    """Different packets at the cost of one: all but the last bytes are shared."""

    def __init__(self, size: int) -> None:
        lower = 8192
        while (step := padded_size(lower + 1)) <= size:
            lower = step
        self._base = sample(lower)
        self._digest = hashlib.sha256(self._base.data[:-32])

    @property
    def size(self) -> int:
        return len(self._base.data)

    def next(self) -> tuple[Sample, str, bytes]:
        """A name, its digest, and the bytes that differ: the last 32."""
        tail, digest = secrets.token_bytes(32), self._digest.copy()
        digest.update(tail)
        return Sample(secrets.token_hex(16), b"", "demo"), digest.hexdigest(), tail

    def body(self) -> memoryview:
        return memoryview(self._base.data)[:-32]


class Phone(asyncio.Protocol):
    """Sends one request, `step` bytes a beat; `outcome` is the answer's head or what went wrong."""

    def __init__(self, packets: Packets, step: int) -> None:
        name, self.sha256, tail = packets.next()
        self.id = name.id
        self._parts = [memoryview(_head(self.id, self.sha256, packets.size)), packets.body()]
        self._parts.append(memoryview(tail))
        self._step = step
        self._line: asyncio.Transport | None = None
        self._heard = b""
        self.outcome: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line = transport

    def beat(self) -> None:
        """The next few bytes, if there are any."""
        if self._line is None or not self._parts or self._line.is_closing():
            return
        now, rest = self._parts[0][: self._step], self._parts[0][self._step :]
        self._parts[0:1] = [rest] if rest else []
        self._line.write(now)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        if b"\r\n\r\n" in self._heard and not self.outcome.done():
            self.outcome.set_result(self._heard)
            assert self._line is not None
            self._line.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.outcome.done():
            self.outcome.set_result(f"lost: {error!r}".encode())


def _head(packet_id: str, sha256: str, size: int) -> bytes:
    told = {"id": packet_id, "sha256": sha256, "desks": "demo"}
    metadata = ",".join(f"{key} {b64(value.encode())}" for key, value in told.items())
    return (
        "POST /api/packets HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\n"
        "Content-Type: application/offset+octet-stream\r\n"
        f"Content-Length: {size}\r\nUpload-Length: {size}\r\n"
        f"Upload-Metadata: {metadata}\r\n\r\n"
    ).encode()


async def send_all(order: Order) -> dict[str, object]:
    """How many were delivered, and what became of the others."""
    packets, phones = Packets(order.size), list[Phone]()
    began, faults = time.monotonic(), dict[str, int]()
    beating = asyncio.create_task(_beat(phones))
    asked = asyncio.Semaphore(200)
    starting = [
        asyncio.create_task(
            _call(order, packets, phones, number * order.ramp / order.phones, asked)
        )
        for number in range(order.phones)
    ]
    delivered = 0
    for call in asyncio.as_completed(starting):
        said = await call
        delivered += said == ""
        if said:
            faults[said] = faults.get(said, 0) + 1
    beating.cancel()
    return {
        "delivered": delivered,
        "faults": faults,
        "seconds": round(time.monotonic() - began, 1),
        "bytes": packets.size,
    }


async def _call(
    order: Order, packets: Packets, phones: list[Phone], wait: float, asked: asyncio.Semaphore
) -> str:
    """One phone from its first byte to its receipt; "" or what went wrong."""
    place = urlsplit(order.url)
    trust = (
        ssl.create_default_context(cafile=order.certificate) if place.scheme == "https" else None
    )
    await asyncio.sleep(wait)
    try:
        async with asked:
            _line, phone = await asyncio.get_running_loop().create_connection(
                lambda: Phone(packets, max(1, order.rate // BEATS)),
                place.hostname or "",
                place.port or 443,
                ssl=trust,
                ssl_handshake_timeout=120 if trust else None,
            )
    except OSError as error:
        return f"no connection: {type(error).__name__}"
    phones.append(phone)
    return _judge(order, phone, await phone.outcome)


def _judge(order: Order, phone: Phone, answer: bytes) -> str:
    for line in answer.decode("latin-1").split("\r\n"):
        if line.lower().startswith("hinghoi-receipt:"):
            key = bytes.fromhex(order.receipt_key)
            try:
                verify_receipt(line.partition(":")[2].strip(), key, phone.id, phone.sha256)
            except ReceiptError as error:
                return type(error).__name__
            return ""
    return answer.decode("latin-1").split("\r\n")[0][:60]


async def _beat(phones: list[Phone]) -> None:
    """One clock for all; each tenth of them at a tenth of a beat, so that the load is even."""
    slot, due = 0, time.monotonic()
    while True:
        for phone in phones[slot::10]:
            phone.beat()
        slot = (slot + 1) % 10
        due += 1 / BEATS / 10
        await asyncio.sleep(max(0.0, due - time.monotonic()))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(send_all(Order(**json.load(sys.stdin))))))
