"""Delivers a packet with tus 1.0 (docs/formats/delivery.md), as a phone does: for the command line
and for relays.

Creating is idempotent: announcing the same packet again tells how much of it is there, so nothing
has to be remembered between two runs.
"""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar

import httpx

TRIES = 6
LONGEST_PAUSE = 30.0
_OFFSET_TYPE = "application/offset+octet-stream"
# The server asks for patience, or lost or damaged a piece: the offset tells how to go on.
_AGAIN = {408, 409, 423, 429, 460, 500, 502, 503, 504}
_CONFLICT = "packet_conflict"
# No server may keep a sender busy for longer (docs/formats/work.md).
_HARDEST = 20
Worker = Callable[[bytes, int], str]


class DeliveryFailed(Exception):
    """The packet was not taken; `code` is the server's own (docs/errors.md), when it told one."""

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code


class Unreachable(DeliveryFailed):
    """The server cannot be reached, or does not get on: later may be better."""


@dataclass(frozen=True)
class Parcel:
    """A packet with its announced facts; `data` is None when only its facts are known here."""

    GONE: ClassVar[str] = "bytes_gone"  # the code of DeliveryFailed when `data` was needed

    id: str
    desks: Sequence[str]
    sha256: str
    length: int
    data: bytes | None

    @classmethod
    def of(cls, packet_id: str, desks: Sequence[str], data: bytes) -> Parcel:
        """The parcel that holds all of a packet."""
        return cls(packet_id, desks, hashlib.sha256(data).hexdigest(), len(data), data)


class Delivery:
    """One packet on its way to one server: `chunk` bytes at most in a request, and `tries` failures
    in a row before it gives up. `work` makes the proof of so many bits for a digest; `bits` are
    what the server was last heard to ask for.
    """

    def __init__(
        self,
        client: httpx.Client,
        parcel: Parcel,
        chunk: int,
        pause: Callable[[float], object] = time.sleep,
        tries: int = TRIES,
        *,
        work: Worker,
        bits: int = 0,
    ) -> None:
        self._client = client
        self._parcel = parcel
        self._chunk = chunk
        self._pause = pause
        self._tries = tries
        self._work = work
        self._bits = bits
        self._proof = (0, "")

    def run(self) -> str | None:
        """Sends what is missing. The receipt, not verified yet; None when a relay holds the packet.

        Raises DeliveryFailed.
        """
        offset: int | None = None
        furthest, failed = -1, 0
        while failed < self._tries:
            answer = self._step(offset)
            if answer is None or answer.status_code in _AGAIN:
                failed, offset = failed + 1, None
                self._wait(answer, failed)
                continue
            if "Hinghoi-Receipt" in answer.headers:
                return str(answer.headers["Hinghoi-Receipt"])
            reached = _offset(answer)
            if reached == self._parcel.length and "Hinghoi-Held" in answer.headers:
                return None
            if reached > furthest:
                furthest, failed = reached, 0
            elif offset is not None:
                failed += 1
            offset = reached
        raise Unreachable("the server cannot be reached, or does not get on; try again later")

    def _step(self, offset: int | None) -> httpx.Response | None:
        """One request; None when the connection broke. Raises DeliveryFailed when it is no use."""
        try:
            answer = self._create() if offset is None else self._append(offset)
        except httpx.TransportError:
            return None
        if answer.status_code == HTTPStatus.PRECONDITION_REQUIRED:
            return self._harder(answer)
        if answer.is_success or (answer.status_code in _AGAIN and _code(answer) != _CONFLICT):
            return answer
        raise DeliveryFailed(refusal(answer), _code(answer))

    def _harder(self, answer: httpx.Response) -> httpx.Response | None:
        """Once more with the work that was asked for; a failure when it was done already."""
        bits = _number(answer, "bits")
        if bits <= self._proof[0] or bits > _HARDEST:
            raise DeliveryFailed(refusal(answer), _code(answer))
        self._bits = bits
        return self._step(None)

    def _proven(self) -> str:
        if self._proof[0] < self._bits <= _HARDEST:
            proof = self._work(bytes.fromhex(self._parcel.sha256), self._bits)
            self._proof = (self._bits, proof)
        return self._proof[1]

    def _create(self) -> httpx.Response:
        """Announces the packet; one that fits into a request goes along at once."""
        whole = (self._parcel.data or b"") if self._parcel.length <= self._chunk else b""
        facts = {"id": self._parcel.id, "sha256": self._parcel.sha256}
        facts["desks"] = ",".join(self._parcel.desks)
        if proof := self._proven():
            facts["work"] = proof
        pairs = (
            f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in facts.items()
        )
        headers = {
            "Upload-Length": str(self._parcel.length),
            "Upload-Metadata": ",".join(pairs),
            **(_piece_headers(whole) if whole else {}),
        }
        return self._client.post("/api/packets", content=whole, headers=headers)

    def _append(self, offset: int) -> httpx.Response:
        if self._parcel.data is None:
            raise DeliveryFailed("the server lacks bytes that are not here either", Parcel.GONE)
        piece = self._parcel.data[offset : offset + self._chunk]
        headers = {"Upload-Offset": str(offset), **_piece_headers(piece)}
        return self._client.patch(f"/api/packets/{self._parcel.id}", content=piece, headers=headers)

    def _wait(self, answer: httpx.Response | None, failed: int) -> None:
        wanted = answer.headers.get("Retry-After", "") if answer is not None else ""
        seconds = float(wanted) if wanted.isdecimal() else 2.0 ** (failed - 1)
        self._pause(min(seconds, LONGEST_PAUSE))


def connect(url: str) -> httpx.Client:
    """A client for one server that tells it no more than tus needs."""
    headers = {"Tus-Resumable": "1.0.0", "User-Agent": "hinghoi"}
    return httpx.Client(base_url=url, headers=headers, timeout=60)


def refusal(answer: httpx.Response) -> str:
    """The server's own sentence (RFC 9457), or its status."""
    try:
        problem = answer.json()
        return f"the server refused: {problem['title']} [{problem['code']}]"
    except (ValueError, KeyError, TypeError):
        return f"the server answered {answer.status_code}"


def _piece_headers(piece: bytes) -> dict[str, str]:
    digest = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    return {"Content-Type": _OFFSET_TYPE, "Upload-Checksum": f"sha256 {digest}"}


def _offset(answer: httpx.Response) -> int:
    text = answer.headers.get("Upload-Offset", "")
    if (
        answer.status_code not in (HTTPStatus.CREATED, HTTPStatus.NO_CONTENT)
        or not text.isdecimal()
    ):
        raise DeliveryFailed("this is not a Hinghoi server, or something stands between")
    return int(text)


def _number(answer: httpx.Response, name: str) -> int:
    try:
        return int(answer.json()[name])
    except (ValueError, KeyError, TypeError):
        return 0


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return ""
