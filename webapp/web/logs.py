"""Logs that cannot tell on anybody: one formatter for the application, gunicorn and the rest.

Nothing is written but what is allowed here: the day, the level, the logger's name, for our own
loggers the constant message and a few named fields, and for an exception its type and frames.
Other people's messages are dropped at every level, because they hold addresses
(gunicorn: "Invalid request from ip=…"), headers, SQL parameters or bodies.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

FIELDS = ("code", "count", "revision", "setting", "status")
_OWN = "webapp"
_ROOT = Path(__file__).resolve().parents[2]


class AllowList(logging.Formatter):
    """Writes one line for a record, out of what is allowed to be known."""

    def format(self, record: logging.LogRecord) -> str:
        day = datetime.fromtimestamp(record.created, UTC).date().isoformat()
        parts = [day, record.levelname, record.name, *_message(record), *_fields(record)]
        if record.exc_info and record.exc_info[1]:
            parts += _failure(record.exc_info[1])
        return " ".join(parts)


def _is_own(record: logging.LogRecord) -> bool:
    return record.name == _OWN or record.name.startswith(_OWN + ".")


def _message(record: logging.LogRecord) -> Iterator[str]:
    # Never the formatted message: arguments are for FIELDS, where they are named.
    if _is_own(record) and isinstance(record.msg, str) and not record.args:
        yield record.msg.replace("\n", " ")


def _fields(record: logging.LogRecord) -> Iterator[str]:
    if _is_own(record):
        for name in FIELDS:
            value = getattr(record, name, None)
            if isinstance(value, (int, str)):
                yield f"{name}={str(value)[:60]!r}"


def _failure(error: BaseException) -> Iterator[str]:
    """Types and frames of the exception and its causes; never its message or its values."""
    seen: BaseException | None = error
    for _ in range(4):
        if seen is None:
            return
        yield type(seen).__name__
        yield from _frames(seen.__traceback__)
        seen = seen.__cause__ or seen.__context__


def _frames(traceback: TracebackType | None) -> Iterator[str]:
    while traceback:
        code = traceback.tb_frame.f_code
        yield f"{_short(code.co_filename)}:{traceback.tb_lineno}:{code.co_name}"
        traceback = traceback.tb_next


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name


def handler() -> logging.Handler:
    """A handler that writes to standard error in the one allowed form."""
    made = logging.StreamHandler(sys.stderr)
    made.setFormatter(AllowList())
    made.addFilter(_says_something)
    return made


def _says_something(record: logging.LogRecord) -> bool:
    """Without its message, a line of others below a warning is only noise."""
    return _is_own(record) or record.levelno >= logging.WARNING


def set_up_logs(level: str) -> None:
    """Give every logger of this process the one handler, and every way around it the same."""
    # Logging's own complaints would print the message and its arguments.
    logging.raiseExceptions = False
    logging.basicConfig(level=level, handlers=[handler()], force=True)
    logging.captureWarnings(True)
    for name in list(logging.root.manager.loggerDict):
        found = logging.getLogger(name)
        found.handlers.clear()
        found.propagate = True
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_thread
    sys.unraisablehook = _log_unraisable


def _log_uncaught(
    _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    logging.getLogger(_OWN).critical("uncaught", exc_info=error)


def _log_thread(failure: threading.ExceptHookArgs) -> None:
    logging.getLogger(_OWN).critical("uncaught in a thread", exc_info=failure.exc_value)


def _log_unraisable(failure: Any) -> None:
    logging.getLogger(_OWN).error("could not be raised", exc_info=failure.exc_value)
