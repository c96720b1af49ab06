"""The archive: GNU tar and tarfile agree with us, and hostile bytes cannot crash the reader."""

from __future__ import annotations

import io
import subprocess
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webapp.crypto import limits
from webapp.crypto.padme import FLOOR, is_padded, padded_size
from webapp.crypto.ustar import BLOCK, END, Entry, header, read_archive, write_archive
from webapp.errors import PacketArchive, PacketLimits, PacketPadding

TYPED = (PacketArchive, PacketLimits, PacketPadding)
ENTRIES = [
    Entry("report.json", b"{}"),
    Entry("attachments/01.jpg", b"x" * 512),
    Entry("attachments/02.png", b"y" * 513),
]
SOUND = write_archive(ENTRIES)
OPTIONS = ("--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "--mode=644")


def test_gnu_tar_unpacks_what_we_write(tmp_path: Path) -> None:
    run = subprocess.run(["tar", "x", "-C", tmp_path], input=SOUND, capture_output=True, check=True)
    assert run.stderr == b""
    for entry in ENTRIES:
        assert (tmp_path / entry.name).read_bytes() == entry.data


def test_gnu_tar_writes_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "attachments").mkdir()
    for entry in ENTRIES:
        (tmp_path / entry.name).write_bytes(entry.data)
    command = ["tar", *OPTIONS, "--mtime=@0", "-c", *(entry.name for entry in ENTRIES)]
    written = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    blocks = written.rstrip(b"\0")
    assert SOUND.startswith(blocks)
    assert not SOUND[len(blocks) :].strip(b"\0")


def test_tarfile_reads_what_we_write() -> None:
    with tarfile.open(fileobj=io.BytesIO(SOUND)) as tar:
        members = tar.getmembers()
        assert [member.name for member in members] == [entry.name for entry in ENTRIES]
        assert {(m.mode, m.uid, m.gid, m.mtime, m.type) for m in members} == {
            (0o644, 0, 0, 0, tarfile.REGTYPE)
        }


@given(st.lists(st.binary(max_size=2000), max_size=20), st.none() | st.binary(max_size=2000))
@settings(max_examples=50)
def test_what_is_written_reads_back(files: list[bytes], handover: bytes | None) -> None:
    entries = [Entry("report.json", b"{}")]
    entries += [] if handover is None else [Entry("handover.json", handover)]
    entries += [Entry(f"attachments/{n:02}.bin", data) for n, data in enumerate(files, 1)]
    archive = write_archive(entries)
    assert is_padded(len(archive))
    assert read_archive(archive) == tuple(entries)


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
@example(at=0, change=1)
@example(at=len(SOUND) - 1, change=1)
@settings(max_examples=400)
def test_a_changed_byte_is_content_or_is_refused(at: int, change: int) -> None:
    changed = bytearray(SOUND)
    changed[at] ^= change
    try:
        entries = read_archive(bytes(changed))
    except TYPED:
        return
    names = [entry.name for entry in entries]
    assert names == [entry.name for entry in ENTRIES]
    assert [len(entry.data) for entry in entries] == [len(entry.data) for entry in ENTRIES]


def test_no_byte_outside_the_contents_is_free() -> None:
    content = set()
    position = 0
    for entry in ENTRIES:
        content |= set(range(position + BLOCK, position + BLOCK + len(entry.data)))
        position += BLOCK + len(entry.data) + -len(entry.data) % BLOCK
    for at in set(range(position + len(END))) - content:
        changed = bytearray(SOUND)
        changed[at] ^= 1
        with pytest.raises(TYPED):
            read_archive(bytes(changed))


@given(st.binary(max_size=3000), st.integers(0, 20), st.booleans())
@settings(max_examples=200)
def test_random_blocks_only_raise_what_is_promised(data: bytes, blocks: int, pad: bool) -> None:
    text = header("report.json", 3) + b"abc".ljust(BLOCK, b"\0") + bytes(blocks * BLOCK) + data
    text = text.ljust(padded_size(len(text)), b"\0") if pad else text
    with suppress(*TYPED):
        read_archive(text)


def test_sizes_beyond_the_limits() -> None:
    with pytest.raises(PacketLimits):
        read_archive(bytes(limits.PLAINTEXT_BYTES + BLOCK))
    with pytest.raises(PacketPadding):
        read_archive(bytes(limits.PLAINTEXT_BYTES - BLOCK))
    with pytest.raises(PacketPadding):
        read_archive(bytes(limits.PLAINTEXT_BYTES))


@given(st.integers(0, 1 << 40))
def test_padding_hides_size_cheaply(size: int) -> None:
    padded = padded_size(size)
    assert padded >= max(size, FLOOR)
    assert padded % BLOCK == 0
    assert padded_size(padded) == padded
    assert padded == FLOOR or padded <= size * 1.12
    assert padded_size(size + 1) >= padded


def test_few_sizes_are_possible() -> None:
    sizes = {padded_size(size) for size in range(0, limits.PLAINTEXT_BYTES + 1, BLOCK)}
    assert min(sizes) == FLOOR
    assert len(sizes) == 401
