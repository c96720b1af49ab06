"""tus 1.0 over HTTP: headers in, headers out. What they mean is in service.py."""

from __future__ import annotations

from datetime import UTC, datetime, time
from email.utils import format_datetime

from flask import Blueprint, Response, request

from webapp.errors import (
    MediaTypeUnsupported,
    OffsetMismatch,
    PacketUnknown,
    ProtocolUnsupported,
)
from webapp.intake import headers
from webapp.intake.body import Piece, read_piece
from webapp.intake.occasion import intake, sweep_once_a_day
from webapp.intake.standing import Standing
from webapp.web.context import settings

blueprint = Blueprint("intake", __name__, url_prefix="/api/packets")

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
OFFSET_TYPE = "application/offset+octet-stream"


@blueprint.after_request
def speak_tus(answer: Response) -> Response:
    """The headers that every answer of the protocol has; errors included."""
    answer.headers["Tus-Resumable"] = VERSION
    answer.headers["Cache-Control"] = "no-store"
    if answer.status_code == ProtocolUnsupported.status:
        answer.headers["Tus-Version"] = VERSION
    return answer


@blueprint.route("", methods=["OPTIONS"], provide_automatic_options=False)
@blueprint.route("/<packet_id>", methods=["OPTIONS"], provide_automatic_options=False)
def options(packet_id: str = "") -> Response:  # noqa: ARG001
    """What this server can do (tus 1.0 §OPTIONS)."""
    answer = Response(status=204)
    answer.headers["Tus-Version"] = VERSION
    answer.headers["Tus-Extension"] = EXTENSIONS
    answer.headers["Tus-Max-Size"] = str(settings().max_packet_bytes)
    answer.headers["Tus-Checksum-Algorithm"] = ",".join(headers.ALGORITHMS)
    return answer


@blueprint.post("")
def create() -> Response:
    """Announce a packet, and send its beginning or the whole of it along."""
    _require_version()
    facts = headers.announcement(request.headers)
    checksum = headers.checksum(request.headers.get("Upload-Checksum"))
    if request.content_length == facts.length:
        data = _piece(checksum).data
        if len(data) == facts.length:
            return _created(intake().take_whole(facts, data))
        return _created(_begin(facts, data))
    standing = intake().look_up(facts)
    if standing and (standing.whole or standing.offset):
        return _created(standing)
    return _created(_begin(facts, _piece(checksum).data if _has_body() else b""))


def _begin(facts: headers.Announcement, data: bytes) -> Standing:
    """Start an upload, with its first bytes if some came along."""
    headers.require_within(facts, data)
    sweep_once_a_day()
    standing = intake().look_up(facts) or intake().begin(facts)
    if data and not standing.offset and not standing.whole:
        return intake().append(facts.id, 0, data)
    return standing


@blueprint.route("/<packet_id>", methods=["HEAD"])
def status(packet_id: str) -> Response:
    """How much of a packet is safely here."""
    answer = _told(intake().status(_id(packet_id)), 200)
    answer.headers.pop("Content-Length", None)
    return answer


@blueprint.patch("/<packet_id>")
def append(packet_id: str) -> Response:
    """The next piece of a packet."""
    _require_version()
    offset = headers.whole_number(request.headers, "Upload-Offset")
    checksum = headers.checksum(request.headers.get("Upload-Checksum"))
    before = intake().status(_id(packet_id))
    if not before.whole and before.offset != offset:
        raise OffsetMismatch(offset=before.offset)
    return _told(intake().append(packet_id, offset, _piece(checksum).data), 204)


@blueprint.delete("/<packet_id>")
def end(packet_id: str) -> Response:
    """Forget an unfinished packet (tus 1.0 §termination)."""
    _require_version()
    intake().end(_id(packet_id))
    return Response(status=204)


@blueprint.get("/<packet_id>/receipt")
def receipt(packet_id: str) -> Response:
    """The receipt alone, for people and programs that lost the answer."""
    found = intake().status(_id(packet_id)).receipt
    if found is None:
        raise PacketUnknown()
    return Response(found + "\n", content_type="text/plain; charset=us-ascii")


def _require_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise ProtocolUnsupported()


def _id(packet_id: str) -> str:
    if not headers.is_id(packet_id):
        raise PacketUnknown()
    return packet_id


def _has_body() -> bool:
    return bool(request.content_length) or "Transfer-Encoding" in request.headers


def _piece(checksum: headers.Checksum | None) -> Piece:
    if request.mimetype != OFFSET_TYPE:
        raise MediaTypeUnsupported()
    return read_piece(request.environ, settings().max_chunk_bytes, checksum)


def _created(standing: Standing) -> Response:
    answer = _told(standing, 201)
    answer.headers["Location"] = f"/api/packets/{standing.id}"
    return answer


def _told(standing: Standing, status: int) -> Response:
    answer = Response(status=status)
    answer.autocorrect_location_header = False
    answer.headers["Upload-Offset"] = str(standing.offset)
    answer.headers["Upload-Length"] = str(standing.length)
    if standing.expires:
        midnight = datetime.combine(standing.expires, time(), UTC)
        answer.headers["Upload-Expires"] = format_datetime(midnight, usegmt=True)
    if standing.receipt:
        answer.headers["Hinghoi-Receipt"] = standing.receipt
    if standing.held:
        answer.headers["Hinghoi-Held"] = "relay"
    return answer
