"""What a bad network does to one request, as data: a test lists rules, the proxy plays them.

Each action is a small value with one coroutine; `fault_proxy` gives it the request and both ends
of the wire.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


class Exchange(Protocol):
    """One request on its way. All counts are bytes of bodies."""

    length: int

    def body(self) -> AsyncIterator[bytes]:
        """The request's body, piece by piece, as the browser sends it."""
        ...

    async def ask(self, length: int | None = None) -> None:
        """Open the way to the server and send the head on; `length` replaces Content-Length."""
        ...

    async def push(self, data: bytes) -> None:
        """Send a piece of the body on to the server."""
        ...

    async def hear(self) -> bytes:
        """The server's whole answer: head and body."""
        ...

    async def relay(self) -> None:
        """Hand the server's answer to the browser as it comes."""
        ...

    async def tell(self, data: bytes) -> None:
        """Bytes to the browser, whatever they are."""
        ...

    async def repeat(self, body: bytes) -> bytes:
        """The same request once more on a wire of its own; its answer."""
        ...

    def reset(self) -> None:
        """End both connections: the browser's with RST, as a carrier's box does."""
        ...

    async def given_up(self) -> None:
        """Returns when the browser hangs up."""
        ...


class Action(Protocol):
    """What happens to a request that a rule chose."""

    async def play(self, one: Exchange) -> None: ...


async def _send_on(one: Exchange, after: int | None = None) -> None:
    """The head and the body's first `after` bytes; all of it when None."""
    await one.ask()
    sent = 0
    if after == 0:
        return
    async for piece in one.body():
        part = piece if after is None else piece[: after - sent]
        await one.push(part)
        sent += len(part)
        if sent == after:
            return


@dataclass(frozen=True)
class Pass:
    """Nothing: there and back."""

    async def play(self, one: Exchange) -> None:
        await _send_on(one)
        await one.relay()


@dataclass(frozen=True)
class Cut:
    """The connection breaks after `after` bytes of the request's body went to the server."""

    after: int = 0

    async def play(self, one: Exchange) -> None:
        await _send_on(one, self.after)
        one.reset()


@dataclass(frozen=True)
class Lose:
    """The server gets everything and answers; `keep` bytes of its answer arrive, then RST."""

    keep: int = 0

    async def play(self, one: Exchange) -> None:
        await _send_on(one)
        answer = await one.hear()
        if self.keep:
            await one.tell(answer[: self.keep])
        one.reset()


@dataclass(frozen=True)
class Stall:
    """Silence after `after` bytes, until the browser gives up; the wire stays up meanwhile."""

    after: int = 0

    async def play(self, one: Exchange) -> None:
        await _send_on(one, self.after)
        await one.given_up()


@dataclass(frozen=True)
class Corrupt:
    """The bit `bit` of the body's byte `at` arrives the other way round."""

    at: int = 0
    bit: int = 0

    async def play(self, one: Exchange) -> None:
        await one.ask()
        passed = 0
        async for piece in one.body():
            data = bytearray(piece)
            if passed <= self.at < passed + len(data):
                data[self.at - passed] ^= 1 << self.bit
            passed += len(data)
            await one.push(bytes(data))
        await one.relay()


@dataclass(frozen=True)
class Shorten:
    """Something between mends the length: a body without its last `by` bytes, and whole to see."""

    by: int = 1

    async def play(self, one: Exchange) -> None:
        left = max(0, one.length - self.by)
        await one.ask(left)
        async for piece in one.body():
            await one.push(piece[:left])
            left -= min(left, len(piece))
        await one.relay()


@dataclass(frozen=True)
class Delay:
    """Nothing moves for `seconds`, then all of it does."""

    seconds: float

    async def play(self, one: Exchange) -> None:
        await asyncio.sleep(self.seconds)
        await Pass().play(one)


@dataclass(frozen=True)
class Answer:
    """Somebody else answers, such as a captive portal; the server never hears of it."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    async def play(self, one: Exchange) -> None:
        async for _ in one.body():
            pass
        own = {"Content-Length": str(len(self.body)), "Connection": "close", **self.headers}
        lines = [f"HTTP/1.1 {self.status} Fault", *(f"{k}: {v}" for k, v in own.items())]
        await one.tell("\r\n".join([*lines, "", ""]).encode("latin-1") + self.body)


@dataclass(frozen=True)
class Garbage:
    """Bytes that are no HTTP, such as a TLS alert from a box that meant to speak TLS."""

    data: bytes = b"\x15\x03\x03\x00\x02\x02\x28"

    async def play(self, one: Exchange) -> None:
        await one.tell(self.data)


@dataclass(frozen=True)
class Repeat:
    """The same request `times` at once on as many wires; `answers` gathers what came back."""

    times: int = 5
    answers: list[bytes] = field(default_factory=list)

    async def play(self, one: Exchange) -> None:
        body = b"".join([piece async for piece in one.body()])
        self.answers.extend(await asyncio.gather(*(one.repeat(body) for _ in range(self.times))))
        await one.tell(self.answers[0])


@dataclass(frozen=True)
class Call:
    """Runs `task` in a thread once `after` bytes went to the server (None: all), then goes on."""

    task: Callable[[], object]
    after: int | None = 0

    async def play(self, one: Exchange) -> None:
        await one.ask()
        sent, due = 0, self.after
        async for piece in one.body():
            if due is not None and sent + len(piece) >= due:
                await one.push(piece[: due - sent])
                await asyncio.to_thread(self.task)
                piece, sent, due = piece[due - sent :], due, None
            sent += len(piece)
            await one.push(piece)
        if due is not None or self.after is None:
            await asyncio.to_thread(self.task)
        await one.relay()


@dataclass
class Rule:
    """Plays `action` on requests that match, from the `nth` (1 is the first) on, `times` of them.

    `method` and `path` are regular expressions over the whole of each; `where` looks at headers,
    their names in small letters; `times` None is for ever.
    """

    action: Action
    method: str = ".*"
    path: str = "/api/packets.*"
    nth: int = 1
    times: int | None = 1
    where: Callable[[Mapping[str, str]], bool] = field(default=lambda _: True)
    seen: int = 0

    def takes(self, method: str, path: str, headers: Mapping[str, str]) -> bool:
        """Whether this request is one of those; counts it."""
        if not (re.fullmatch(self.method, method) and re.fullmatch(self.path, path)):
            return False
        if not self.where(headers):
            return False
        self.seen += 1
        last = float("inf") if self.times is None else self.nth + self.times - 1
        return self.nth <= self.seen <= last


def choose(rules: Sequence[Rule], method: str, path: str, headers: Mapping[str, str]) -> Action:
    """The action of the first rule that takes the request; every rule counts every match."""
    taken = [rule.action for rule in rules if rule.takes(method, path, headers)]
    return taken[0] if taken else Pass()
