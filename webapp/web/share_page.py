"""Refuses what is shared with the app when no service worker caught it, without reading a byte.

A phone's share sheet posts photos to `/share`; the worker on the phone answers that itself. When it
is gone (evicted, or never installed) the originals, with all that hides in them, would come here.
`worker.Worker` closes the connection behind this answer.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from webapp.errors import ShareNeedsApp
from webapp.web.words import words

PATH = "/share"

blueprint = Blueprint("share", __name__)


@blueprint.post(PATH)
def refuse() -> Response:
    """A page for people that says what to do; `data-error` and the header have the code."""
    page = render_template(
        "share.html",
        code=ShareNeedsApp.code,
        style=current_app.extensions["hinghoi.build"].assets.get("desk.css", ""),
        th=words("th"),
        en=words("en"),
    )
    answer = Response(page, ShareNeedsApp.status, content_type="text/html; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Hinghoi-Error"] = ShareNeedsApp.code
    return answer


@blueprint.get(PATH)
def home() -> AnyResponse:
    """Somebody loaded that page again: there is only the app to go to."""
    return redirect("/", 303)
