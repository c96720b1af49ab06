"""The people of a desk over HTTP: who they are, where one is signed in, and what was done."""

from __future__ import annotations

import re
from typing import Any

from flask import Response, jsonify, request

from webapp.desk import audit, gate, people, sessions
from webapp.desk.blueprint import blueprint
from webapp.errors import FormInvalid
from webapp.models import Event
from webapp.web.transaction import transaction

_NUMBER = re.compile(r"[1-9][0-9]{0,11}")


@blueprint.get("/api/people", endpoint="people")
def members() -> Response:
    """The members of the asker's desk."""
    found = people.people_of(desk_id=gate.me().desk_id)
    return jsonify(people=[{"id": one.id, "name": one.name, "role": one.role} for one in found])


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
    """What was done at the asker's desk, the newest first, and the signed head of the whole log."""
    events = people.log_of(desk_id=gate.me().desk_id, before=_before())
    head = audit.head()
    return jsonify(
        events=[_event(number, event) for number, event in events],
        next=events[-1][0] if events and events[-1][0] > 1 else None,
        head=str(head) if head else None,
    )


def _before() -> int | None:
    text = request.args.get("before", "")
    if text and not _NUMBER.fullmatch(text):
        raise FormInvalid(field="before")
    return int(text) if text else None


def _event(number: int, event: Event) -> dict[str, Any]:
    return {
        "number": number,
        "day": event.day.isoformat(),
        "kind": event.kind,
        "moderator": event.moderator_id,
        "packet": event.packet_id,
        "case": event.case_id,
        "detail": event.detail,
        "card": event.card.hex() if event.card else None,
        "hash": event.hash.hex(),
    }
