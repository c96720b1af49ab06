"""Recovery sheets over HTTP: made by somebody who is signed in, used by somebody who cannot be."""

from __future__ import annotations

from flask import Response, jsonify

from webapp.crypto.base64 import encode_url
from webapp.desk import gate
from webapp.desk.access import again, sheets, throttle
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import OpenSheetForm, RestoreForm, SheetForm
from webapp.web.transaction import transaction


@blueprint.post("/api/sheet")
@throttle.limit_again
def make_sheet() -> tuple[str, int]:
    """Keep a new sheet of the asker's, who shows the passphrase or a passkey once more."""
    form = SheetForm.read()
    shown = {"moderator_id": gate.me().moderator_id, "authentication": form.authentication.data}
    with throttle.places.one(), transaction():
        moderator = again.shown(**shown)
        sheets.make_sheet(moderator=moderator, sheet=form.sheet.data, identity=form.identity.data)
    return "", 204


@blueprint.post("/api/sheet/proven")
def prove_sheet() -> tuple[str, int]:
    """Remember that the asker typed a part of the sheet off the paper."""
    with transaction():
        sheets.prove_sheet(moderator_id=gate.me().moderator_id)
    return "", 204


@blueprint.post("/api/sheet/open")
@throttle.limit_here
def open_sheet() -> Response:
    """The identity that the sheet unwraps."""
    form = OpenSheetForm.read()
    with throttle.places.one():
        moderator, sheet = sheets.open_sheet(name=form.name.data, sheet=form.sheet.data)
    return jsonify(recipient=moderator.recipient, identity=encode_url(sheet.identity))


@blueprint.post("/api/sheet/restore")
@throttle.limit_here
def restore_by_sheet() -> tuple[str, int]:
    """Set a new passphrase; signing in with it is the next step."""
    form = RestoreForm.read()
    fields = ("salt", "authentication", "identity")
    new = sheets.NewPassphrase(**{field: form[field].data for field in fields})
    with throttle.places.one(), transaction():
        sheets.restore(name=form.name.data, sheet=form.sheet.data, new=new)
    return "", 204
