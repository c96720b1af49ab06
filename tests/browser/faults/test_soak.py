"""Fifty rounds of random faults, always the same: every promised packet arrives, once."""

from __future__ import annotations

import pytest

from bench.soak import soak

pytestmark = pytest.mark.browser


def test_every_promised_packet_arrives_once_whatever_happens() -> None:
    run = soak(rounds=50, seed=20)
    assert run.packets >= 15
    assert {"requests", "network", "closed", "browser", "server"} <= set(run.troubles)
