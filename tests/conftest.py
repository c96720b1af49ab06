"""For all tests: commands that start without importing everything anew, and one of each helper."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.browser import stop_driver
from tests.support.hinghoi import ready_to_fork
from tests.support.object_store import running_s3
from tests.support.postgres import binaries, new_database, running_postgres

ready_to_fork()


def pytest_sessionfinish() -> None:
    stop_driver()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """One PostgreSQL for all; each takes a database of its own in it."""
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed (apt install postgresql)")
    with running_postgres() as url:
        yield url


@pytest.fixture
def postgres(postgres_server: str) -> str:
    """The URL of an empty database."""
    return new_database(postgres_server)


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """One S3 server for all; each takes a bucket of its own in it."""
    with running_s3() as url:
        yield url
