"""`hinghoi db`: the schema, and what has outstayed its day."""

from __future__ import annotations

import click

from webapp.cli.running import application
from webapp.desk import letter_routes
from webapp.intake.occasion import intake
from webapp.models import db, schema


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
    """Forget unfinished uploads and old correspondences whose day has come. For a daily timer.

    Example: DATA_DIR=/var/lib/hinghoi hinghoi db expire
    """
    gone = 0
    with application():
        while found := intake().expire():
            gone += found
        letter_routes.tidy()
    click.echo(f"{gone} abandoned uploads were forgotten.")
