"""The shipped torrc: Tor understands all of it, and keeps what it knows to itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tests.support.server import ROOT

SHIPPED = ROOT / "ops" / "tor" / "torrc"


def test_tor_understands_it(tmp_path: Path) -> None:
    here = tmp_path / "torrc"
    # Tor wants to own these folders; their places are the operator's.
    text = SHIPPED.read_text("utf-8").replace("/var/lib/tor/hinghoi", str(tmp_path / "service"))
    here.write_text(f"DataDirectory {tmp_path / 'tor'}\n{text}", "utf-8")
    nobody = ["--defaults-torrc", str(tmp_path / "none"), "--ignore-missing-torrc"]
    done = subprocess.run(
        [shutil.which("tor") or "/usr/sbin/tor", "-f", str(here), *nobody, "--verify-config"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Configuration was valid" in done.stdout
    warnings = [line for line in done.stdout.splitlines() if "[warn]" in line]
    # Tests in a container may run as root; the service of Debian does not.
    assert [line for line in warnings if "running Tor as root" not in line] == []


def test_it_leads_to_where_hinghoi_listens() -> None:
    lines = SHIPPED.read_text("utf-8").splitlines()
    assert {"HiddenServicePort 80 127.0.0.1:8000", "SafeLogging 1", "SocksPort 0"} <= set(lines)
