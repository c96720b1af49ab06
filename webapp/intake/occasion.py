"""Intake's use cases for the current application, and the once-a-day tidying they bring along."""

from __future__ import annotations

import threading

from flask import current_app

from webapp.intake.door import Door
from webapp.intake.headers import Announcement
from webapp.intake.keeping import keep_new
from webapp.intake.lane import Lane
from webapp.intake.quotas import Quotas
from webapp.intake.records import Held
from webapp.intake.service import Intake
from webapp.models import db, storage_use, today
from webapp.web.context import blobs, settings
from webapp.web.together import Together

_making = threading.Lock()
_SWEEP = 100  # uploads; so that the request that pays for the sweep hardly feels it


def intake() -> Intake:
    """The use cases over what the current application was configured with."""
    chosen = settings()
    return Intake(
        blobs=blobs(),
        promises=current_app.extensions["hinghoi.promises"],
        max_packet=chosen.max_packet_bytes,
        min_room=chosen.min_room_bytes,
        days=chosen.upload_expiry_days,
        keep_new=_keeping(),
        quotas=_quotas(),
        door=door(),
    )


def _keeping() -> Together[Announcement, Held | None]:
    """The queue that packets of this process share for their commits."""
    with _making:
        if "hinghoi.keeping" not in current_app.extensions:
            current_app.extensions["hinghoi.keeping"] = Together(keep_new)
    found: Together[Announcement, Held | None] = current_app.extensions["hinghoi.keeping"]
    return found


def door() -> Door:
    """The way in for new packets, with its own slow lane in each process."""
    with _making:
        if "hinghoi.door" not in current_app.extensions:
            chosen = settings()
            rate = chosen.new_packets_per_minute / 60 / chosen.web_workers
            # A relay lets phones in without work: it cannot know how hard its server wants it.
            bits = 0 if chosen.relay_url else chosen.work_bits
            current_app.extensions["hinghoi.door"] = Door(Lane(rate), bits)
    found: Door = current_app.extensions["hinghoi.door"]
    return found


def _quotas() -> Quotas:
    """What this process knows of the room that is taken."""
    with _making:
        if "hinghoi.quotas" not in current_app.extensions:
            limits = (settings().desk_quota_bytes, settings().quota_bytes)
            current_app.extensions["hinghoi.quotas"] = Quotas(*limits, _used)
    found: Quotas = current_app.extensions["hinghoi.quotas"]
    return found


def _used() -> dict[str, int]:
    session = db.session()
    session.rollback()  # an older snapshot would not show what came since
    found = storage_use.used(session)
    session.rollback()
    return found


def sweep_once_a_day() -> None:
    """Forget abandoned uploads when the first upload of a day begins in this process."""
    if current_app.extensions.get("hinghoi.swept") != today():
        current_app.extensions["hinghoi.swept"] = today()
        intake().expire(_SWEEP)
