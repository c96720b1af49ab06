"""One desk's part of the log: a chain of its own, so that its auditors can follow it alone.

In the chain of all desks an event's number, and the gaps between a desk's events, would tell how
much the others do. A signed head names the desk's chain as it ends: written down on paper, it shows
a log that the server made anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from webapp.crypto.base64 import encode_url
from webapp.desk.log import audit
from webapp.models import Event, db
from webapp.web.context import secrets

PAGE = 200


def log_of(*, desk_id: str, before: int | None) -> Sequence[Event]:
    """Up to PAGE events of the desk, the newest first: all, or those with a `desk_number` below."""
    chosen = select(Event).where(Event.desk_id == desk_id)
    if before is not None:
        chosen = chosen.where(Event.desk_number < before)
    return db.session.scalars(chosen.order_by(Event.desk_number.desc()).limit(PAGE)).all()


def head_of(desk_id: str) -> str | None:
    """A line that vouches for the desk's log as it is now; None while it is empty."""
    last = audit.last_of(desk_id)
    if last is None:
        return None
    facts = (desk_id, str(last.desk_number), last.day.isoformat(), last.desk_hash.hex())
    statement = ".".join(("hinghoi-desk-log-head-v1", *facts))
    return f"{statement}.{encode_url(secrets().receipt_key.sign(statement.encode('ascii')))}"
