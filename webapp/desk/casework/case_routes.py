"""Cases over HTTP: what changed, sealed cards out and in, and changes one by one or in bulk."""

from __future__ import annotations

import re

from flask import Response, jsonify, request

from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.casework import cards, case_forms, cases, changes, cursor
from webapp.desk.casework.cases import NewCase
from webapp.desk.casework.work import Actor, Work, at_desk
from webapp.desk.json_body import Body
from webapp.errors import FormInvalid, HinghoiError
from webapp.models import Case
from webapp.web.transaction import transaction

_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}")


@blueprint.get("/api/changes", endpoint="changes")
def listing() -> Response:
    """What changed after a cursor; 304 as long as nothing did."""
    desk_id, after = gate.me().desk_id, _after()
    mark = cursor.mark(desk_id=desk_id, after=after)
    if mark in request.if_none_match:
        answer = Response(status=304)
    else:
        answer = _changes(changes.since(desk_id=desk_id, after=after))
    answer.set_etag(mark)
    return answer


@blueprint.get("/api/blocks/<int:number>", endpoint="block")
def block(number: int) -> Response:
    """One sealed block; that a moderator is handed cards is in the log before the first byte."""
    me = gate.me()
    if not cards.is_noted(moderator_id=me.moderator_id):
        with transaction():
            cards.note_reading(desk_id=me.desk_id, moderator_id=me.moderator_id)
    file = cards.read_block(desk_id=me.desk_id, number=number)
    return Response(file, content_type=gate.OCTETS)


@blueprint.post("/api/blocks", endpoint="compact")
def compact() -> Response:
    """Put several blocks into one, if they are still as the browser knew them."""
    compaction, actor = case_forms.compaction(Body.read()), _actor()
    with transaction():
        cursor.hold(desk_id=actor.desk_id)
        made = cards.compact(
            desk_id=actor.desk_id, moderator_id=actor.moderator_id, compaction=compaction
        )
        told = _block(made.number, made.first, made.key_fingerprint, made.count, made.length)
    return jsonify(told)


@blueprint.post("/api/cases", endpoint="open_case")
def open_case() -> tuple[Response, int]:
    """Open one case."""
    new = case_forms.new_case(Body.read())
    with transaction(), at_desk(_actor()) as work:
        cases.look_up(work, [new])
        told = _row(cases.open_case(work, new))
    return jsonify(told), 201


@blueprint.post("/api/cases/<case_id>", endpoint="change_case")
def change_case(case_id: str) -> Response:
    """Change one case."""
    change = case_forms.case_change(Body.read(), case_id)
    with transaction(), at_desk(_actor()) as work:
        cases.look_up(work, [change])
        told = _row(cases.change_case(work, change))
    return jsonify(told)


@blueprint.post("/api/cases/<case_id>/merge", endpoint="merge_cases")
def merge_cases(case_id: str) -> Response:
    """Make this case a duplicate of another one, which gets its packets."""
    source, target = case_forms.merging(Body.read(), case_id)
    with transaction(), at_desk(_actor()) as work:
        cases.look_up(work, [source, target])
        duplicate, kept = cases.merge_cases(work, source=source, target=target)
        told = {"case": _row(duplicate), "into": _row(kept)}
    return jsonify(told)


@blueprint.post("/api/cases/<case_id>/split", endpoint="split_case")
def split_case(case_id: str) -> Response:
    """Open a case over some of the packets of this one."""
    source, new = case_forms.splitting(Body.read(), case_id)
    with transaction(), at_desk(_actor()) as work:
        work.look_up([source.id, new.id], [])
        kept, split = cases.split_case(work, source=source, new=new)
        told = {"case": _row(kept), "new": _row(split)}
    return jsonify(told)


@blueprint.post("/api/cases/<case_id>/hold", endpoint="hold_case")
def hold_case(case_id: str) -> Response:
    """Keep a case from being deleted, or let it go."""
    hold = Body.read().truth("hold")
    with transaction(), at_desk(_actor()) as work:
        work.look_up([case_id], [])
        told = _row(cases.hold_case(work, case_id=case_id, hold=hold))
    return jsonify(told)


@blueprint.post("/api/cases/bulk", endpoint="change_cases")
def change_cases() -> Response:
    """Many changes in one request; each is taken or refused by itself."""
    wanted = case_forms.changes(Body.read())
    with transaction(), at_desk(_actor()) as work:
        cases.look_up(work, wanted)
        results = [_result(work, one) for one in wanted]
    return jsonify(results=results)


def _result(work: Work, one: NewCase | cases.CaseChange) -> dict[str, object]:
    try:
        if isinstance(one, NewCase):
            return _row(cases.open_case(work, one))
        return _row(cases.change_case(work, one))
    except HinghoiError as error:
        return {**error.members, "id": one.id, "code": error.code}


def _actor() -> Actor:
    me = gate.me()
    return Actor(me.desk_id, me.moderator_id)


def _after() -> int:
    text = request.args.get("after", "0")
    if not _NUMBER.fullmatch(text):
        raise FormInvalid(field="after")
    return int(text)


def _changes(found: changes.Changes) -> Response:
    return jsonify(
        cases=[_row(case) for case in found.cases],
        blocks=[
            _block(one.number, one.first, one.key_fingerprint, one.entries, one.length)
            for one in found.blocks
        ],
        next=found.following,
        more=found.more,
        waiting=found.waiting,
    )


def _row(case: Case | changes.CaseRow) -> dict[str, object]:
    return {
        "id": case.id,
        "state": case.state,
        "assignee": case.assignee,
        "opened": case.opened.isoformat(),
        "changed": case.changed.isoformat(),
        "version": case.version,
        "seq": case.seq,
        "hold": case.hold,
        "gone": case.gone,
    }


def _block(number: int, first: int, key: str, count: int, length: int) -> dict[str, object]:
    return {"number": number, "first": first, "key": key, "count": count, "bytes": length}
