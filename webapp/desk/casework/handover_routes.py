"""Handing a case to another desk, over HTTP: the log hears of it before the packets go."""

from __future__ import annotations

from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.casework import case_forms, handovers
from webapp.desk.json_body import Body
from webapp.web.transaction import transaction


@blueprint.post("/api/cases/<case_id>/handover", endpoint="hand_over_case")
def hand_over_case(case_id: str) -> tuple[str, int]:
    """Note that packets of this case are handed to another desk."""
    to, packets = case_forms.handing_over(Body.read())
    me = gate.me()
    with transaction():
        handovers.note_handover(
            desk_id=me.desk_id,
            moderator_id=me.moderator_id,
            case_id=case_id,
            to=to,
            packets=packets,
        )
    return "", 204
