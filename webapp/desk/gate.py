"""The one gate before every route of the desk: permission first, then the CSRF token."""

from __future__ import annotations

from typing import cast

from flask import g, request, session
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf

from webapp.desk import json_body
from webapp.desk.access import half_way, sessions
from webapp.desk.access.factors import Member
from webapp.desk.access.sessions import SignedIn
from webapp.desk.casework import cases
from webapp.desk.permissions import PERMISSIONS, Rule, Scope
from webapp.desk.post.packets import is_addressed
from webapp.errors import (
    CaseUnknown,
    CsrfInvalid,
    FormInvalid,
    PacketUnknown,
    ProofRequired,
    RoleRequired,
    SecondFactorRequired,
    SignInRequired,
)
from webapp.web.context import settings
from webapp.web.transaction import transaction

FORM = "application/x-www-form-urlencoded"
OCTETS = "application/octet-stream"
# What a signed-in moderator may post of these: a letter with its copy, or a bulk of cards.
MOST_BYTES = 8 * 1024 * 1024
_SESSION = "signed_in"

login = LoginManager()
csrf = CSRFProtect()


def idle_seconds() -> int:
    """How long a session lives untouched."""
    return settings().desk_idle_minutes * 60


def guard() -> None:
    """Let the request through or raise; runs before every view of the blueprint."""
    rule = PERMISSIONS.get(request.endpoint or "")
    if rule is None:
        raise SignInRequired
    if rule.scope is not Scope.PUBLIC:
        _check_person(rule)
    if request.method == "POST":
        _check_post()
    if current_user.is_authenticated and me().stale:
        with transaction():
            sessions.touch_session(token_hash=me().token_hash, idle_seconds=idle_seconds())


def me() -> SignedIn:
    """The moderator who asks; only behind routes that need one."""
    return cast(SignedIn, current_user)


def member() -> Member:
    """The same, as services know those who act."""
    return Member(me().moderator_id, me().desk_id)


def sign_in(moderator_id: str) -> str:
    """Start a session for this browser, inside a transaction; returns its CSRF token."""
    token = sessions.start_session(
        moderator_id=moderator_id,
        idle_seconds=idle_seconds(),
        seconds=settings().desk_session_hours * 3600,
    )
    csrf_token = forget()
    session[_SESSION] = token
    return csrf_token


def ask_for_second(moderator_id: str, name: str) -> str:
    """Remember in this browser who showed a passphrase; returns the CSRF token of the session."""
    csrf_token = forget()
    half_way.keep(moderator_id, name)
    return csrf_token


def forget() -> str:
    """Empty this browser's cookie; returns the CSRF token of the new, empty session."""
    session.clear()
    g.pop("csrf_token", None)
    return cast(str, generate_csrf())


@login.request_loader  # type: ignore[untyped-decorator]
def _load(_request: object) -> SignedIn | None:
    # Flask-Login's own way would put a hash of the address and the browser's name in the cookie.
    token = session.get(_SESSION)
    if token is None:
        return None
    return sessions.find_session(token=token, idle_seconds=idle_seconds())


def _check_person(rule: Rule) -> None:
    """What is in the address must be the asker's desk's; else it is as if it were not there."""
    if not current_user.is_authenticated:
        raise SignInRequired
    if me().role not in rule.roles:
        raise RoleRequired
    if me().bare and not rule.bare:
        raise SecondFactorRequired
    if rule.proved and not me().proved:
        raise ProofRequired
    named = request.view_args or {}
    if rule.scope is Scope.PACKET and not is_addressed(
        packet_id=named["packet_id"], desk_id=me().desk_id
    ):
        raise PacketUnknown
    if rule.scope is Scope.CASE and not cases.is_ours(
        case_id=named["case_id"], desk_id=me().desk_id
    ):
        raise CaseUnknown


def _check_post() -> None:
    # Never multipart, whose bodies would be spooled to temporary files.
    if request.mimetype not in (FORM, OCTETS, json_body.TYPE):
        raise FormInvalid(field="content-type")
    if request.mimetype != FORM and current_user.is_authenticated:
        # Before the next line looks at the body; routes have narrower limits of their own.
        request.max_content_length = MOST_BYTES
    try:
        csrf.protect()
    except CSRFError as error:
        raise CsrfInvalid from error
