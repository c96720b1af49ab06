"""The least that a durable server can do: a Flask view that fsyncs a file and commits one row."""

from __future__ import annotations

import os
import secrets
import sqlite3
import threading
from pathlib import Path

from flask import Flask, Response, request

from webapp.config import Settings
from webapp.web.gunicorn_app import Server


def create_bare(settings: Settings) -> Flask:
    """The view at POST /api/packets, over a folder and a SQLite file of its own."""
    app = Flask("bare", static_folder=None)
    files = settings.data_dir / "bare"
    files.mkdir(exist_ok=True)
    local = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(local, "connection"):
            local.connection = connect(settings.data_dir / "bare.sqlite")
        found: sqlite3.Connection = local.connection
        return found

    @app.post("/api/packets")
    def take() -> Response:
        name = secrets.token_hex(16)
        write(files / name, request.get_data())
        connection().execute("INSERT INTO packet VALUES (?, date())", (name,))
        return Response(status=201)

    @app.get("/healthz")
    def health() -> Response:
        return Response(status=200)

    return app


def write(path: Path, data: bytes) -> None:
    """Write and fsync, once."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(handle, data)
        os.fsync(handle)
    finally:
        os.close(handle)


def connect(path: Path) -> sqlite3.Connection:
    """SQLite with the promises that Hinghoi's own connections make."""
    made = sqlite3.connect(path, isolation_level=None, timeout=10)
    made.execute("PRAGMA journal_mode=WAL")
    made.execute("PRAGMA synchronous=FULL")
    made.execute("CREATE TABLE IF NOT EXISTS packet (id TEXT PRIMARY KEY, day DATE)")
    return made


if __name__ == "__main__":
    chosen = Settings.from_env(os.environ)
    connect(chosen.data_dir / "bare.sqlite").close()
    Server(chosen, create_bare).run()
