"""What anybody may ask: which desks there are, and whether a packet can be taken just now."""

from __future__ import annotations

import json

from flask import Blueprint, Response, current_app, request
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from webapp.crypto.receipts import public_key_text
from webapp.errors import HinghoiError
from webapp.intake.occasion import door
from webapp.models import Desk, DeskKey, Upload, db
from webapp.web.context import blobs, secrets, settings
from webapp.web.transaction import transaction

blueprint = Blueprint("public", __name__)
# Apart, because a relay tells another server's list.
key_list = Blueprint("key_list", __name__)


@key_list.get("/api/desks")
def desks() -> Response:
    """Everything a phone must know to seal: desks, their keys, the receipt key, the limits."""
    body = {
        "version": 2,
        "receipt_key": public_key_text(secrets().receipt_key),
        "limits": {"packet": settings().max_packet_bytes, "chunk": settings().max_chunk_bytes},
        "work": {"packet": door().asked},
        "desks": _desks(),
    }
    answer = Response(json.dumps(body, ensure_ascii=False), content_type="application/json")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _desks() -> list[dict[str, object]]:
    chosen = select(Desk, DeskKey).join(DeskKey, DeskKey.desk_id == Desk.id)
    told = []
    chain: list[dict[str, object]] = []
    for desk, key in db.session.execute(chosen.order_by(Desk.id, DeskKey.id)):
        if key.active:
            told.append(_desk(desk, key, chain))
            chain = []
        elif key.signature is None:
            chain = []  # It vouched for nobody: what led to it leads no further.
        else:
            chain.append(_retired(key))
    return told


def _desk(desk: Desk, key: DeskKey, chain: list[dict[str, object]]) -> dict[str, object]:
    return {
        "id": desk.id,
        "name": {"th": desk.name_th, "en": desk.name_en},
        "recipient": key.recipient,
        "signing": key.signing,
        "fingerprint": key.fingerprint,
        "chain": chain,
    }


def _retired(key: DeskKey) -> dict[str, object]:
    return {
        "recipient": key.recipient,
        "signing": key.signing,
        "day": key.retired.isoformat() if key.retired else None,
        "signature": key.signature,
    }


@blueprint.get("/healthz")
def health() -> Response:
    """200 when a packet can be taken; 503 with the name of what stands in the way."""
    checks = {**_CHECKS, **current_app.extensions.get("hinghoi.checks", {})}
    wrong = [name for name, works in checks.items() if not works()]
    body = json.dumps({"ok": not wrong, "wrong": wrong})
    answer = Response(body, 503 if wrong else 200, content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _database_writes() -> bool:
    try:
        with transaction() as session:
            # Touches no row, but needs the right and the lock to write.
            session.execute(update(Upload).where(Upload.id == "").values(offset=0))
    except (HinghoiError, SQLAlchemyError):
        return False
    return True


def _storage_writes() -> bool:
    try:
        blobs().check()
    except (HinghoiError, OSError):
        return False
    return True


def _has_room() -> bool:
    try:
        room = blobs().room()
    except OSError:
        return False
    return room is None or room > settings().min_room_bytes


_CHECKS = {"database": _database_writes, "storage": _storage_writes, "room": _has_room}
