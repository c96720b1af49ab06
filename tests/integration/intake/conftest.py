"""The same deliveries over each pair of engines: what runs by default, and what scales out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.object_store import new_bucket
from tests.support.postgres import new_database
from tests.support.server import Server, running_server

LIMITS = {"MAX_PACKET_BYTES": "300000", "MAX_CHUNK_BYTES": "65536"}


@pytest.fixture(scope="module", params=["sqlite+folder", "postgresql+s3"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    env = dict(LIMITS)
    if request.param == "postgresql+s3":
        env["DATABASE_URL"] = new_database(request.getfixturevalue("postgres_server"))
        env |= new_bucket(request.getfixturevalue("s3_server"))
    data_dir: Path = tmp_path_factory.mktemp("server") / "data"
    with running_server(data_dir, "--demo", **env) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as made:
        yield made
