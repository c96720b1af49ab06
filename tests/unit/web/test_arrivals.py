"""However a request is cut on its way, gunicorn reads the bytes that were sent, in their order."""

from __future__ import annotations

import socket
from pathlib import Path
from tempfile import gettempdir
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.web.arrivals import IN_MEMORY, Arrival, Kept, Limits, _expected

PIECE = 100_000
BEGINNING = b"age-encryption.org/v1\n-> mlkem768x25519 "
LIMITS = Limits(Path(gettempdir()), PIECE)


class Line:
    """A connection as gunicorn has it, down to what is used of it."""

    def __init__(self) -> None:
        self.sock, self.other = socket.socketpair()
        self.parser: Any = SimpleNamespace(unreader=None)
        self.data_ready = False

    def init(self) -> None:
        pass

    def close(self) -> None:
        self.sock.close()
        self.other.close()


def read_all(unreader: Kept) -> bytes:
    found = b""
    while data := unreader.read():
        found += data
    unreader.forget()
    return found


@settings(deadline=None)
@given(st.integers(0, 60_000), st.lists(st.integers(300, 70_000), min_size=1, max_size=8))
def test_the_bytes_come_out_as_they_went_in(length: int, cuts: list[int]) -> None:
    body = (BEGINNING + bytes(at % 251 for at in range(length)))[:length]
    sent = b"PATCH /api/packets/x HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % length + body
    line = Line()
    arrival = Arrival(line, LIMITS)
    left, whole, turn = sent, False, 0
    while not whole:
        size = min(cuts[turn % len(cuts)], arrival.hunger())
        piece, left, turn = left[:size], left[size:], turn + 1
        whole = arrival.take(piece)
    assert left == b""
    assert len(arrival.memory) <= IN_MEMORY + 1
    arrival.hand_over()
    line.other.shutdown(socket.SHUT_WR)
    assert read_all(line.parser.unreader) == sent
    line.close()


@given(st.binary(max_size=400))
def test_no_head_makes_the_loop_fail(head: bytes) -> None:
    expected = _expected(head, len(head) + 4, PIECE)
    assert expected is None or len(head) + 4 <= expected <= len(head) + 4 + PIECE


def test_what_a_thread_must_look_at() -> None:
    post = b"POST /api/packets HTTP/1.1\r\n"
    assert _expected(post + b"Content-Length: 99", 50, PIECE) == 149
    assert _expected(post + b"Content-Length: 90000", 50, PIECE) == 90050
    for line in (
        b"Content-Length: 100001",
        b"Content-Length: +5",
        b"Content-Length: 0x5",
        b"transfer-encoding: chunked",
        b"EXPECT: 100-continue",
    ):
        assert _expected(post + line, 50, PIECE) is None
    assert _expected(b"POST /plain HTTP/1.1\r\nContent-Length: 90000", 50, PIECE) is None
    assert _expected(b"GET /api/packets-not HTTP/1.1", 40, PIECE) == 40


def test_a_disk_without_room_loses_nothing(tmp_path: Path) -> None:
    line = Line()
    arrival = Arrival(line, Limits(tmp_path / "not there", PIECE))
    head = b"PATCH /api/packets/x HTTP/1.1\r\nContent-Length: 50000\r\n\r\n"
    assert not arrival.take(head)
    assert arrival.take(BEGINNING + b"y" * 40_000)
    arrival.hand_over()
    line.other.shutdown(socket.SHUT_WR)
    assert read_all(line.parser.unreader) == head + BEGINNING + b"y" * 40_000
    line.close()


@pytest.mark.parametrize("offset", [b"", b"Upload-Offset: 0\r\n", b"UPLOAD-OFFSET:000\r\n"])
def test_plaintext_is_left_to_a_thread_whatever_its_address(tmp_path: Path, offset: bytes) -> None:
    line = Line()
    arrival = Arrival(line, Limits(tmp_path / "no file was opened here", PIECE))
    head = b"POST /api/packets HTTP/1.1\r\n" + offset + b"Content-Length: 50000\r\n\r\n"
    assert not arrival.take(head)
    assert arrival.take(b"plain" * 8_000)
    assert arrival.overflow
    line.close()


def test_later_pieces_begin_as_they_like(tmp_path: Path) -> None:
    line = Line()
    arrival = Arrival(line, Limits(tmp_path, PIECE))
    head = b"PATCH /api/packets/x HTTP/1.1\r\nUpload-Offset: 5\r\nContent-Length: 50000\r\n\r\n"
    assert not arrival.take(head)
    assert not arrival.take(b"sealed" * 6_000)
    assert not arrival.overflow
    arrival.close()
    line.close()
