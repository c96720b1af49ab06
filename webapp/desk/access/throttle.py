"""Slows guessing at sign-in without ever shutting a moderator out for long.

A browser may fail five times a minute at one name. Whoever throws the cookie away to be a new
browser shares a second, wider limit for that name with all other unknown browsers; browsers that
have signed in with the name before carry a device cookie and are not held up by strangers (the
OWASP "device cookies" pattern). Addresses are not looked at: a province can share one.

Guessing at names that do not exist meets no limit by name, but each guess costs us an Argon2.
So only a few are worked out at a time, and known browsers have places of their own: a flood of
guesses takes neither the processor from reporters nor the door from moderators.
"""

from __future__ import annotations

import hmac
import secrets as random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, Response, current_app, request, session
from flask_limiter import Limiter, RateLimitExceeded
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from webapp.desk.access import half_way
from webapp.desk.access.factors import is_short
from webapp.desk.team.names import fold
from webapp.errors import Busy, TooManyTries
from webapp.web.context import secrets
from webapp.web.problems import problem
from webapp.web.turns import RETRY_SECONDS

HERE = "5 per minute"
STRANGERS = "30 per minute"
# Wrong codes of six digits, by who knows the passphrase: each known browser for itself, strangers
# together. Three codes are good at a time, so guessing takes some four years, and is in the log.
CODES = "10 per hour"
# Guesses that one process works out at the same time, and how long the next one waits for a place.
PLACES = 2
PLACE_SECONDS = 0.5
DEVICE_BYTES = 12
DEVICE_SECONDS = 180 * 24 * 3600


def _here() -> str:
    return f"{_marked_name()}/{session.get('csrf_token', '')}"


limiter = Limiter(key_func=_here, swallow_errors=False)


def _refused(answer: Response) -> bool:
    return answer.status_code == 401


def _device() -> str | None:
    """What tells this browser from other known ones; None for a stranger's."""
    serial = request.cookies.get(_cookie_name(), "")
    try:
        known = _signer().loads(serial)
    except BadSignature:
        return None
    # Those of before there was a second factor hold the name alone, and are strangers by now.
    if not isinstance(known, list) or not hmac.compare_digest(known[0], _marked_name()):
        return None
    return str(known[1])


def _known_device() -> bool:
    return _device() is not None


def _cannot_be_guessed() -> bool:
    return not is_short(request.form.get("code", ""))


limit_here = limiter.limit(HERE, key_func=_here, deduct_when=_refused)
limit_strangers = limiter.limit(
    STRANGERS, key_func=lambda: _marked_name(), exempt_when=_known_device, deduct_when=_refused
)

# For whoever is signed in and shows the passphrase once more, in whichever browser.
limit_again = limiter.limit(
    HERE,
    key_func=lambda: f"again/{current_user.get_id()}",
    deduct_when=lambda answer: answer.status_code == 403,
)


limit_codes = limiter.limit(
    CODES,
    key_func=lambda: f"code/{_marked_name()}/{_device() or ''}",
    exempt_when=_cannot_be_guessed,
    deduct_when=_refused,
)

# Whether the name exists is not told, so every plea counts: enough for somebody who mistypes.
limit_pleas = limiter.limit(HERE, key_func=_here)


class Places:
    """Who may cost us an Argon2 just now: strangers and known browsers queue apart."""

    def __init__(self) -> None:
        self.strangers = threading.BoundedSemaphore(PLACES)
        self.known = threading.BoundedSemaphore(PLACES)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Held while a secret is checked; raises Busy when all places stay taken."""
        queue = self.known if _known_device() else self.strangers
        if not queue.acquire(timeout=PLACE_SECONDS):
            raise Busy(retry_after=RETRY_SECONDS)
        try:
            yield
        finally:
            queue.release()


places = Places()


def remember_device(answer: Response, name: str) -> None:
    """Let this browser past strangers' limits for the name that it has just signed in with."""
    answer.set_cookie(
        _cookie_name(),
        _signer().dumps([_mark(name), random.token_urlsafe(DEVICE_BYTES)]),
        max_age=DEVICE_SECONDS,
        path="/desk/api/sign-in",
        httponly=True,
        samesite="Strict",
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )


def too_many(error: RateLimitExceeded) -> Response:
    """The problem for a limit that was hit; after its whole time at the latest it is over."""
    return problem(TooManyTries(retry_after=error.limit.limit.get_expiry()))


def configure(app: Flask, storage_url: str) -> None:
    """Count in the store at `storage_url`: `memory://`, or Redis when there are several nodes."""
    app.config.setdefault("RATELIMIT_STORAGE_URI", storage_url)
    limiter.init_app(app)


def _marked_name() -> str:
    """The name that is signing in, not legible in a store or a cookie."""
    half = half_way.found()
    return _mark(request.form.get("name") or (half.name if half else ""))


def _mark(name: str) -> str:
    key = secrets().session_key
    return hmac.digest(key, b"hinghoi/v1/throttle\0" + fold(name).encode(), "sha256").hex()


def _cookie_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(cast(str, current_app.secret_key), salt="hinghoi/v1/device")
