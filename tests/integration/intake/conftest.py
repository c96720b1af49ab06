"""The same deliveries over each pair of engines: what runs by default, and what scales out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.support.object_store import running_s3
from tests.support.postgres import binaries, running_postgres
from tests.support.server import Server, running_server

LIMITS = {"MAX_PACKET_BYTES": "300000", "MAX_CHUNK_BYTES": "65536"}


@pytest.fixture(scope="module", params=["sqlite+folder", "postgresql+s3"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with ExitStack() as stack:
        env = dict(LIMITS)
        if request.param == "postgresql+s3":
            if binaries() is None:
                pytest.skip("PostgreSQL is not installed (apt install postgresql)")
            env["DATABASE_URL"] = stack.enter_context(running_postgres())
            env |= stack.enter_context(running_s3())
        data_dir: Path = tmp_path_factory.mktemp("server") / "data"
        yield stack.enter_context(running_server(data_dir, "--demo", **env))


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as made:
        yield made
