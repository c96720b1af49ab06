"""X-HTTP-Method-Override (tus 1.0 §X-HTTP-Method-Override), for networks that pass only POST."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_METHODS = ("PATCH", "DELETE", "HEAD")


class MethodOverride:
    """Wraps a WSGI application; only packets' addresses are touched, never the desk's forms."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        wanted = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE", "").upper()
        posted = environ.get("REQUEST_METHOD") == "POST"
        if posted and wanted in _METHODS and environ["PATH_INFO"].startswith("/api/packets/"):
            environ["REQUEST_METHOD"] = wanted
        return self._inner(environ, start)
