"""The network that the fault tests stand on does what its rules say, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from tests.support.fault_proxy import FaultProxy, Link, fault_proxy
from tests.support.fault_rules import (
    Action,
    Answer,
    Call,
    Corrupt,
    Cut,
    Delay,
    Garbage,
    Lose,
    Repeat,
    Rule,
    Shorten,
    Stall,
)


class Upstream(ThreadingHTTPServer):
    """Echoes bodies; `got` holds them, cut ones too."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        self.got: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Echo)


class Echo(BaseHTTPRequestHandler):
    server: Upstream

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(body)
        if len(body) < int(self.headers["Content-Length"]):
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def echo() -> Iterator[Upstream]:
    upstream = Upstream()
    thread = Thread(target=upstream.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield upstream
    upstream.shutdown()
    thread.join()
    upstream.server_close()


@pytest.fixture
def wire() -> Iterator[tuple[FaultProxy, Upstream]]:
    with echo() as upstream, fault_proxy(upstream.server_address[1]) as proxy:
        yield proxy, upstream


CLIENT = httpx.Client()
Wire = tuple[FaultProxy, Upstream]
BODY = bytes(range(256)) * 200


def post(proxy: FaultProxy, body: bytes = BODY, patience: float = 10) -> httpx.Response:
    return CLIENT.post(f"{proxy.url}/api/packets", content=body, timeout=patience)


def got(upstream: Upstream, many: int) -> list[bytes]:
    deadline = time.monotonic() + 10
    while len(upstream.got) < many and time.monotonic() < deadline:
        time.sleep(0.01)
    return upstream.got


def test_without_rules_everything_passes_and_is_remembered(wire: Wire) -> None:
    proxy, _ = wire
    assert post(proxy).content == BODY
    (one,) = proxy.packets("POST")
    assert (one.sent, one.status, one.heard) == (len(BODY), 200, 200)
    assert (bytes(one.body), one.headers["content-length"]) == (BODY, str(len(BODY)))


def test_the_nth_request_is_cut_and_no_other(wire: Wire) -> None:
    proxy, upstream = wire
    proxy.rules = [Rule(Cut(after=1000), method="POST", nth=2)]
    assert post(proxy).status_code == 200
    with pytest.raises(httpx.TransportError):
        post(proxy)
    assert post(proxy).status_code == 200
    assert [len(body) for body in sorted(got(upstream, 3), key=len)] == [1000, len(BODY), len(BODY)]


def test_a_rule_looks_at_headers_too(wire: Wire) -> None:
    proxy, _ = wire
    proxy.rules = [Rule(Answer(413), where=lambda told: int(told["content-length"]) > 100)]
    assert [post(proxy, body).status_code for body in (b"x", BODY, BODY)] == [200, 413, 200]


def test_an_answer_is_lost_after_the_server_took_it(wire: Wire) -> None:
    proxy, upstream = wire
    proxy.rules = [Rule(Lose())]
    with pytest.raises(httpx.TransportError):
        post(proxy)
    assert upstream.got == [BODY]
    assert (proxy.passed[0].heard, proxy.passed[0].status) == (200, 0)


def test_a_stall_lasts_as_long_as_the_patience(wire: Wire) -> None:
    proxy, _ = wire
    proxy.rules = [Rule(Stall(after=10))]
    with pytest.raises(httpx.ReadTimeout):
        post(proxy, patience=0.3)


@pytest.mark.parametrize(
    ("action", "arrives"),
    [
        (Corrupt(at=20_000), BODY[:20_000] + bytes([BODY[20_000] ^ 1]) + BODY[20_001:]),
        (Shorten(by=7), BODY[:-7]),
        (Delay(0.01), BODY),
    ],
)
def test_bodies_arrive_changed(wire: Wire, action: Action, arrives: bytes) -> None:
    proxy, upstream = wire
    proxy.rules = [Rule(action)]
    post(proxy)
    assert upstream.got == [arrives]


def test_somebody_else_answers(wire: Wire) -> None:
    proxy, upstream = wire
    proxy.rules = [Rule(Answer(511, {"X-Portal": "yes"}, b"<html>")), Rule(Garbage(), nth=2)]
    answer = post(proxy)
    assert (answer.status_code, answer.headers["X-Portal"], answer.content) == (
        511,
        "yes",
        b"<html>",
    )
    with pytest.raises(httpx.RemoteProtocolError):
        post(proxy)
    assert upstream.got == []


def test_one_request_becomes_five(wire: Wire) -> None:
    proxy, upstream = wire
    proxy.rules = [Rule(five := Repeat(5))]
    assert post(proxy).content == BODY
    assert (len(five.answers), upstream.got) == (5, [BODY] * 5)


@pytest.mark.parametrize("after", [0, 1, 20_000, len(BODY), None])
def test_something_happens_in_the_middle(wire: Wire, after: int | None) -> None:
    proxy, upstream = wire
    called: list[int] = []
    proxy.rules = [Rule(Call(lambda: called.append(len(upstream.got)), after))]
    assert post(proxy).content == BODY
    assert len(called) == 1
    assert upstream.got == [BODY]


def test_airplane_mode_breaks_what_is_open_and_refuses_what_comes(wire: Wire) -> None:
    proxy, _ = wire
    proxy.rules = [Rule(Stall())]
    with ThreadPoolExecutor(1) as others:
        open_now = others.submit(post, proxy)
        while not proxy.passed:
            time.sleep(0.01)
        proxy.down()
        with pytest.raises(httpx.TransportError):
            open_now.result()
    with pytest.raises(httpx.TransportError):
        post(proxy)
    proxy.up()
    assert post(proxy).content == BODY


def test_a_slow_link_is_slow_both_ways(wire: Wire) -> None:
    proxy, _ = wire
    proxy.link = Link(rate=500_000, delay=0.01)
    before = time.monotonic()
    assert post(proxy).content == BODY
    assert time.monotonic() - before > 2 * len(BODY) / 500_000
