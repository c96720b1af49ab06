"""Fills a server's data folder with packets that came before, as rows and as files.

The rows are what intake writes. The files have the names of blobs and no bytes: eight gibibytes of
packets would measure the disk, and what a folder of a million names costs is in its names.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from pathlib import Path

DAY = "2026-01-01"
BATCH = 50_000


def fill(data_dir: Path, count: int, desk: str) -> None:
    """Bring `data_dir`, whose server is stopped, up to `count` packets for `desk`."""
    database = sqlite3.connect(data_dir / "hinghoi.sqlite", isolation_level=None)
    database.execute("PRAGMA synchronous=OFF")
    (held,) = database.execute("SELECT count(*) FROM packet").fetchone()
    folder = data_dir / "blobs" / "packets"
    folder.mkdir(parents=True, exist_ok=True)
    while held < count:
        held += _add(database, folder, min(BATCH, count - held), desk)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    os.sync()


def _add(database: sqlite3.Connection, folder: Path, count: int, desk: str) -> int:
    # In the order of the ids, as a table without rowids grows best.
    rows = sorted((secrets.token_hex(16), secrets.token_hex(32)) for _ in range(count))
    database.execute("BEGIN")
    database.executemany(
        "INSERT INTO packet (id, sha256, length, day) VALUES (?, ?, 9859, ?)",
        [(packet, sha256, DAY) for packet, sha256 in rows],
    )
    database.executemany(
        "INSERT INTO packet_desk (packet_id, desk_id, day) VALUES (?, ?, ?)",
        [(packet, desk, DAY) for packet, _ in rows],
    )
    database.execute("COMMIT")
    for _, sha256 in rows:
        os.close(os.open(folder / sha256, os.O_CREAT | os.O_WRONLY, 0o600))
    return count
