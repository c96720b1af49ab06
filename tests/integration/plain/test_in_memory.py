"""Plaintext never touches a disk: every write of a real server is watched while it is posted."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import httpx
import pikepdf
import pillow_heif
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.support.camera import CANARIES, camera_jpeg
from tests.support.desk import hinghoi
from tests.support.plain import code_on, multipart
from tests.support.server import Server, running_server, wait_until
from webapp.crypto.packet import open_packet
from webapp.crypto.recipients import HybridIdentity
from webapp.errors import FormInvalid, FormTooLarge
from webapp.web.plain import body as plain_body
from webapp.web.plain.body import read_form

WORD = "CanarySomying"
CALLS = "openat,creat,rename,renameat2,write,pwrite64,writev,execve,memfd_create,mknod,link,linkat"
# Writes are shown in full: a string that strace cut would hide what it wrote.
OPTIONS = [
    "-D",
    "-f",
    "--seccomp-bpf",
    "-y",
    "-s",
    "65536",
    "-e",
    f"trace={CALLS}",
    "-e",
    "signal=none",
]
OPENED = re.compile(r"(?:openat|creat)\(.*?\"([^\"]*)\", ?([A-Z_|0-9]+)")


def documents() -> list[bytes]:
    """One file of each way through the cleaner that has a library of its own, all with canaries."""
    photo = camera_jpeg(1600, 1200)
    picture = Image.open(BytesIO(photo))
    heic, webp, tiff, pdf = BytesIO(), BytesIO(), BytesIO(), BytesIO()
    pillow_heif.from_pillow(picture).save(heic, exif=picture.getexif().tobytes())
    picture.save(webp, "WEBP", exif=picture.getexif())
    picture.save(tiff, "TIFF", description=WORD)
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = WORD
        document.save(pdf)
    text = WORD.encode() * 50_000  # beyond what Werkzeug would keep in memory
    return [photo, heic.getvalue(), webp.getvalue(), tiff.getvalue(), pdf.getvalue(), text]


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_nothing_but_the_packet_is_written_anywhere(tmp_path: Path) -> None:
    temporary, log = tmp_path / "temporary", tmp_path / "trace.txt"
    temporary.mkdir()
    key = HybridIdentity.generate()
    env = {"TMPDIR": str(temporary), "WEB_WORKERS": "1", "LOG_LEVEL": "DEBUG"}
    tracer = ("strace", *OPTIONS, "-o", str(log))
    env["PYTHONDONTWRITEBYTECODE"] = "1"
    (tmp_path / "data").mkdir()
    server = Server(tmp_path / "data", env, wrapper=tracer, patience=120.0)
    server.start()
    try:
        to = ("--id", "nan", "--recipient", str(key.recipient()))
        hinghoi(server, "desk", "create", "โต๊ะ", *to)
        use_every_path(server)
    finally:
        server.stop()
    assert list(temporary.iterdir()) == []
    written = [p for p in (tmp_path / "data" / "blobs" / "packets").rglob("*") if p.is_file()]
    opened = [open_packet(path.read_bytes(), [key]).report.text for path in written]
    assert sorted(opened) == [f"{WORD} answer", f"{WORD} report"]
    judge(log.read_text("utf-8", "replace"), tmp_path / "data")


def use_every_path(server: Server) -> None:
    """A report, one that is refused, a bad body, the mailbox and an answer to it."""
    fields = [("text", f"{WORD} report"), ("desk", "nan"), ("agency", WORD)]
    with httpx.Client(base_url=server.url, timeout=120, headers={"User-Agent": WORD}) as client:

        def post(path: str, given: list[tuple[str, str]], *files: bytes) -> httpx.Response:
            content, kind = multipart(given, files, f"{WORD}.jpg")
            return client.post(path, content=content, headers={"Content-Type": kind})

        received = post("/plain", fields, *documents())
        assert received.status_code == 200, received.text
        refused = post("/plain", fields, b"\0" + WORD.encode() * 100_000)
        assert refused.status_code == 422
        broken = client.post(
            "/plain",
            content=WORD.encode() * 100_000,
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        )
        assert broken.status_code == 413, "no part begins within what a part may take"
        code = code_on(received.text)
        assert client.post("/plain/mailbox", data={"code": code}).status_code == 200
        given = [("code", code), ("text", f"{WORD} answer"), ("desk", "nan")]
        assert post("/plain/answer", given, camera_jpeg(800, 600)).status_code == 200


def judge(trace: str, data_dir: Path) -> None:
    """No file opened for writing outside of the data folder, no program, no canary in a write."""
    allowed = (str(data_dir), "/dev/null", "/dev/shm/", "/proc/self/")  # noqa: S108
    for line in trace.splitlines():
        found = OPENED.search(line)
        if found and re.search(r"O_(WRONLY|RDWR|CREAT|TMPFILE)", found[2]):
            assert found[1].startswith(allowed), line[:300]
        if re.search(r"\b(write|pwrite64|writev)\(", line) and "socket:" not in line:
            assert not any(word in line for word in (WORD, *CANARIES)), line[:300]
    assert "write(" in trace
    assert trace.count("execve(") == 1, "no other program is ever asked"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("plain")
    with running_server(folder / "data", "--demo", WEB_WORKERS="1") as running:
        yield running


def connect(server: Server, head: str, sent: bytes = b"") -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    kind = "Content-Type: multipart/form-data; boundary=x"
    lines = ["POST /plain HTTP/1.1", "Host: x", kind, head]
    wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode() + sent)
    return wire


def test_a_body_that_is_too_large_is_refused_before_it_comes(server: Server) -> None:
    with connect(server, "Content-Length: 80000000") as wire:
        told = wire.recv(65536).decode()
    assert told.startswith("HTTP/1.1 413 ")
    assert "Hinghoi-Error: form_too_large" in told


def test_only_a_few_bodies_are_taken_at_once(server: Server) -> None:
    begun = b"--x\r\n" + b"a" * 20_000
    wires = [connect(server, "Content-Length: 100000", begun) for _ in range(4)]
    try:
        wait_until(lambda: b"Hinghoi-Error: busy" in told(server), "a fifth body was taken")
        assert httpx.get(f"{server.url}/healthz", timeout=30).status_code == 200
    finally:
        for wire in wires:
            wire.close()
    wait_until(lambda: b"Hinghoi-Error: form_invalid" in told(server), "a place was lost")


def told(server: Server) -> bytes:
    """What a body that is no form is answered; nothing where the connection broke first."""
    with connect(server, "Content-Length: 5", b"--x--") as wire, suppress(ConnectionError):
        return wire.recv(65536)
    return b""


def environ(data: bytes, kind: str, **more: object) -> dict[str, object]:
    told = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(data)), "wsgi.input": BytesIO(data)}
    return {**told, **more}


PIECES = (
    b"--x",
    b"--",
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b"\xff\xfe",
    b"a" * 70_000,
    b"Content-Disposition: form-data; ",
    b'name="text"',
    b'filename="a.jpg"',
    b'name="files"; filename="x"\r\n\r\n',
    b"Content-Type: text/plain; charset=utf-7",
    b"Content-Length: -1\r\n",
    b"--x--\r\n",
)
BODIES = st.lists(st.sampled_from(PIECES) | st.binary(max_size=40), max_size=14).map(b"".join)
KINDS = (
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=ก",
    'multipart/form-data; boundary="x',
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "text/plain",
    "",
)


@given(data=BODIES, kind=st.sampled_from(KINDS))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_hostile_body_is_a_form_or_one_of_our_errors(data: bytes, kind: str) -> None:
    try:
        posted = read_form(environ(data, kind), 100_000)
    except (FormInvalid, FormTooLarge):
        return
    assert sum(map(len, posted.files)) <= len(data)


def test_limits_hold_without_an_announced_length() -> None:
    content, kind = multipart([("text", "x")], [bytes(70_000)])
    more = {"wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    assert read_form(environ(content, kind, **more), 100_000).files == (bytes(70_000),)
    with pytest.raises(FormTooLarge):
        read_form(environ(content, kind, **more), 60_000)


@pytest.mark.parametrize("given", ["many parts", "long field"])
def test_parts_and_fields_are_bounded(given: str) -> None:
    fields = [("a", "b")] * 100 if given == "many parts" else [("a", "b" * 300_000)]
    content, kind = multipart(fields)
    with pytest.raises(FormTooLarge):
        read_form(environ(content, kind), 1_000_000)


def test_a_body_that_trickles_for_ever_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_body, "PATIENCE", -1)
    content, kind = multipart([("text", "x")])
    with pytest.raises(FormInvalid):
        read_form(environ(content, kind), 1_000_000)
