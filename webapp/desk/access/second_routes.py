"""The second half of signing in, and signing in by passkey alone."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from webapp.crypto.base64 import encode_url
from webapp.desk import gate
from webapp.desk.access import (
    challenges,
    code_generators,
    factors,
    half_way,
    passkeys,
    recovery_codes,
    throttle,
)
from webapp.desk.access.answers import signed_in
from webapp.desk.access.challenges import Purpose
from webapp.desk.access.factors import Member
from webapp.desk.access.passkeys import Answer
from webapp.desk.access.relying_party import RelyingParty, relying_party
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import AssertionForm, CodeForm
from webapp.errors import PasskeyUnavailable, SecondFactorExpired, SecondFactorRefused
from webapp.models import Moderator, Passkey, db
from webapp.web.context import settings
from webapp.web.transaction import transaction


@blueprint.post("/api/sign-in/code", endpoint="second_code")
@throttle.limit_codes
def second_code() -> Response:
    """Sign in by a code of the app, or by a recovery code, after the passphrase."""
    half = half_way.who()
    code = CodeForm.read().code.data.strip()
    moderator = db.session.get(Moderator, half.moderator_id)
    if moderator is None:
        raise SecondFactorExpired
    member = Member(moderator.id, moderator.desk_id)
    try:
        with transaction():
            factors.use_code(member=member, code=code)
            return signed_in(gate.sign_in(member.moderator_id), half.name)
    except SecondFactorRefused:
        # What can be guessed is counted; the rest must not let anybody fill the log.
        if factors.is_short(code):
            with transaction():
                factors.note_refused(member=member)
        raise


@blueprint.post("/api/sign-in/challenge", endpoint="passkey_challenge")
def passkey_challenge() -> Response:
    """What any passkey of this site may sign to sign its owner in."""
    # Who asks for this has given up on a passphrase that was half-way in.
    half_way.forget()
    challenge = challenges.make(Purpose.SIGN_IN)
    return jsonify(challenge=encode_url(challenge), rp=party_here().id)


@blueprint.post("/api/sign-in/passkey", endpoint="passkey_sign_in")
def passkey_sign_in() -> Response:
    """Sign in by a passkey: by itself, or as the second factor of who is half-way.

    `passkey` is what the authenticator's PRF unwraps the identity with; null if it cannot.
    """
    party, answer, half = party_here(), passkey_answer(), half_way.found()
    asked = half.moderator_id if half else None
    with transaction():
        passkey = passkeys.check(party=party, answer=answer, moderator_id=asked)
        name = db.session.get_one(Moderator, passkey.moderator_id).name
        unlocks = unlocking(passkey)
        return signed_in(gate.sign_in(passkey.moderator_id), name, passkey=unlocks)


def asked_of(moderator_id: str) -> dict[str, Any]:
    """What may follow the passphrase. `passkey`: null where none can be used."""
    party = relying_party(settings(), request.host)
    return {
        "codes": code_generators.is_on(moderator_id=moderator_id),
        "recovery": recovery_codes.left(moderator_id=moderator_id) > 0,
        "passkey": party and _passkey_question(moderator_id, party),
    }


def _passkey_question(moderator_id: str, party: RelyingParty) -> dict[str, Any] | None:
    here = [
        encode_url(one.credential_id)
        for one in passkeys.passkeys_of(moderator_id=moderator_id)
        if one.rp_id == party.id
    ]
    challenge = encode_url(challenges.make(Purpose.SECOND, moderator_id))
    return {"challenge": challenge, "rp": party.id, "credentials": here} if here else None


def party_here() -> RelyingParty:
    """The relying party of this request; raises PasskeyUnavailable."""
    party = relying_party(settings(), request.host)
    if party is None:
        raise PasskeyUnavailable
    return party


def unlocking(passkey: Passkey) -> dict[str, Any] | None:
    """The identity as the passkey's PRF unwraps it; null when it does not."""
    if passkey.salt is None or passkey.identity is None:
        return None
    return {
        "credential": encode_url(passkey.credential_id),
        "salt": encode_url(passkey.salt),
        "identity": encode_url(passkey.identity),
    }


def unlocking_here(moderator_id: str) -> list[dict[str, Any]]:
    """What each passkey of this host unwraps the identity with."""
    party = relying_party(settings(), request.host)
    if party is None:
        return []
    mine = passkeys.passkeys_of(moderator_id=moderator_id)
    found = (unlocking(one) for one in mine if one.rp_id == party.id)
    return [one for one in found if one is not None]


def passkey_answer() -> Answer:
    """What a passkey signed, as it was posted."""
    form = AssertionForm.read()
    return Answer(
        credential_id=form.credential.data,
        client_data=form.client_data.data,
        authenticator_data=form.authenticator_data.data,
        signature=form.signature.data,
    )
