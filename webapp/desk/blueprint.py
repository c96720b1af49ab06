"""The desk's blueprint and how an application takes it in; the routes hang themselves on it."""

from __future__ import annotations

from flask import Blueprint, Flask, Response
from flask_limiter import RateLimitExceeded

from webapp.config import Settings
from webapp.desk import gate
from webapp.desk.access import throttle

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
blueprint.before_request(gate.guard)
blueprint.register_error_handler(RateLimitExceeded, throttle.too_many)


@blueprint.after_request
def _keep_nothing(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer


def configure(app: Flask, settings: Settings) -> None:
    """Cookies for the desk's paths only, and the extensions that read them."""
    prefix = "__Secure-" if settings.https else ""
    app.config.update(
        SESSION_COOKIE_NAME=f"{prefix}hinghoi",
        SESSION_COOKIE_PATH="/desk",
        # The gate calls the check, for the desk alone; reporters have no cookie to forge with.
        WTF_CSRF_CHECK_DEFAULT=False,
        # The token lives as long as the session cookie, and no page here sends a referrer.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    gate.login.init_app(app)
    gate.csrf.init_app(app)
    throttle.configure(app, settings.rate_limit_url)
    _leave_reporters_alone(app)


def _leave_reporters_alone(app: Flask) -> None:
    """Extensions look at every request; these have business with the desk only."""
    for hooks in (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs):
        moved = hooks.pop(None, [])
        hooks.setdefault(blueprint.name, []).extend(moved)  # type: ignore[arg-type]
