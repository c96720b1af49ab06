"""Security headers on every answer, whoever makes it: Flask, WhiteNoise or an error.

Wrapped around everything as WSGI, because a Flask hook would miss the files that never reach Flask.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from webapp.web.pages import Page
from webapp.web.plain.policy import POLICY, is_plain
from webapp.web.sessions import is_desk

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What a browser may do for this site: nothing that it does not need. The camera is for the file
# picker of the phone, which asks nobody here; the microphone for voice notes, by this site alone.
_DENIED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "midi",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
_ALLOWED = "microphone=(self)"
_ALWAYS = (
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", ", ".join([*(f"{name}=()" for name in _DENIED), _ALLOWED])),
    ("X-Content-Type-Options", "nosniff"),
)
_HSTS = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")


PLAYER = "/desk/player"


def content_security_policy(page: Page | None = None, *, desk: bool = False) -> str:
    """The policy; with the hashes of the inline script and style of a prebuilt page.

    `desk`: what plays there plays in a frame, which no other page may hold.
    """
    script = _quoted(page.script) if page else ""
    style = _quoted(page.style) if page else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {script}".rstrip(),
            f"style-src 'self' {style}".rstrip(),
            "img-src 'self' blob:",
            # Videos from which still pictures are taken, and nothing from anywhere else.
            "frame-src 'self'" if desk else "media-src blob:",
            "connect-src 'self'",
            "worker-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types hinghoi",
        )
    )


def _quoted(digests: tuple[str, ...]) -> str:
    return " ".join(f"'{digest}'" for digest in digests)


def player_policy(player: Page) -> str:
    """For the frame that plays what a stranger sent: no origin, no network, one script."""
    return "; ".join(
        (
            "sandbox allow-scripts",
            "default-src 'none'",
            f"script-src {_quoted(player.script)}",
            f"style-src {_quoted(player.style)}",
            # An address that the frame makes of the bytes it was handed.
            "media-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


class SecurityHeaders:
    """Wraps a WSGI application. `pages`: the prebuilt pages by their address.

    `player`: the frame in which the desk plays sound and films.
    `onion`: the origin of the onion service of this site, which Tor Browser then offers.
    """

    def __init__(
        self,
        inner: WSGIApplication,
        pages: dict[str, Page],
        *,
        https: bool,
        player: Page | None = None,
        onion: str = "",
    ) -> None:
        self._inner = inner
        self._default = content_security_policy()
        self._desk = content_security_policy(desk=True)
        self._player = player_policy(player) if player else self._default
        self._policies = {path: content_security_policy(page) for path, page in pages.items()}
        self._always = (*_ALWAYS, _HSTS) if https else _ALWAYS
        self._onion = onion

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")

        def start_safely(
            status: str,
            told: list[tuple[str, str]],
            failure: tuple[type[BaseException], BaseException, TracebackType]
            | tuple[None, None, None]
            | None = None,
        ) -> Callable[[bytes], Any]:
            return start(status, self._complete(path, told), failure)

        return self._inner(environ, start_safely)

    def _complete(self, path: str, told: list[tuple[str, str]]) -> list[tuple[str, str]]:
        ours = [*self._always, ("Content-Security-Policy", self._policy(path))]
        if self._onion and path in self._policies:
            # Never with the query: nothing that somebody came with is told anew.
            ours.append(("Onion-Location", self._onion + path))
        if is_desk(path):
            # No cache may keep anything of what moderators read, whatever a view says.
            told = [header for header in told if header[0].lower() != "cache-control"]
            ours.append(("Cache-Control", "no-store"))
        return [*told, *ours]

    def _policy(self, path: str) -> str:
        if path == PLAYER:
            return self._player
        if is_plain(path):
            return POLICY
        return self._desk if is_desk(path) else self._policies.get(path, self._default)


def bare_headers() -> list[tuple[str, str]]:
    """The headers for answers that are made below WSGI, where no application can be reached."""
    return [*_ALWAYS, ("Content-Security-Policy", content_security_policy())]
