"""The desk's page, and how its people get in and out."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import NotFound

from webapp.crypto.base64 import encode_url
from webapp.desk import gate, service
from webapp.desk.access import factors, second_routes, sessions, throttle
from webapp.desk.access.answers import signed_in
from webapp.desk.access.relying_party import relying_party
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import JoinForm, NameForm, SignInForm, SignOutForm, TokenForm
from webapp.errors import SignInRefused
from webapp.models import Desk, Moderator, RecoverySheet, db
from webapp.web.context import settings
from webapp.web.transaction import transaction
from webapp.web.words import words


@blueprint.get("")
def shell() -> str:
    """The page; everything on it is made by its script."""
    party = relying_party(settings(), request.host)
    language = "en" if request.args.get("lang") == "en" else "th"
    assets = current_app.extensions["hinghoi.build"].assets
    return render_template(
        "desk.html",
        language=language,
        words=words(language),
        public_url=settings().public_url,
        rp=party.id if party else "",
        script=assets.get(f"desk.{language}.js", ""),
        style=assets.get("desk.css", ""),
    )


@blueprint.get("/player")
def player() -> Response:
    """The frame that plays sound and films of reports; the same for everybody."""
    build = current_app.extensions["hinghoi.build"]
    if build.player is None:
        raise NotFound
    page = (build.folder / build.player.file).read_text("utf-8")
    return Response(page, content_type="text/html; charset=utf-8")


@blueprint.post("/api/invitation")
def invitation() -> Response:
    """What an invitation carries, for whoever shows its token."""
    invited = service.open_invitation(token=TokenForm.read().token.data)
    return jsonify(
        desk=_desk(invited.desk),
        role=invited.role,
        recipient=invited.key.recipient if invited.key else None,
        file=encode_url(invited.file) if invited.file else None,
    )


@blueprint.post("/api/join")
def join() -> Response:
    """Make the moderator, use the invitation up, and sign the browser in."""
    form = JoinForm.read()
    fields = ("name", "salt", "authentication", "recipient", "identity", "file")
    person = service.NewModerator(**{field: form[field].data for field in fields})
    with transaction():
        moderator = service.join(token=form.token.data, person=person)
        return signed_in(gate.sign_in(moderator.id), moderator.name)


@blueprint.post("/api/salt")
def salt() -> Response:
    """The salt of a name, or an invented one."""
    return jsonify(salt=encode_url(sessions.salt_for(name=NameForm.read().name.data)))


@blueprint.post("/api/sign-in")
@throttle.limit_here
@throttle.limit_strangers
def sign_in() -> Response:
    """Start a session for whoever shows the secret derived from the passphrase.

    For who has a second factor it is a beginning only: `second` says what is asked for next.
    """
    form = SignInForm.read()
    given = {"name": form.name.data, "authentication": form.authentication.data}
    with throttle.places.one():
        moderator = sessions.check_secret(**given)
    if moderator is None:
        raise SignInRefused
    moderator_id, known_as = moderator.id, moderator.name
    if factors.is_needed(moderator_id=moderator_id):
        csrf = gate.ask_for_second(moderator_id, known_as)
        return jsonify(csrf=csrf, second=second_routes.asked_of(moderator_id))
    with transaction():
        return signed_in(gate.sign_in(moderator_id), known_as)


@blueprint.post("/api/sign-out")
def sign_out() -> Response:
    """End this session, or with `everywhere` all of this moderator's; the page may stay open."""
    me, everywhere = gate.me(), SignOutForm.read().everywhere.data
    with transaction():
        if everywhere:
            sessions.end_all_sessions(moderator_id=me.moderator_id)
        else:
            sessions.end_session(token_hash=me.token_hash)
    return jsonify(csrf=gate.forget())


@blueprint.get("/api/keys")
def keys() -> Response:
    """What the moderator's page needs to unlock: sealed or public, all of it."""
    moderator = db.session.get_one(Moderator, gate.me().moderator_id)
    files = service.wrapped_keys(moderator_id=moderator.id)
    return jsonify(
        id=moderator.id,
        name=moderator.name,
        role=moderator.role,
        salt=encode_url(moderator.salt),
        recipient=moderator.recipient,
        identity=encode_url(moderator.identity),
        sheet=_sheet(moderator.id),
        desk=_desk(db.session.get_one(Desk, moderator.desk_id)),
        unlocking=second_routes.unlocking_here(moderator.id),
        bare=gate.me().bare,
        files=[
            {
                "recipient": key.recipient,
                "fingerprint": key.fingerprint,
                "file": encode_url(file),
                "vouched": vouched,
            }
            for key, file, vouched in files
        ],
    )


def _desk(desk: Desk) -> dict[str, Any]:
    return {"id": desk.id, "name": {"th": desk.name_th, "en": desk.name_en}}


def _sheet(moderator_id: str) -> dict[str, Any] | None:
    sheet = db.session.get(RecoverySheet, moderator_id)
    return {"made": sheet.made.isoformat(), "proven": sheet.proven} if sheet else None
