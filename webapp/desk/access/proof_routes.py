"""Showing once more who one is, at an open desk: by the passphrase or by a passkey."""

from __future__ import annotations

from flask import Response, jsonify

from webapp.crypto.base64 import encode_url
from webapp.desk import gate
from webapp.desk.access import again, challenges, passkeys, sessions, sheets, throttle
from webapp.desk.access.challenges import Purpose
from webapp.desk.access.second_routes import party_here, passkey_answer
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import AgainForm
from webapp.web.transaction import transaction


@blueprint.post("/api/proof", endpoint="prove")
@throttle.limit_again
def prove() -> tuple[str, int]:
    """Show the passphrase once more, before changing what guards the account."""
    me, shown = gate.me(), AgainForm.read().authentication.data
    with throttle.places.one():
        sheets.check_passphrase(moderator_id=me.moderator_id, authentication=shown)
    with transaction():
        sessions.prove_session(token_hash=me.token_hash)
    return "", 204


@blueprint.post("/api/proof/challenge", endpoint="proof_challenge")
def proof_challenge() -> Response:
    """What a passkey of the asker's may sign instead."""
    party = party_here()
    challenge = challenges.make(Purpose.PROVE, gate.me().moderator_id)
    return jsonify(challenge=encode_url(challenge), rp=party.id)


@blueprint.post("/api/proof/passkey", endpoint="prove_by_passkey")
def prove_by_passkey() -> tuple[str, int]:
    """Show it by a passkey: as good as the passphrase, and in its place for the next change."""
    me, party, answer = gate.me(), party_here(), passkey_answer()
    with transaction():
        passkeys.check(
            party=party, answer=answer, moderator_id=me.moderator_id, purpose=Purpose.PROVE
        )
        sessions.prove_session(token_hash=me.token_hash)
    again.touched()
    return "", 204
