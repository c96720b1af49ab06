"""Where one is reminded: for oneself only."""

from __future__ import annotations

from flask import Response, jsonify

from webapp.crypto.base64 import encode_url
from webapp.crypto.web_push import public_point, signing_key
from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import ReminderForm
from webapp.desk.reminding import reminders, subscriptions
from webapp.errors import FormInvalid
from webapp.web.context import secrets, settings
from webapp.web.transaction import transaction


@blueprint.get("/api/reminder", endpoint="reminder")
def reminder() -> Response:
    """The asker's address, whether this server sends mail at all, and what a browser needs.

    `push`: the key that browsers subscribe with, empty where there is no push; how many browsers of
    the asker are reminded.
    """
    me = gate.me().moderator_id
    key = public_point(signing_key(secrets().session_key)) if settings().push_services else b""
    push = {"key": encode_url(key), "browsers": subscriptions.count_of(moderator_id=me)}
    address = reminders.address_of(moderator_id=me)
    return jsonify(address=address, sends=bool(settings().smtp_url), push=push)


@blueprint.post("/api/reminder", endpoint="set_reminder")
def set_reminder() -> tuple[str, int]:
    """Another address, or with an empty one no reminders any more."""
    address = (ReminderForm.read().address.data or "").strip()
    if address and not reminders.is_address(address):
        raise FormInvalid(field="address")
    with transaction():
        reminders.set_address(moderator_id=gate.me().moderator_id, address=address)
    return "", 204
