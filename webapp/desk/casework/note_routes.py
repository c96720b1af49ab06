"""A desk's sealed notes over HTTP."""

from __future__ import annotations

from flask import Response, jsonify

from webapp.crypto.base64 import encode_url
from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.casework import notes
from webapp.desk.casework.cards import Sealed
from webapp.desk.casework.notes import AGENCIES, TEMPLATES, Keeping
from webapp.desk.json_body import Body
from webapp.web.transaction import transaction


@blueprint.get("/api/agencies", endpoint="agencies")
def agencies() -> Response:
    """The desk's sealed list of agencies."""
    return _note(AGENCIES)


@blueprint.post("/api/agencies", endpoint="keep_agencies")
def keep_agencies() -> Response:
    """Keep a new list of agencies."""
    return _keep(AGENCIES)


@blueprint.get("/api/templates", endpoint="templates")
def templates() -> Response:
    """The desk's sealed list of its own templates of letters."""
    return _note(TEMPLATES)


@blueprint.post("/api/templates", endpoint="keep_templates")
def keep_templates() -> Response:
    """Keep a new list of templates."""
    return _keep(TEMPLATES)


def _note(name: str) -> Response:
    """The note as it is; version 0 when there is none."""
    found = notes.read_note(desk_id=gate.me().desk_id, name=name)
    if found is None:
        return jsonify(version=0, key=None, file=None)
    file = encode_url(found.file)
    return jsonify(version=found.version, key=found.key_fingerprint, file=file)


def _keep(name: str) -> Response:
    """What comes, in the place of what the browser knew."""
    body, me = Body.read(), gate.me()
    keeping = Keeping(body.number("version", 0), Sealed(body.id("key"), body.octets("file")))
    with transaction():
        version = notes.keep_note(
            desk_id=me.desk_id, moderator_id=me.moderator_id, name=name, keeping=keeping
        )
    return jsonify(version=version)
