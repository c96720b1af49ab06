"""A moderator's own second factors: seeing, adding and removing them."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from webapp.crypto.base64 import encode_url
from webapp.desk import gate
from webapp.desk.access import (
    challenges,
    code_generators,
    factors,
    passkeys,
    recovery_codes,
)
from webapp.desk.access.challenges import Purpose
from webapp.desk.access.passkeys import Made
from webapp.desk.access.relying_party import relying_party
from webapp.desk.access.second_routes import party_here
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import LabelForm, NewPasskeyForm, TurnCodesOnForm
from webapp.errors import FormInvalid
from webapp.models import Moderator, Passkey, db
from webapp.web.context import settings
from webapp.web.transaction import transaction


@blueprint.get("/api/factors", endpoint="factors")
def own_factors() -> Response:
    """What the asker signs in with beside the passphrase. `rp`: null where no passkey works."""
    moderator_id = gate.me().moderator_id
    party = relying_party(settings(), request.host)
    return jsonify(
        passkeys=[_passkey(one) for one in passkeys.passkeys_of(moderator_id=moderator_id)],
        codes=code_generators.is_on(moderator_id=moderator_id),
        recovery=recovery_codes.left(moderator_id=moderator_id),
        rp=party and party.id,
    )


@blueprint.post("/api/codes/offer", endpoint="offer_codes")
def offer_codes() -> Response:
    """A secret for an app that makes codes, once: as text, and as what a QR code carries."""
    me = gate.me()
    name = db.session.get_one(Moderator, me.moderator_id).name
    offer = code_generators.offer(moderator_id=me.moderator_id, name=name)
    return jsonify(secret=offer.secret, uri=offer.uri, token=encode_url(offer.token))


@blueprint.post("/api/codes/on", endpoint="turn_codes_on")
def turn_codes_on() -> tuple[str, int]:
    """Use the offered secret, of which a code is shown."""
    form = TurnCodesOnForm.read()
    with transaction():
        factors.turn_codes_on(member=gate.member(), token=form.token.data, code=form.code.data)
    return "", 204


@blueprint.post("/api/codes/off", endpoint="turn_codes_off")
def turn_codes_off() -> tuple[str, int]:
    """Take no codes any more."""
    with transaction():
        factors.turn_codes_off(member=gate.member())
    return "", 204


@blueprint.post("/api/passkeys/new", endpoint="new_passkey")
def new_passkey() -> Response:
    """What a browser needs to make a passkey here."""
    me, party = gate.me(), party_here()
    moderator = db.session.get_one(Moderator, me.moderator_id)
    return jsonify(
        challenge=encode_url(challenges.make(Purpose.ADD, me.moderator_id)),
        rp=party.id,
        user=encode_url(bytes.fromhex(me.moderator_id)),
        name=moderator.name,
        known=[
            encode_url(one.credential_id)
            for one in passkeys.passkeys_of(moderator_id=me.moderator_id)
        ],
    )


@blueprint.post("/api/passkeys", endpoint="add_passkey")
def add_passkey() -> Response:
    """Keep a passkey that was just made; its id."""
    party, form = party_here(), NewPasskeyForm.read()
    fields = ("client_data", "attestation", "salt", "identity")
    made = Made(**{field: form[field].data for field in fields}, name=form.label.data.strip())
    if (made.salt is None) != (made.identity is None):
        raise FormInvalid(field="identity")
    with transaction():
        return jsonify(id=factors.add_passkey(member=gate.member(), party=party, made=made).id)


@blueprint.post("/api/passkeys/<passkey_id>/name", endpoint="name_passkey")
def name_passkey(passkey_id: str) -> tuple[str, int]:
    """Call one of the asker's passkeys something else."""
    moderator_id = gate.me().moderator_id
    found = passkeys.own(moderator_id=moderator_id, passkey_id=passkey_id)
    label = LabelForm.read().label.data.strip()
    passkey_id = found.id
    with transaction():
        passkeys.own(moderator_id=moderator_id, passkey_id=passkey_id).name = label
    return "", 204


@blueprint.post("/api/passkeys/<passkey_id>/remove", endpoint="remove_passkey")
def remove_passkey(passkey_id: str) -> tuple[str, int]:
    """Forget one of the asker's passkeys."""
    with transaction():
        factors.remove_passkey(member=gate.member(), passkey_id=passkey_id)
    return "", 204


@blueprint.post("/api/recovery-codes", endpoint="recovery_codes")
def new_recovery_codes() -> Response:
    """A new set of recovery codes, told once; those before are void."""
    with transaction():
        return jsonify(codes=factors.make_recovery_codes(member=gate.member()))


def _passkey(one: Passkey) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "added": one.added.isoformat(),
        "rp": one.rp_id,
        "unlocks": one.identity is not None,
    }
