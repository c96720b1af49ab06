"""Runs a folder of files through the shipped client in headless Chromium, and keeps what comes out.

    python -m bench.clean_corpus IN OUT [--mode light|full]

Writes the cleaned files to OUT under their old names with the ending of their new kind, and a line
of JSON for each to OUT/results.jsonl: file, type, bytes in and out, milliseconds, what was removed,
or the code of the refusal. A bad file never stops the run.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Error

from tests.support.browser import phone
from tests.support.cleaner import Cleaner, cleaner

RESULTS = "results.jsonl"


@contextmanager
def shipped_cleaner() -> Iterator[Cleaner]:
    """The client's own cleaner in a browser of its own."""
    with tempfile.TemporaryDirectory() as folder, phone(Path(folder)) as chromium:
        page = chromium.page()
        page.set_default_timeout(300_000)
        with cleaner(page) as ready:
            yield ready


def clean(cleaner: Cleaner, file: Path, mode: str, folder: Path) -> dict[str, Any]:
    """One line of the results; writes the cleaned file beside it."""
    data = file.read_bytes()
    began = time.perf_counter()
    try:
        cleaned = cleaner.clean(data, mode)
    except Error as error:
        cleaner.page.reload()
        return {"file": file.name, "bytes_in": len(data), "code": f"crashed: {str(error)[:80]}"}
    spent = round((time.perf_counter() - began) * 1000, 1)
    told = {"file": file.name, "bytes_in": len(data), "milliseconds": spent}
    if cleaned.code:
        return {**told, "code": cleaned.code}
    same = file.suffix.lower() == f".{cleaned.extension}"
    out = folder / (file.name if same else f"{file.name}.{cleaned.extension}")
    out.write_bytes(cleaned.data)
    facts = {"type": cleaned.type, "removed": cleaned.removed, "bytes_out": len(cleaned.data)}
    return {**told, "out": out.name, **facts}


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("originals", type=Path)
    words.add_argument("cleaned", type=Path)
    words.add_argument("--mode", choices=("light", "full"), default="full")
    asked = words.parse_args()
    asked.cleaned.mkdir(parents=True, exist_ok=True)
    count: Counter[str] = Counter()
    files = sorted(path for path in asked.originals.rglob("*") if path.is_file())
    with shipped_cleaner() as ready, (asked.cleaned / RESULTS).open("w") as results:
        for file in files:
            told = clean(ready, file, asked.mode, asked.cleaned)
            results.write(json.dumps(told, ensure_ascii=False) + "\n")
            results.flush()
            count[f"{file.suffix.lower():8} {told.get('code', 'cleaned')}"] += 1
    for what, number in sorted(count.items()):
        print(f"{number:5}  {what}")


if __name__ == "__main__":
    main()
