"""The people of a desk over HTTP: who they are, where one is signed in, and what was done."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, jsonify, request

from webapp.desk import gate
from webapp.desk.access import factors, sessions
from webapp.desk.blueprint import blueprint
from webapp.desk.forms import DemandForm, InviteForm, RoleForm
from webapp.desk.log import audit, desk_log
from webapp.desk.roles import ADMINISTRATORS, Role
from webapp.desk.team import invitations, people
from webapp.desk.team.invitations import NewInvitation
from webapp.errors import FormInvalid
from webapp.models import Event, Invitation
from webapp.web.transaction import transaction

_NUMBER = re.compile(r"[1-9][0-9]{0,11}")


@blueprint.get("/api/people", endpoint="people")
def members() -> Response:
    """The members of the asker's desk; who invites also hears who has a second factor."""
    me = gate.me()
    found = people.people_of(desk_id=me.desk_id)
    told = [{"id": one.id, "name": one.name, "role": one.role} for one in found]
    if me.role not in ADMINISTRATORS:
        return jsonify(people=told)
    return jsonify(
        people=_with_factors(told, people.with_second_factor(desk_id=me.desk_id)),
        invitations=[_invitation(one) for one in invitations.open_ones(desk_id=me.desk_id)],
        demanded=factors.is_demanded(desk_id=me.desk_id),
    )


@blueprint.post("/api/people/invite", endpoint="invite")
def invite() -> Response:
    """Keep an invitation that the asker's browser made; nothing here can be used as one."""
    form = InviteForm.read()
    new = NewInvitation(
        role=Role(form.role.data),
        token_hash=form.token_hash.data,
        key=form.key.data or None,
        file=form.file.data,
    )
    with transaction():
        return jsonify(_invitation(invitations.keep(member=gate.member(), invitation=new)))


@blueprint.post("/api/invitations/<invitation_id>/cancel", endpoint="cancel_invitation")
def cancel_invitation(invitation_id: str) -> tuple[str, int]:
    """Void an invitation of the asker's desk."""
    with transaction():
        invitations.cancel(member=gate.member(), invitation_id=invitation_id)
    return "", 204


@blueprint.post("/api/people/<moderator_id>/role", endpoint="give_role")
def give_role(moderator_id: str) -> tuple[str, int]:
    """Give a member of the asker's desk another role, and sign them out."""
    role = Role(RoleForm.read().role.data)
    with transaction():
        people.give_role(member=gate.member(), moderator_id=moderator_id, role=role)
    return "", 204


@blueprint.post("/api/people/second-factor", endpoint="demand_second")
def demand_second() -> tuple[str, int]:
    """Ask everybody at the asker's desk for a second factor, or leave it to them."""
    demanded = DemandForm.read().demanded.data == "yes"
    with transaction():
        factors.demand(member=gate.member(), demanded=demanded)
    return "", 204


@blueprint.get("/api/sessions", endpoint="sessions")
def own_sessions() -> Response:
    """The browsers in which the asker is signed in. `ends` in Unix seconds, at the latest."""
    me = gate.me()
    found = sessions.sessions_of(moderator_id=me.moderator_id)
    return jsonify(
        sessions=[
            {
                "id": sessions.public_id(one.token_hash),
                "started": one.started.isoformat() if one.started else None,
                "ends": min(one.ends, one.idle_until),
                "here": one.token_hash == me.token_hash,
            }
            for one in found
        ]
    )


@blueprint.post("/api/sessions/<session_id>/end", endpoint="end_session")
def end_session(session_id: str) -> tuple[str, int]:
    """Sign out one of the asker's browsers."""
    with transaction():
        sessions.end_one(moderator_id=gate.me().moderator_id, session_id=session_id)
    return "", 204


@blueprint.get("/api/log", endpoint="log")
def log() -> Response:
    """What was done at the asker's desk, the newest first, and the signed ends of the log."""
    desk_id = gate.me().desk_id
    events = desk_log.log_of(desk_id=desk_id, before=_before())
    head = audit.head()
    return jsonify(
        events=[_event(event) for event in events],
        next=events[-1].desk_number if events and events[-1].desk_number > 1 else None,
        head=str(head) if head else None,
        desk_head=desk_log.head_of(desk_id),
    )


def _with_factors(told: list[dict[str, Any]], having: frozenset[str]) -> list[dict[str, Any]]:
    return [{**one, "second": one["id"] in having} for one in told]


def _invitation(one: Invitation) -> dict[str, Any]:
    return {"id": one.id, "role": one.role, "expires": one.expires.isoformat()}


def _before() -> int | None:
    text = request.args.get("before", "")
    if text and not _NUMBER.fullmatch(text):
        raise FormInvalid(field="before")
    return int(text) if text else None


def _event(event: Event) -> dict[str, Any]:
    return {
        "number": event.desk_number,
        "day": event.day.isoformat(),
        "kind": event.kind,
        "moderator": event.moderator_id,
        "packet": event.packet_id,
        "case": event.case_id,
        "detail": event.detail,
        "card": event.card.hex() if event.card else None,
        "hash": event.desk_hash.hex(),
    }
