"""Many requests for one packet at once, as two tabs, a worker and two couriers make them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import httpx

from tests.support.packets import sample
from tests.support.server import Server
from tests.support.tus import append, create, head, offset

AT_ONCE = 5


def at_once(server: Server, ask: Callable[[httpx.Client], httpx.Response]) -> list[httpx.Response]:
    start = Barrier(AT_ONCE)

    def one(_number: int) -> httpx.Response:
        with httpx.Client(base_url=server.url, timeout=30) as client:
            start.wait()
            return ask(client)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_the_last_chunk_five_times_gives_one_packet_and_one_receipt(
    server: Server, client: httpx.Client
) -> None:
    packet = sample(65536)
    create(client, packet, packet.data[:9000])
    answers = at_once(server, lambda one: append(one, packet, 9000, packet.data[9000:]))
    # On shared stores a slower one may be told to look where it stands.
    assert {answer.status_code for answer in answers} <= {204, 409, 423}
    receipts = {head(client, packet).headers["Hinghoi-Receipt"]}
    receipts |= {a.headers["Hinghoi-Receipt"] for a in answers if a.status_code == 204}
    assert len(receipts) == 1


def test_a_whole_packet_five_times_gives_one_receipt(server: Server) -> None:
    packet = sample()
    answers = at_once(server, lambda one: create(one, packet, packet.data))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.headers["Hinghoi-Receipt"] for answer in answers}) == 1


def test_of_two_different_appends_one_counts(server: Server, client: httpx.Client) -> None:
    packet = sample(32768)
    create(client, packet)
    lengths = iter([1000, 2000, 3000, 4000, 5000])
    answers = at_once(server, lambda one: append(one, packet, 0, packet.data[: next(lengths)]))
    taken = [answer for answer in answers if answer.status_code == 204]
    assert len(taken) == 1
    assert {a.status_code for a in answers} <= {204, 409, 423}
    at = offset(head(client, packet))
    assert at == offset(taken[0])
    last = append(client, packet, at, packet.data[at:])
    assert "Hinghoi-Receipt" in last.headers


def test_packets_that_share_a_commit_do_not_share_their_faults(client: httpx.Client) -> None:
    known = sample()
    assert create(client, known, known.data).status_code == 201
    new = [sample() for _ in range(12)]
    bad = [sample(desks="nobody") for _ in range(4)]
    taken = [replace(sample(), id=known.id) for _ in range(4)]
    sent = [*new, *bad, known, *taken, known]
    with ThreadPoolExecutor(len(sent)) as pool:
        answers = list(pool.map(lambda one: create(client, one, one.data).status_code, sent))
    assert answers == [201] * 12 + [422] * 4 + [201] + [409] * 4 + [201]
