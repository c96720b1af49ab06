"""gunicorn, configured in code: what it may log, keep and wait for is not for flags to decide."""

from __future__ import annotations

import ctypes
import resource
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from webapp.config import Settings
from webapp.web.worker import ARRIVALS_FOLDER, PIECE_BYTES, STALL_SECONDS

MOST_CONNECTIONS = 20000
_PR_SET_DUMPABLE = 4
_OTHER_FILES = 512  # descriptors for threads, the database and blobs


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """Runs the application that `load_app` makes, once in each worker."""

    def __init__(self, settings: Settings, load_app: Any) -> None:
        self._settings = settings
        self._load_app = load_app
        super().__init__()

    def load_config(self) -> None:
        for name, value in configuration(self._settings).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app: Flask = self._load_app(self._settings)
        return app


def configuration(settings: Settings) -> dict[str, Any]:
    """gunicorn's settings by name."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return {
        "bind": f"{host}:{settings.port}",
        "workers": settings.web_workers,
        "threads": settings.web_threads,
        "worker_class": "webapp.web.worker.Worker",
        "logger_class": "webapp.web.gunicorn_logger.QuietLogger",
        "worker_connections": connections(),
        "raw_env": [
            f"{STALL_SECONDS}={settings.stall_seconds}",
            f"{ARRIVALS_FOLDER}={settings.data_dir / 'arriving'}",
            f"{PIECE_BYTES}={settings.max_chunk_bytes}",
        ],
        "loglevel": settings.log_level.lower(),
        "accesslog": None,
        "umask": 0o077,
        # Heartbeats of workers go to memory, so that a slow disk does not look like a dead worker.
        "worker_tmp_dir": "/dev/shm",  # noqa: S108
        "limit_request_line": 2048,
        "limit_request_fields": 64,
        "limit_request_field_size": 4096,
        "keepalive": 30,
        "graceful_timeout": 10,
        "timeout": 60,
        "control_socket_disable": True,
        # Nothing here reads a forwarded address, so no proxy needs to be trusted.
        "forwarded_allow_ips": "",
    }


def connections() -> int:
    """How many a process can hold: each needs a descriptor, and one more while a piece arrives."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(64, min(MOST_CONNECTIONS, (soft - _OTHER_FILES) // 2))


def allow_many_files() -> None:
    """As many descriptors as the operator allows: the soft limit is a relic of select(2)."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def forbid_core_dumps() -> None:
    """A crash must not write memory to a disk (core(5)), nor may other processes read it.

    The limit does not bind a handler that the kernel pipes dumps to; prctl(2) PR_SET_DUMPABLE does,
    and workers that are forked inherit both.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
