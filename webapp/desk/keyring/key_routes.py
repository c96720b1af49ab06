"""The desk's key over HTTP: who holds it, and handing on the next one without somebody."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from webapp.crypto.base64 import encode_url
from webapp.desk import gate
from webapp.desk.access import again, throttle
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import VouchForm
from webapp.desk.json_body import Body
from webapp.desk.keyring import key_forms
from webapp.desk.service import active_key
from webapp.desk.team import holders, removal
from webapp.web.transaction import transaction


@blueprint.get("/api/holders", endpoint="holders")
def key_holders() -> Response:
    """Whom the desk's key of now is wrapped to, and its own words for them."""
    key = active_key(gate.me().desk_id)
    paper = holders.recovery(key=key)
    return jsonify(
        key=key.fingerprint,
        holders=[_reader(one) for one in holders.readers(slug=key.desk_id, key=key)],
        recovery={"recipient": paper[0], "vouch": paper[1]} if paper else None,
    )


@blueprint.post("/api/vouch")
def vouch() -> tuple[str, int]:
    """Keep the desk key's word for the asker, whose browser said it."""
    form = VouchForm.read()
    with transaction():
        holders.vouch_for_oneself(
            moderator_id=gate.me().moderator_id,
            key=form.key.data,
            signing=encode_url(form.signing.data),
            vouch=encode_url(form.vouch.data),
        )
    return "", 204


@blueprint.post("/api/people/<moderator_id>/remove", endpoint="remove_member")
@throttle.limit_again
def remove_member(moderator_id: str) -> tuple[str, int]:
    """Take somebody off the asker's desk, who shows the passphrase or a passkey once more."""
    body = Body.read()
    wanted, shown = key_forms.removal(body), body.octets_if_any("authentication")
    with throttle.places.one(), transaction():
        by = again.shown(moderator_id=gate.me().moderator_id, authentication=shown)
        removal.remove(by=by, moderator_id=moderator_id, removal=wanted)
    return "", 204


def _reader(one: holders.Reader) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.holder.name,
        "role": one.role,
        "recipient": one.holder.recipient,
        "signing": one.holder.signing,
        "vouch": one.vouch,
    }
