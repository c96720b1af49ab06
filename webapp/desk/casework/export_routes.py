"""Exports over HTTP: that one takes place, and what the log says of the cases in it."""

from __future__ import annotations

from flask import Response, jsonify

from webapp.crypto.receipts import public_key_text
from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.casework import exports
from webapp.desk.json_body import Body
from webapp.errors import FormInvalid
from webapp.web.context import secrets
from webapp.web.transaction import transaction

_MOST_ROWS = 10_000_000


@blueprint.post("/api/exports", endpoint="export_cases")
def export_cases() -> tuple[Response, int]:
    """Note that cases are taken out; answers with the log's words on them, signed."""
    body = Body.read()
    form, case_ids = body.choice("form", exports.FORMS), body.ids("cases", exports.MOST_CASES)
    if not case_ids:
        raise FormInvalid(field="cases")
    me = gate.me()
    with transaction():
        extract = exports.note_cases(
            desk_id=me.desk_id, moderator_id=me.moderator_id, form=form, case_ids=case_ids
        )
    key = public_key_text(secrets().receipt_key)
    return jsonify(custody=extract.custody, signature=extract.signature, receipt_key=key), 201


@blueprint.post("/api/exports/table", endpoint="export_table")
def export_table() -> tuple[str, int]:
    """Note that a table with so many lines is taken out."""
    rows = Body.read().number("rows", 0, _MOST_ROWS)
    me = gate.me()
    with transaction():
        exports.note_table(desk_id=me.desk_id, moderator_id=me.moderator_id, rows=rows)
    return "", 204
