"""What a relay forgets, and when: bytes some days after their receipt, receipts much later."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from webapp.models import db, today
from webapp.relay import passages
from webapp.web.context import blobs, settings
from webapp.web.transaction import transaction


def tidy_once_a_day() -> None:
    """Called before each pass; works in the first one of a day."""
    if current_app.extensions.get("hinghoi.relay.tidied") != today():
        tidy()
        current_app.extensions["hinghoi.relay.tidied"] = today()


def tidy() -> None:
    """Delete what is due by the settings. The upstream has signed for all of it."""
    session = db.session()
    chosen = settings()
    packets = today() - timedelta(days=chosen.relay_keep_days)
    receipts = today() - timedelta(days=chosen.relay_receipt_days)
    bytes_due = passages.finished(session, packets, kept=True)
    rows_due = passages.finished(session, receipts, kept=False)
    session.rollback()
    for sha256 in bytes_due:
        blobs().delete(sha256)
        with transaction() as writing:
            passages.let_go(writing, sha256)
    for sha256 in rows_due:
        blobs().delete(sha256)
        with transaction() as writing:
            passages.forget(writing, sha256)
