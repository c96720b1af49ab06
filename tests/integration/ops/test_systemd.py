"""The shipped units: systemd understands all of them, and judges them well locked in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server import ROOT

OPS = ROOT / "ops" / "systemd"
SERVICES = ["hinghoi.service", "hinghoi-notify.service"]
WORST = 15  # tenths of systemd's exposure level, which goes from 0 to 100

pytestmark = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed"
)


def analyze(folder: Path, unit: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Asks systemd about a unit, with all of them beside it."""
    program = str(Path(sys.executable).with_name("hinghoi"))
    for file in OPS.iterdir():
        text = file.read_text("utf-8").replace("/opt/hinghoi/.venv/bin/hinghoi", program)
        (folder / file.name).write_text(text)
    command = ["systemd-analyze", *arguments, str(folder / unit)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("unit", [*SERVICES, "hinghoi-notify.timer"])
def test_systemd_understands_it(tmp_path: Path, unit: str) -> None:
    done = analyze(tmp_path, unit, "verify", "--man=no")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", SERVICES)
def test_it_is_locked_in(tmp_path: Path, unit: str) -> None:
    limit = f"--threshold={WORST}"
    done = analyze(tmp_path, unit, "security", "--offline=true", "--no-pager", limit)
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("unit", SERVICES)
def test_memory_never_reaches_a_disk(unit: str) -> None:
    lines = (OPS / unit).read_text("utf-8").splitlines()
    assert {"LimitCORE=0", "MemorySwapMax=0", "PrivateTmp=yes"} <= set(lines)


def test_the_reminder_comes_at_one_time_of_the_day_and_at_no_other() -> None:
    """A time that is random, late or repeated could be told from one that is not."""
    lines = set((OPS / "hinghoi-notify.timer").read_text("utf-8").splitlines())
    assert {"OnCalendar=*-*-* 08:00:00 Asia/Bangkok", "Persistent=false"} <= lines
    assert not any(line.startswith("RandomizedDelay") for line in lines)
    assert "Restart=no" in (OPS / "hinghoi-notify.service").read_text("utf-8").splitlines()
