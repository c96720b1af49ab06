"""Forty rounds of random faults, always the same: every promised packet arrives, once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.server import ROOT

pytestmark = pytest.mark.browser


def test_every_promised_packet_arrives_once_whatever_happens(tmp_path: Path) -> None:
    told = tmp_path / "soak.json"
    command = [sys.executable, "-m", "bench.soak", "--rounds", "40", "--seed", "20"]
    done = subprocess.run(
        [*command, "--result", str(told)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    run = json.loads(told.read_text())
    assert run["packets"] >= 12
    assert {"requests", "network", "closed", "browser", "server"} <= set(run["troubles"])
