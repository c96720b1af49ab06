"""The desk's packets over HTTP: sealed bytes out, marks of reading in."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, jsonify, request

from webapp.desk import gate
from webapp.desk.blueprint import blueprint
from webapp.desk.post import packets
from webapp.desk.post.packets import Cursor, Row
from webapp.errors import FormInvalid
from webapp.web.context import blobs
from webapp.web.transaction import transaction


@blueprint.get("/api/packets", endpoint="packets")
def listing() -> Response:
    """A page of the desk's packets, newest first; with `uncarded=1`, of those in no case."""
    uncarded = request.args.get("uncarded") == "1"
    listed = packets.list_uncarded if uncarded else packets.list_packets
    rows, following = listed(desk_id=gate.me().desk_id, after=_cursor())
    return jsonify(packets=[_row(row) for row in rows], next=str(following) if following else None)


@blueprint.get("/api/packets/<packet_id>")
def packet(packet_id: str) -> Response:
    """The sealed bytes; that they were handed out is in the log before the first byte goes.

    `Range: bytes=0-N` gets their beginning, which is enough for a card. Other ranges get all.
    """
    me = gate.me()
    with transaction():
        row, sha256 = packets.open_packet(
            packet_id=packet_id, desk_id=me.desk_id, moderator_id=me.moderator_id
        )
    length = row.size
    end = _end_of_beginning(length)
    pieces = blobs().read(sha256)
    answer = Response(_first(pieces, end) if end < length else pieces)
    answer.content_type = "application/octet-stream"
    answer.content_length = end
    if end < length:
        answer.status_code = 206
        answer.headers["Content-Range"] = f"bytes 0-{end - 1}/{length}"
    answer.headers["Hinghoi-Day"] = row.day.isoformat()
    answer.headers["Hinghoi-Read"] = "1" if row.read else "0"
    answer.headers["Content-Disposition"] = f'attachment; filename="{packet_id}.age"'
    return answer


@blueprint.post("/api/packets/<packet_id>/read")
def mark_read(packet_id: str) -> tuple[str, int]:
    """Mark the packet as read by this desk."""
    with transaction():
        packets.mark_read(packet_id=packet_id, desk_id=gate.me().desk_id)
    return "", 204


def _end_of_beginning(length: int) -> int:
    """How many bytes are asked for, from the first on."""
    asked = request.range.range_for_length(length) if request.range else None
    return asked[1] if asked and asked[0] == 0 else length


def _first(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    for piece in pieces:
        yield piece[:size]
        size -= len(piece)
        if size <= 0:
            return


def _cursor() -> Cursor | None:
    text = request.args.get("after", "")
    try:
        return Cursor.parse(text) if text else None
    except ValueError as error:
        raise FormInvalid(field="after") from error


def _row(row: Row) -> dict[str, object]:
    return {"id": row.id, "size": row.size, "day": row.day.isoformat(), "read": row.read}
