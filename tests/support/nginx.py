"""The real nginx with the configuration that ships, on free ports, with a fresh certificate."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tests.support.server import ROOT, Server, free_port, wait_until

SHIPPED = ROOT / "ops" / "nginx" / "hinghoi.conf"


@dataclass(frozen=True)
class Front:
    """A running nginx; `folder` holds all that it may write, `certificate` what to trust."""

    url: str
    port: int
    folder: Path
    certificate: Path
    process: subprocess.Popen[bytes]


def self_signed(folder: Path) -> Path:
    """A key and a certificate for the loopback, named as the configuration names them."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(Encoding.PEM))
    return folder / "fullchain.pem"


def _placed(folder: Path, port: int, http: int, upstream: int, *, buffered: bool) -> str:
    """The shipped file with this test's places in it; every other line is as it ships."""
    text = SHIPPED.read_text("utf-8")
    for ours, theirs in (
        ("user www-data;", "" if os.geteuid() else "user root;"),
        ("pid /run/nginx.pid;", f"pid {folder}/nginx.pid;"),
        ("/etc/hinghoi/tls", str(folder)),
        ("listen 443 ", f"listen 127.0.0.1:{port} "),
        ("listen 80 ", f"listen 127.0.0.1:{http} "),
        ("127.0.0.1:8000", f"127.0.0.1:{upstream}"),
        ("proxy_request_buffering off", f"proxy_request_buffering {'on' if buffered else 'off'}"),
    ):
        if ours not in text:
            raise AssertionError(f"the configuration does not say {ours!r} any more")
        text = text.replace(ours, theirs)
    lines = [line for line in text.splitlines() if "listen [::]:" not in line]
    return "\n".join(lines).replace("worker_rlimit_nofile 65536;", "")


@contextmanager
def running_nginx(
    folder: Path, server: Server, *, wrapper: tuple[str, ...] = (), buffered: bool = False
) -> Iterator[Front]:
    """nginx in front of `server`; everything it could write by default lands in `folder`.

    `wrapper`: as a Server has one. `buffered`: with its request buffering, which does not ship, to
    be measured.
    """
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    port, http = free_port(), free_port()
    folder.mkdir()
    certificate = self_signed(folder)
    placed = _placed(folder, port, http, server.port, buffered=buffered)
    (folder / "nginx.conf").write_text(placed, "utf-8")
    (folder / "logs").mkdir()
    command = [*wrapper, program, "-p", f"{folder}", "-c", f"{folder}/nginx.conf", "-e", "stderr"]
    with (folder / "stderr").open("wb") as said:
        process = subprocess.Popen([*command, "-g", "daemon off;"], stderr=said)
    front = Front(f"https://127.0.0.1:{port}", port, folder, certificate, process)
    try:
        wait_until(lambda: _listens(front), f"nginx did not start: {folder / 'stderr'}")
        yield front
    finally:
        process.terminate()
        process.wait(timeout=30)


def _listens(front: Front) -> bool:
    if front.process.poll() is not None:
        raise AssertionError((front.folder / "stderr").read_text())
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", front.port)) == 0
