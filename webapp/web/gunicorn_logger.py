"""gunicorn's logger without gunicorn's formats: it opens no files and no access log."""

from __future__ import annotations

from typing import Any

from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from webapp.web.logs import set_up_logs


class QuietLogger(Logger):  # type: ignore[misc]  # gunicorn is not typed
    """Hands every record to the one allow-listing handler."""

    def setup(self, cfg: Config) -> None:
        self.cfg = cfg
        self._access_log_enabled = False
        set_up_logs(cfg.loglevel.upper())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """There is no access log, whatever the configuration says."""

    def reopen_files(self) -> None:
        """There are no files to open anew."""
