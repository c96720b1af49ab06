"""One set of promises, kept by the local folder and by a real S3 server."""

from __future__ import annotations

import hashlib
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.object_store import new_bucket
from tests.support.server import ROOT
from webapp.errors import PacketLocked
from webapp.storage import BlobStore, open_blobs
from webapp.storage.locks import held
from webapp.storage.pieces import Piece, cover


@pytest.fixture(scope="module")
def s3(s3_server: str) -> dict[str, str]:
    return new_bucket(s3_server)


@pytest.fixture(params=["folder", "s3"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> BlobStore:
    if request.param == "folder":
        return open_blobs(tmp_path.as_uri())
    env: dict[str, str] = request.getfixturevalue("s3")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return open_blobs(env["BLOBS_URL"])


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_blob_is_read_as_it_was_put_twice(store: BlobStore) -> None:
    data = secrets.token_bytes(700_000)
    for _ in range(2):
        store.put(digest(data), data)
    assert b"".join(store.read(digest(data))) == data
    store.delete(digest(data))
    store.delete(digest(data))
    with pytest.raises(FileNotFoundError):
        list(store.read(digest(data)))


def test_parts_that_repeat_and_overlap_become_a_blob(store: BlobStore) -> None:
    data, upload = secrets.token_bytes(6_000_000), secrets.token_hex(16)
    for start, end in (
        (0, 100),
        (0, 3_000_000),
        (0, 50),
        (3_000_000, 5_500_000),
        (5_000_000, None),
    ):
        store.put_part(upload, start, data[start:end])
    assert b"".join(store.read_parts(upload, 4_000_000)) == data[:4_000_000]
    for _ in range(2):
        store.publish(upload, len(data), digest(data))
    assert b"".join(store.read(digest(data))) == data
    store.drop_parts(upload)
    store.drop_parts(upload)
    with pytest.raises(EOFError):
        list(store.read_parts(upload, 1))
    assert b"".join(store.read(digest(data))) == data


def test_bytes_beyond_what_counts_are_not_published(store: BlobStore) -> None:
    upload = secrets.token_hex(16)
    store.put_part(upload, 0, b"sealed and more")
    store.publish(upload, 6, digest(b"sealed"))
    assert b"".join(store.read(digest(b"sealed"))) == b"sealed"


def test_missing_parts_are_noticed(store: BlobStore) -> None:
    upload = secrets.token_hex(16)
    store.put_part(upload, 0, b"abc")
    with pytest.raises(EOFError):
        list(store.read_parts(upload, 4))


def test_a_store_says_that_it_can_write(store: BlobStore) -> None:
    store.check()


def test_one_appender_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path / "lock"), pytest.raises(PacketLocked), held(tmp_path / "lock", 0.0):
        pass
    with held(tmp_path / "lock", 0.0):
        pass


def test_what_the_folder_keeps_is_private_and_tells_no_hour(tmp_path: Path) -> None:
    store = open_blobs(tmp_path.as_uri())
    store.put(digest(b"x"), b"x")
    store.put_part("a" * 32, 0, b"y")
    for path in tmp_path.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
        if path.is_file():
            assert path.stat().st_mtime % 86400 == 0


def test_the_folder_syncs_the_file_and_then_its_folder(tmp_path: Path) -> None:
    code = (
        f"from webapp.storage import open_blobs; open_blobs({tmp_path.as_uri()!r}).put('ab', b'x')"
    )
    if not Path("/usr/bin/strace").exists():
        pytest.skip("strace is not installed")
    log = tmp_path / "trace"
    trace = ["strace", "-f", "-y", "-e", "trace=fsync,pwrite64", "-o", str(log)]
    made = subprocess.run(
        [*trace, sys.executable, "-c", code], cwd=ROOT, env=os.environ, check=False
    )
    if made.returncode != 0:
        pytest.skip("tracing is forbidden here")
    calls = [line for line in log.read_text().splitlines() if f"{tmp_path}/packets" in line]
    assert [call.split("(")[0].split()[-1] for call in calls] == ["pwrite64", "fsync", "fsync"]
    assert "/packets/ab>" in calls[1]
    assert "/packets>" in calls[2]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=20), st.integers(1, 80))
def test_pieces_cover_every_byte_once_or_not_at_all(
    spans: list[tuple[int, int]], length: int
) -> None:
    pieces = [Piece(offset, size) for offset, size in spans]
    held_bytes = {at for piece in pieces for at in range(piece.offset, piece.end)}
    try:
        read = [
            piece.offset + at
            for piece, start, end in cover(pieces, length)
            for at in range(start, end)
        ]
    except EOFError:
        assert not held_bytes >= set(range(length))
    else:
        assert read == list(range(length))


def test_names_of_pieces_can_be_read_back() -> None:
    piece = Piece(1 << 33, 65536)
    assert Piece.parse(piece.name("a" * 32)) == piece


FULL = """
import resource, sys
from webapp.errors import StorageFull
from webapp.storage import open_blobs
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
store = open_blobs(sys.argv[1])
store.put_part("a" * 32, 0, bytes(4000))
for write, *what in ((store.put_part, "a" * 32, 4000, bytes(4000)), (store.put, "ab", bytes(9000))):
    try:
        write(*what)
    except StorageFull as error:
        assert error.members["retry_after"] >= 900
    else:
        raise AssertionError("it was taken")
"""


def test_a_disk_that_takes_no_more_is_said_to_be_full(tmp_path: Path) -> None:
    """By the kernel's limit on the size of files, which needs no full disk and no root."""
    command = [sys.executable, "-c", FULL, tmp_path.as_uri()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "packets" / "ab" / "ab").exists()
