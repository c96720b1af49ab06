"""Writes the rows of packets that came whole, those of many requests in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from webapp.intake import records
from webapp.intake.headers import Announcement
from webapp.intake.records import Held
from webapp.web.transaction import writing


def keep_new(arrived: Sequence[Announcement]) -> list[Held | None]:
    """Write the rows of those packets that are new, in one transaction; None for the others."""
    try:
        with writing() as connection:
            old = records.underway(connection, [facts.id for facts in arrived])
            held = records.keep(connection, [facts for facts in arrived if facts.id not in old])
    except IntegrityError:
        # One of them is known or names an unknown desk; the others shall not suffer for it.
        return [None] if len(arrived) == 1 else [one for a in arrived for one in keep_new([a])]
    by_id = {one.id: one for one in held}
    return [by_id.get(facts.id) for facts in arrived]
