"""A tus client that is not ours delivers a packet, cut in the middle and resumed by another."""

from __future__ import annotations

import io

import httpx
from tusclient.client import TusClient

from tests.support.packets import sample
from tests.support.server import Server
from tests.support.tus import head, offset


def test_a_third_partys_client_delivers_after_a_cut(server: Server, client: httpx.Client) -> None:
    packet = sample(200704)
    told = {"id": packet.id, "sha256": packet.sha256, "desks": packet.desks}
    tus = TusClient(f"{server.url}/api/packets")
    file = io.BytesIO(packet.data)
    first = tus.uploader(file_stream=file, chunk_size=50000, metadata=told, upload_checksum=True)
    first.upload(stop_at=100000)
    assert offset(head(client, packet)) == 100000
    second = tus.uploader(file_stream=io.BytesIO(packet.data), url=first.url, chunk_size=50000)
    assert second.offset == 100000
    second.upload()
    assert "Hinghoi-Receipt" in head(client, packet).headers
