"""`hinghoi serve`: migrations, then the web server in the foreground until SIGTERM."""

from __future__ import annotations

import os

import click
from flask import Flask

from webapp import create_app
from webapp.cli.demo import sign_up_line
from webapp.cli.running import settings_or_exit
from webapp.config import Settings
from webapp.delivery import DeliveryFailed, connect
from webapp.models import db, schema
from webapp.relay import key_list
from webapp.relay.sender import Sender
from webapp.web.gunicorn_app import Server, allow_many_files, forbid_core_dumps
from webapp.web.logs import set_up_logs


@click.command()
@click.option("--demo", is_flag=True, help="Make a demonstration desk first, if there is none.")
@click.option(
    "--relay",
    "upstream",
    metavar="URL",
    help="Be a relay: take packets and pass them on to the server at this origin (RELAY_URL).",
)
def serve(demo: bool, upstream: str | None) -> None:
    """Run the server in the foreground; SIGTERM ends it.

    \b
    Examples:
      PORT=8080 DATA_DIR=/var/lib/hinghoi hinghoi serve
      DATA_DIR=/var/lib/relay hinghoi serve --relay https://report.example
    """
    settings = settings_or_exit(**({"RELAY_URL": upstream} if upstream else {}))
    if demo and settings.relay_url:
        raise click.UsageError("A relay has no desk of its own; leave out --demo.")
    forbid_core_dumps()
    allow_many_files()
    os.umask(0o077)
    set_up_logs(settings.log_level)
    _prepare(settings, demo=demo)
    Server(settings, _relaying if settings.relay_url else create_app).run()


def _relaying(settings: Settings) -> Flask:
    """The application of one worker, with its sender: after the fork, as threads need it."""
    app = create_app(settings)
    Sender(app).start()
    return app


def _prepare(settings: Settings, *, demo: bool) -> None:
    """The schema, the secrets and the lines that say where to go, before any worker is forked."""
    with create_app(settings).app_context():
        schema.upgrade(db.engine)
        third = sign_up_line(settings) if demo else None
        if settings.relay_url:
            _learn_desks(settings)
        # Connections must not be shared with the workers that are forked next.
        db.engine.dispose()
    click.echo(f"Report:      {settings.public_url}/")
    if settings.relay_url:
        click.echo(f"Relay of:    {settings.relay_url}")
    else:
        click.echo(f"Moderators:  {settings.public_url}/desk")
    if third:
        click.echo(f"Sign-up:     {third}")


def _learn_desks(settings: Settings) -> None:
    """Phones need the key list; without it and without a copy, the relay waits for the uplink."""
    try:
        with connect(settings.relay_url) as client:
            key_list.refresh(client, settings.data_dir)
    except DeliveryFailed as error:
        copy = key_list.stored(settings.data_dir)
        said = "the key list kept from before is used" if copy else "no packets until it can be"
        click.echo(f"Relay:       {error}; {said}", err=True)
