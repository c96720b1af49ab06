"""gunicorn, configured in code: what it may log, keep and wait for is not for flags to decide."""

from __future__ import annotations

import resource
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from webapp.config import Settings


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
        "raw_env": [f"hinghoi_stall_seconds={settings.stall_seconds}"],
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


def forbid_core_dumps() -> None:
    """A crash must not write memory to a disk (core(5))."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
