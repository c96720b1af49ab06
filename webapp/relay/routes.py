"""The upstream's key list as phones ask for it, and how an application becomes a relay."""

from __future__ import annotations

import json

from flask import Blueprint, Flask, Response, request

from webapp.errors import Busy
from webapp.relay.key_list import stored
from webapp.relay.passages import Passed
from webapp.web.context import settings

blueprint = Blueprint("relay", __name__)
_NO_LIST_RETRY = 30


def register(app: Flask) -> None:
    """Make `app`, which has intake, a relay."""
    app.register_blueprint(blueprint)
    app.extensions["hinghoi.promises"] = Passed()
    app.extensions["hinghoi.checks"] = {"keys": _has_keys}


@blueprint.get("/api/desks")
def desks() -> Response:
    """The last good copy, with our own limits where they are smaller."""
    found = stored(settings().data_dir)
    if found is None:
        raise Busy(retry_after=_NO_LIST_RETRY)
    limits = {
        **found.body["limits"],
        "packet": min(found.packet, settings().max_packet_bytes),
        "chunk": min(found.chunk, settings().max_chunk_bytes),
    }
    body = json.dumps({**found.body, "limits": limits}, ensure_ascii=False)
    answer = Response(body, content_type="application/json")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _has_keys() -> bool:
    return stored(settings().data_dir) is not None
