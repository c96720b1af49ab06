"""Where a browser is reminded by its push service: one's own browsers only."""

from __future__ import annotations

from flask import Response, jsonify

from webapp.crypto.web_push import Receiver, is_point
from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import EndpointForm, PushForm
from webapp.desk.reminding import subscriptions
from webapp.errors import FormInvalid, PushServiceUnknown
from webapp.web.context import settings
from webapp.web.transaction import transaction


@blueprint.post("/api/push", endpoint="push_on")
def push_on() -> tuple[str, int]:
    """Remind the browser that asks."""
    form = PushForm.read()
    endpoint = form.endpoint.data
    if not subscriptions.is_endpoint(endpoint, settings().push_services):
        raise PushServiceUnknown
    if not is_point(form.point.data):
        raise FormInvalid(field="point")
    receiver = Receiver(form.point.data, form.auth.data)
    me = gate.me()
    with transaction():
        subscriptions.turn_on(
            moderator_id=me.moderator_id,
            session=me.token_hash,
            subscription=subscriptions.Subscription(endpoint, receiver),
        )
    return "", 204


@blueprint.post("/api/push/keep", endpoint="push_keep")
def push_keep() -> Response:
    """Whether the browser that asks is reminded; from now on its new session stands for it."""
    endpoint, me = EndpointForm.read().endpoint.data or "", gate.me()
    with transaction():
        on = subscriptions.keep(
            moderator_id=me.moderator_id, session=me.token_hash, endpoint=endpoint
        )
    return jsonify(on=on)


@blueprint.post("/api/push/off", endpoint="push_off")
def push_off() -> tuple[str, int]:
    """Remind this browser no more; without an endpoint, none of the asker's."""
    endpoint = EndpointForm.read().endpoint.data or ""
    with transaction():
        subscriptions.turn_off(moderator_id=gate.me().moderator_id, endpoint=endpoint)
    return "", 204
