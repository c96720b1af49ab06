"""`hinghoi serve`: migrations, then the web server in the foreground until SIGTERM."""

from __future__ import annotations

import os

import click

from webapp import create_app
from webapp.cli.demo import sign_up_line
from webapp.cli.running import settings_or_exit
from webapp.config import Settings
from webapp.models import db, schema
from webapp.web.gunicorn_app import Server, forbid_core_dumps
from webapp.web.logs import set_up_logs


@click.command()
@click.option("--demo", is_flag=True, help="Make a demonstration desk first, if there is none.")
def serve(demo: bool) -> None:
    """Run the server in the foreground; SIGTERM ends it.

    Example: PORT=8080 DATA_DIR=/var/lib/hinghoi hinghoi serve
    """
    settings = settings_or_exit()
    forbid_core_dumps()
    os.umask(0o077)
    set_up_logs(settings.log_level)
    _prepare(settings, demo=demo)
    Server(settings, create_app).run()


def _prepare(settings: Settings, *, demo: bool) -> None:
    """The schema, the secrets and the lines that say where to go, before any worker is forked."""
    with create_app(settings).app_context():
        schema.upgrade(db.engine)
        third = sign_up_line(settings) if demo else None
        # Connections must not be shared with the workers that are forked next.
        db.engine.dispose()
    click.echo(f"Report:      {settings.public_url}/")
    click.echo(f"Moderators:  {settings.public_url}/desk")
    if third:
        click.echo(f"Sign-up:     {third}")
