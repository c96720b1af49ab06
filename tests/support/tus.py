"""The few requests of the delivery protocol, as plainly as a test can say them."""

from __future__ import annotations

import httpx

from tests.support.packets import Sample, checksum

TYPE = "application/offset+octet-stream"


def create(
    client: httpx.Client, packet: Sample, body: bytes | None = None, **more: str
) -> httpx.Response:
    """Announce `packet`, with `body` along."""
    headers = {**packet.headers, **({"Content-Type": TYPE} if body is not None else {}), **more}
    return client.post("/api/packets", headers=headers, content=body)


def append(
    client: httpx.Client, packet: Sample, offset: int, data: bytes, *, check: bool = True
) -> httpx.Response:
    """Send `data` at `offset`, with its checksum unless told otherwise."""
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(offset), "Content-Type": TYPE}
    if check:
        headers["Upload-Checksum"] = checksum(data)
    return client.patch(f"/api/packets/{packet.id}", headers=headers, content=data)


def head(client: httpx.Client, packet: Sample) -> httpx.Response:
    """Ask how much of it is there."""
    return client.head(f"/api/packets/{packet.id}", headers={"Tus-Resumable": "1.0.0"})


def offset(answer: httpx.Response) -> int:
    """The Upload-Offset of an answer."""
    return int(answer.headers["Upload-Offset"])


def code(answer: httpx.Response) -> str:
    """The stable code of a problem."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    found: str = answer.json()["code"]
    return found
