"""The shipped unit: systemd understands all of it, and judges it well locked in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server import ROOT

SHIPPED = ROOT / "ops" / "systemd" / "hinghoi.service"
WORST = 15  # tenths of systemd's exposure level, which goes from 0 to 100

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    here = folder / SHIPPED.name
    program = str(Path(sys.executable).with_name("hinghoi"))
    here.write_text(SHIPPED.read_text("utf-8").replace("/opt/hinghoi/.venv/bin/hinghoi", program))
    command = ["systemd-analyze", *arguments, str(here)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_understands_it(tmp_path: Path) -> None:
    done = analyze(tmp_path, "verify", "--man=no")
    assert (done.returncode, done.stderr) == (0, "")


def test_it_is_locked_in(tmp_path: Path) -> None:
    done = analyze(tmp_path, "security", "--offline=true", "--no-pager", f"--threshold={WORST}")
    assert done.returncode == 0, done.stdout[-2000:]


def test_memory_never_reaches_a_disk() -> None:
    lines = SHIPPED.read_text("utf-8").splitlines()
    assert {"LimitCORE=0", "MemorySwapMax=0", "PrivateTmp=yes"} <= set(lines)
