"""Passkeys (WebAuthn Level 3): adding one, and checking what it signed.

A passkey signs in by itself, for it is two factors: the device, and the finger or PIN that the
device asks for (user verification is demanded). Beside it may lie the moderator's identity, wrapped
in the browser under what the authenticator's PRF yields; the server only stores that.

py_webauthn does the checking. It is imported where it is used: a fifth of a second and 16 MB, with
parsers of attestations that most processes never need.
"""

from __future__ import annotations

import json
import secrets as random
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from webapp.crypto.base64 import decode_url, encode_url
from webapp.desk.access import challenges
from webapp.desk.access.challenges import Purpose
from webapp.desk.access.relying_party import RelyingParty
from webapp.errors import FormInvalid, PasskeyKnown, PasskeyRefused, PasskeyUnknown
from webapp.models import Passkey, db, today

MOST = 20
# ES256, EdDSA and RS256: what phones, keys and laptops of today make.
ALGORITHMS = (-7, -8, -257)


@dataclass(frozen=True, kw_only=True)
class Made:
    """What a browser hands over after making a passkey. `salt`, `identity`: where it can unlock."""

    client_data: bytes = field(repr=False)
    attestation: bytes = field(repr=False)
    name: str
    salt: bytes | None = field(repr=False)
    identity: bytes | None = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a passkey signed, as `AuthenticatorAssertionResponse` has it."""

    credential_id: bytes = field(repr=False)
    client_data: bytes = field(repr=False)
    authenticator_data: bytes = field(repr=False)
    signature: bytes = field(repr=False)


def passkeys_of(*, moderator_id: str) -> Sequence[Passkey]:
    """A moderator's passkeys, the first one added first."""
    chosen = select(Passkey).where(Passkey.moderator_id == moderator_id)
    return db.session.scalars(chosen.order_by(Passkey.added, Passkey.id)).all()


def add(*, moderator_id: str, party: RelyingParty, made: Made) -> Passkey:
    """Keep a new passkey. Flushes.

    Raises PasskeyRefused, PasskeyKnown and, for more than MOST, FormInvalid.
    """
    challenge = _challenge(made.client_data)
    challenges.check(challenge, Purpose.ADD, moderator_id)
    credential_id, public_key, counter = _verify_new(made, challenge, party)
    if db.session.scalars(select(Passkey).where(Passkey.credential_id == credential_id)).first():
        raise PasskeyKnown
    if len(passkeys_of(moderator_id=moderator_id)) >= MOST:
        raise FormInvalid(field="passkeys")
    passkey = Passkey(
        id=random.token_hex(16),
        moderator_id=moderator_id,
        credential_id=credential_id,
        rp_id=party.id,
        public_key=public_key,
        counter=counter,
        name=made.name,
        added=today(),
        salt=made.salt,
        identity=made.identity,
    )
    db.session.add(passkey)
    challenges.spend(challenge)
    return passkey


def check(
    *,
    party: RelyingParty,
    answer: Answer,
    moderator_id: str | None,
    purpose: Purpose = Purpose.SECOND,
) -> Passkey:
    """The passkey that answered for `purpose`, of `moderator_id`; raises PasskeyRefused. Flushes.

    Without a moderator it is whoever's it is, who signs in by it.
    """
    challenge = _challenge(answer.client_data)
    purpose = Purpose.SIGN_IN if moderator_id is None else purpose
    challenges.check(challenge, purpose, moderator_id or "")
    chosen = select(Passkey).where(Passkey.credential_id == answer.credential_id)
    passkey = db.session.scalars(chosen.with_for_update()).first()
    if passkey is None or passkey.rp_id != party.id:
        raise PasskeyRefused
    if moderator_id is not None and passkey.moderator_id != moderator_id:
        raise PasskeyRefused
    passkey.counter = _verify_answer(passkey, answer, challenge, party)
    challenges.spend(challenge)
    return passkey


def own(*, moderator_id: str, passkey_id: str) -> Passkey:
    """A moderator's passkey by its id; raises PasskeyUnknown."""
    passkey = db.session.get(Passkey, passkey_id)
    if passkey is None or passkey.moderator_id != moderator_id:
        raise PasskeyUnknown
    return passkey


def _challenge(client_data: bytes) -> bytes:
    """The challenge that the browser says it was given (WebAuthn §5.8.1); raises PasskeyRefused."""
    try:
        told = json.loads(client_data.decode("utf-8"))["challenge"]
        return decode_url(told) if isinstance(told, str) else b""
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise PasskeyRefused from error


def _verify_new(made: Made, challenge: bytes, party: RelyingParty) -> tuple[bytes, bytes, int]:
    """Credential id, public key and counter of a passkey that was made for `party`."""
    from webauthn import verify_registration_response
    from webauthn.helpers.cose import COSEAlgorithmIdentifier
    from webauthn.helpers.structs import AuthenticatorAttestationResponse, RegistrationCredential

    response = AuthenticatorAttestationResponse(
        client_data_json=made.client_data, attestation_object=made.attestation
    )
    try:
        found = verify_registration_response(
            # The id that counts is the one in the attestation; this one is not looked at.
            credential=RegistrationCredential(id="", raw_id=b"", response=response),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
            supported_pub_key_algs=[COSEAlgorithmIdentifier(one) for one in ALGORITHMS],
        )
    except Exception as error:
        # Parsers of hostile bytes fail in more ways than they say; none of them is an answer.
        raise PasskeyRefused from error
    return found.credential_id, found.credential_public_key, found.sign_count


def _verify_answer(passkey: Passkey, answer: Answer, challenge: bytes, party: RelyingParty) -> int:
    """The new counter, if the passkey signed this challenge for `party`."""
    from webauthn import verify_authentication_response
    from webauthn.helpers.structs import AuthenticationCredential, AuthenticatorAssertionResponse

    response = AuthenticatorAssertionResponse(
        client_data_json=answer.client_data,
        authenticator_data=answer.authenticator_data,
        signature=answer.signature,
    )
    credential_id = answer.credential_id
    try:
        found = verify_authentication_response(
            credential=AuthenticationCredential(
                id=encode_url(credential_id), raw_id=credential_id, response=response
            ),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.counter,
            require_user_verification=True,
        )
    except Exception as error:
        raise PasskeyRefused from error
    return found.new_sign_count
