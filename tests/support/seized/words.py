"""Words that occur nowhere else: one stem to look for, and what tells which path let it out."""

from __future__ import annotations

STEM = "zqCanary7x"
ADDRESS = "127.0.0.77"
HOST = "zqcanary7x.example"


def canary(path: str, where: str) -> str:
    """A word that stands in one place (`text`, `agent`, …) of what goes one way."""
    return f"{STEM}-{path}-{where}"
