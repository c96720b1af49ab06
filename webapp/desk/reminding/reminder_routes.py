"""Where one is reminded: for oneself only."""

from __future__ import annotations

from flask import Response, jsonify

from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import ReminderForm
from webapp.desk.reminding import reminders
from webapp.errors import FormInvalid
from webapp.web.context import settings
from webapp.web.transaction import transaction


@blueprint.get("/api/reminder", endpoint="reminder")
def reminder() -> Response:
    """The asker's address, and whether this server sends mail at all."""
    address = reminders.address_of(moderator_id=gate.me().moderator_id)
    return jsonify(address=address, sends=bool(settings().smtp_url))


@blueprint.post("/api/reminder", endpoint="set_reminder")
def set_reminder() -> tuple[str, int]:
    """Another address, or with an empty one no reminders any more."""
    address = (ReminderForm.read().address.data or "").strip()
    if address and not reminders.is_address(address):
        raise FormInvalid(field="address")
    with transaction():
        reminders.set_address(moderator_id=gate.me().moderator_id, address=address)
    return "", 204
