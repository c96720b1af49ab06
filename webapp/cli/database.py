"""`hinghoi db`: the schema, and what has outstayed its day."""

from __future__ import annotations

import click

from webapp.cli.running import application
from webapp.desk.casework import retention
from webapp.desk.post import letter_routes
from webapp.intake.occasion import intake
from webapp.models import db, row_order, schema
from webapp.web.context import blobs
from webapp.web.transaction import transaction


@click.group(name="db")
def database() -> None:
    """The database's schema and housekeeping."""


@database.command()
def upgrade() -> None:
    """Bring the schema up to date. Safe to run again, and by several nodes at once.

    Example: DATA_DIR=/var/lib/hinghoi hinghoi db upgrade
    """
    with application():
        schema.upgrade(db.engine)
    click.echo("The schema is up to date.")


@database.command()
def expire() -> None:
    """Forget unfinished uploads, old correspondences and cases whose day has come. For a timer.

    Also in which order packets and letters came, as far as the database remembers it.

    Example: DATA_DIR=/var/lib/hinghoi hinghoi db expire
    """
    gone = 0
    with application():
        while found := intake().expire():
            gone += found
        letter_routes.tidy()
        purged = _purge()
        with transaction() as session:
            row_order.forget_letters(session.connection())
            row_order.forget_packets(session.connection())
        row_order.empty_log(db.engine)
    if purged:
        click.echo(f"{purged} cases were deleted.")
    click.echo(f"{gone} abandoned uploads were forgotten.")


def _purge() -> int:
    """Delete the cases that are due, each in a transaction of its own; how many."""
    purged = 0
    for desk_id, case_id in retention.due():
        with transaction():
            purged += retention.purge(blobs=blobs(), desk_id=desk_id, case_id=case_id)
    return purged
