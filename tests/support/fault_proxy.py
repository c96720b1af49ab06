"""A network as it is in the hills, between a browser and the server, commanded by a test.

It speaks just enough HTTP/1.1 to know where a request begins and ends: one request to a connection,
heads passed on as they are, bodies streamed. What happens to the n-th request is a list of rules
(`fault_rules`); `link` makes the whole wire slow; `down` takes it away. `passed` remembers
every request for assertions.

    with fault_proxy(server.port) as proxy:
        proxy.rules = [Rule(Cut(after=1000), method="PATCH", nth=2)]
        page.goto(proxy.url)
"""

from __future__ import annotations

import asyncio
import random
import socket
import struct
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.support.fault_rules import Rule, choose

_STEP = 16 * 1024
_SEGMENT = 1400  # bytes; what is lost on the air is lost in pieces of this size
_HANG_UP = struct.pack("ii", 1, 0)  # SO_LINGER: close with RST


@dataclass(frozen=True)
class Link:
    """A slow wire. `rate`: bytes a second each way; `delay`: seconds one way; `loss`: 0 to 1.

    A lost segment costs what TCP needs to notice: two round trips.
    """

    rate: float = float("inf")
    delay: float = 0.0
    loss: float = 0.0

    def seconds(self, size: int, chance: random.Random) -> float:
        """How long `size` bytes take on the air."""
        segments = -(-size // _SEGMENT)
        lost = sum(chance.random() < self.loss for _ in range(segments))
        return size / self.rate + lost * 4 * self.delay


@dataclass
class Passed:
    """One request. `sent`: bytes of its body that came; `status`: what the browser was told, or 0.

    `heard` is what the server answered, told on or not, and `answer` the head of that; names of
    `headers` are in small letters.
    """

    method: str
    path: str
    headers: dict[str, str]
    sent: int = 0
    status: int = 0
    heard: int = 0
    answer: bytes = field(default=b"", repr=False)
    body: bytearray = field(default_factory=bytearray, repr=False)


class Wire:
    """The Exchange that actions are given: one request, its two connections, its entry."""

    def __init__(
        self,
        proxy: FaultProxy,
        near: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        head: bytes,
    ) -> None:
        self._proxy = proxy
        self._reader, self._writer = near
        self._head = head
        self._far: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        line, *fields = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        self._line = line
        self.headers = dict(one.split(": ", 1) for one in fields if ": " in one)
        small = {name.lower(): value for name, value in self.headers.items()}
        self.length = int(small.get("content-length", 0))
        method, path, _ = line.split(" ", 2)
        self.passed = Passed(method, path, small)
        self._left = self.length

    async def body(self) -> AsyncIterator[bytes]:
        while self._left:
            data = await self._reader.read(min(_STEP, self._left))
            if not data:
                raise ConnectionResetError
            self._left -= len(data)
            self.passed.sent += len(data)
            self.passed.body += data
            await self._proxy.on_the_air(len(data))
            yield data

    def _upstream_head(self, length: int | None) -> bytes:
        dropped = {"connection", "keep-alive"} | (
            {"content-length"} if length is not None else set()
        )
        kept = [f"{k}: {v}" for k, v in self.headers.items() if k.lower() not in dropped]
        more = [f"Content-Length: {length}"] if length is not None else []
        lines = [self._line, *kept, *more, "Connection: close", "", ""]
        return "\r\n".join(lines).encode("latin-1")

    async def ask(self, length: int | None = None) -> None:
        self._far = await self._proxy.dial()
        await self.push(self._upstream_head(length))

    async def push(self, data: bytes) -> None:
        assert self._far
        # A server may answer and hang up before it read all; its answer still counts.
        with suppress(ConnectionError):
            self._far[1].write(data)
            await self._far[1].drain()

    async def hear(self) -> bytes:
        assert self._far
        answer = await self._far[0].read(-1)
        self._note(answer)
        return answer

    def _note(self, answer: bytes) -> None:
        if not self.passed.heard:
            self.passed.heard = _status(answer)
            self.passed.answer = answer.partition(b"\r\n\r\n")[0]

    async def relay(self) -> None:
        assert self._far
        while data := await self._far[0].read(_STEP):
            self._note(data)
            await self._proxy.on_the_air(len(data))
            await self.tell(data)

    async def tell(self, data: bytes) -> None:
        self.passed.status = self.passed.status or _status(data)
        self._writer.write(data)
        await self._writer.drain()

    async def repeat(self, body: bytes) -> bytes:
        reader, writer = await self._proxy.dial()
        try:
            writer.write(self._upstream_head(None) + body)
            await writer.drain()
            answer = await reader.read(-1)
            self._note(answer)
            return answer
        finally:
            writer.close()

    def reset(self) -> None:
        # The server reads what came before the end: what is lost here is the rest.
        _reset(self._writer)
        if self._far:
            self._far[1].close()

    async def given_up(self) -> None:
        while await self._reader.read(_STEP):
            pass

    def close(self) -> None:
        for writer in (self._writer, *([self._far[1]] if self._far else [])):
            with suppress(Exception):
                writer.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        raw = writer.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANG_UP)
    writer.transport.abort()


def _status(answer: bytes) -> int:
    """The status of an answer's first line; 0 when it is none."""
    parts = answer[:16].split(b" ")
    return int(parts[1]) if answer.startswith(b"HTTP/1.") and parts[1][:3].isdigit() else 0


class FaultProxy:
    """One address for the browser, in front of one port of the loopback."""

    def __init__(self, upstream: int, seed: int = 1, address: str = "") -> None:
        self.upstream = upstream
        self._from = (address, 0) if address else None
        self.rules: list[Rule] = []
        self.passed: list[Passed] = []
        self.link = Link()
        self._chance = random.Random(seed)  # noqa: S311
        self._down = False
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def packets(self, method: str = "") -> list[Passed]:
        """The requests of deliveries, in order; of one method when named."""
        ours = [one for one in self.passed if one.path.startswith("/api/packets")]
        return [one for one in ours if not method or one.method == method]

    def down(self) -> None:
        """Airplane mode: what is open breaks, what comes is refused."""
        self._down = True
        self._loop.call_soon_threadsafe(self._break_all)

    def up(self) -> None:
        """Signal is back."""
        self._down = False

    def start(self) -> None:
        self._thread.start()
        self._run(self._listen())

    def stop(self) -> None:
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def on_the_air(self, size: int) -> None:
        """Waits as long as the link needs for `size` bytes."""
        if seconds := self.link.seconds(size, self._chance):
            await asyncio.sleep(seconds)

    async def dial(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the server."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.upstream, local_addr=self._from
        )
        self._open.add(writer)
        return reader, writer

    def _run(self, task: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(task, self._loop).result(timeout=30)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        self._break_all()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _break_all(self) -> None:
        for writer in self._open:
            _reset(writer)
        self._open.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        if self._down:
            return _reset(writer)
        wire: Wire | None = None
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            wire = Wire(self, (reader, writer), head)
            self.passed.append(wire.passed)
            await asyncio.sleep(2 * self.link.delay)
            one = wire.passed
            await choose(self.rules, one.method, one.path, one.headers).play(wire)
            await writer.drain()
        except (OSError, EOFError, asyncio.CancelledError):
            _reset(writer)  # Either end broke, or the test is over: so does the other.
        finally:
            self._open.discard(writer)
            if wire:
                wire.close()
            writer.close()


@contextmanager
def fault_proxy(upstream: int, address: str = "") -> Iterator[FaultProxy]:
    """A proxy in a thread of its own before the server on port `upstream` of the loopback.

    `address` is where the server sees its requests come from, when that matters.
    """
    proxy = FaultProxy(upstream, address=address)
    proxy.start()
    try:
        yield proxy
    finally:
        proxy.stop()
