"""An S3 server process on the loopback (moto), for tests that need a real one over HTTP."""

from __future__ import annotations

import secrets
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.server import free_port, wait_until


@contextmanager
def running_s3() -> Iterator[str]:
    """The address of an S3 server without buckets."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: _answers(url), "the S3 server did not start")
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def new_bucket(server: str) -> dict[str, str]:
    """The environment under which `BLOBS_URL` reaches one more bucket of that server."""
    name = f"fresh-{secrets.token_hex(4)}"
    request = urllib.request.Request(f"{server}/{name}", method="PUT")  # noqa: S310
    with urllib.request.urlopen(request, timeout=30):  # noqa: S310
        pass
    return {
        "BLOBS_URL": f"s3://{name}",
        "AWS_ENDPOINT": server,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/moto-api/data.json", timeout=2):  # noqa: S310
            return True
    except OSError:
        return False
