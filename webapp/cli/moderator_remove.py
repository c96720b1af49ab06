"""`hinghoi moderator remove`: somebody goes, and the desk gets a key that they do not have."""

from __future__ import annotations

from typing import TextIO

import click

from webapp.cli.desk import check_slug
from webapp.cli.failures import told
from webapp.cli.identity import read_identity
from webapp.cli.running import application
from webapp.desk.team.removal import remove_by_key
from webapp.web.transaction import transaction


@click.command(
    epilog="""\b
Examples:
  hinghoi moderator remove --desk nan prasit --identity recovery.key
  hinghoi moderator remove --desk nan an-auditor"""
)
@click.option("--desk", "slug", required=True, callback=check_slug, help="The desk's id.")
@click.option(
    "--identity",
    "file",
    type=click.File(encoding="utf-8"),
    help="File with the recovery key or the desk's key; - for standard input.",
)
@click.argument("name")
def remove(slug: str, file: TextIO | None, name: str) -> None:
    """Take NAME off desk SLUG, and give it a new key if they read its reports.

    An administrator can do the same at the desk. NAME is signed out everywhere; packets that were
    sealed to the old key still open for those who remain; sign-up links not used are void.
    """
    identity = read_identity(file) if file else None
    with application(), told(slug):
        with transaction():
            done = remove_by_key(slug=slug, name=name, identity=identity)
        click.echo(f"{name} is off the desk.")
        if done is None:
            return
        click.echo(f"Fingerprint:   {done.fingerprint}")
        click.echo(f"Wrapped to:    {done.moderators} moderator(s) and the recovery key")
        if done.recovery is not None:
            click.echo(f"Recovery key:  {done.recovery}")
            click.echo("It is kept nowhere: write it down beside the one before.", err=True)
