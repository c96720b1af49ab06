"""What servers and strangers answer, for rules; and which requests a rule means."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from tests.support.fault_proxy import FaultProxy
from tests.support.fault_rules import Answer

PORTAL = b"<!doctype html><title>Free Wi-Fi</title><p>Please sign in to the network."


def problem(
    status: int, code: str, *, told: Mapping[str, object] | None = None, **headers: str
) -> Answer:
    """A typed problem of our own server; `told` are its members, `headers` with _ for -."""
    body = {"type": f"urn:hinghoi:error:{code}", "code": code, "status": status, **(told or {})}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    own = {"Content-Type": "application/problem+json", "Tus-Resumable": "1.0.0", **named}
    return Answer(status, own, json.dumps(body).encode())


def page(status: int, **headers: str) -> Answer:
    """A page of somebody else."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, {"Content-Type": "text/html", **named}, PORTAL)


def last_chunk(proxy: FaultProxy) -> Callable[[Mapping[str, str]], bool]:
    """Whether a PATCH brings the last byte of the packet that was announced last."""

    def is_last(headers: Mapping[str, str]) -> bool:
        size = int(proxy.packets("POST")[-1].headers["upload-length"])
        end = int(headers.get("upload-offset", -1)) + int(headers.get("content-length", 0))
        return end == size

    return is_last


def over(size: int) -> Callable[[Mapping[str, str]], bool]:
    """Whether a body has more than `size` bytes."""
    return lambda headers: int(headers.get("content-length", 0)) > size
