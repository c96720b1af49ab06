"""`hinghoi db`: the schema, and what has outstayed its day."""

from __future__ import annotations

import click

from webapp import create_app
from webapp.models import db, schema


@click.group(name="db")
def database() -> None:
    """The database's schema and housekeeping."""


@database.command()
def upgrade() -> None:
    """Bring the schema up to date. Safe to run again, and by several nodes at once."""
    with create_app().app_context():
        schema.upgrade(db.engine)
    click.echo("The schema is up to date.")
