"""Pleas over HTTP: made by somebody who cannot sign in, heard by the others of the desk."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify

from webapp.crypto.base64 import encode_url
from webapp.desk import gate
from webapp.desk.access import again, throttle
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import PleaForm
from webapp.desk.json_body import Body
from webapp.desk.keyring import key_forms
from webapp.desk.team import pleas
from webapp.models import Moderator, Plea, db
from webapp.web.transaction import transaction


@blueprint.post("/api/plea")
@throttle.limit_pleas
def plead() -> tuple[str, int]:
    """Keep a plea; the answer is the same for names that nobody has."""
    form = PleaForm.read()
    fields = ("name", "recipient", "salt", "authentication", "identity")
    given = {field: form[field].data for field in fields}
    with throttle.places.one(), transaction():
        pleas.plead(pleas.NewPlea(**given, signing=encode_url(form.signing.data)))
    return "", 204


@blueprint.get("/api/pleas", endpoint="pleas")
def heard_pleas() -> Response:
    """The pleas of others at the asker's desk, with the words for them so far."""
    me = gate.me()
    return jsonify(
        quorum=pleas.quorum_of(desk_id=me.desk_id),
        pleas=[
            _plea(plea, name, words)
            for plea, name, words in pleas.pleas_of(desk_id=me.desk_id)
            if plea.moderator_id != me.moderator_id
        ],
    )


@blueprint.post("/api/pleas/<plea_id>/confirm", endpoint="confirm_plea")
@throttle.limit_again
def confirm_plea(plea_id: str) -> Response:
    """Keep the asker's word, and let the person in once there are enough."""
    body = Body.read()
    word, back = key_forms.coded(body, "word", 64), key_forms.handed_back(body)
    shown = body.octets_if_any("authentication")
    with throttle.places.one(), transaction():
        by = again.shown(moderator_id=gate.me().moderator_id, authentication=shown)
        restored = pleas.confirm(by=by, plea_id=plea_id, word=word, back=back)
    return jsonify(restored=restored)


@blueprint.post("/api/pleas/<plea_id>/refuse", endpoint="refuse_plea")
def refuse_plea(plea_id: str) -> tuple[str, int]:
    """Throw a plea away that was not that person's."""
    with transaction():
        by = db.session.get_one(Moderator, gate.me().moderator_id)
        pleas.refuse(by=by, plea_id=plea_id)
    return "", 204


def _plea(plea: Plea, name: str, words: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "id": plea.id,
        "moderator": plea.moderator_id,
        "name": name,
        "day": plea.day.isoformat(),
        "recipient": plea.recipient,
        "signing": plea.signing,
        "words": [{"moderator": id, "word": word} for id, word in words],
    }
