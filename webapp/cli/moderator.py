"""`hinghoi moderator`: invitations, for whoever holds a key of the desk."""

from __future__ import annotations

from typing import TextIO

import click

from webapp.cli.desk import check_slug, sign_up_link
from webapp.cli.failures import told
from webapp.cli.identity import read_identity
from webapp.cli.running import application
from webapp.desk.service import invite
from webapp.web.transaction import transaction


@click.group()
def moderator() -> None:
    """Moderators: the members of a desk."""


@moderator.command(
    epilog="""\b
Examples:
  hinghoi moderator add --desk nan --identity recovery.key
  hinghoi moderator add --desk nan --identity - < recovery.key"""
)
@click.option("--desk", "slug", required=True, callback=check_slug, help="The desk's id.")
@click.option(
    "--identity",
    "file",
    required=True,
    type=click.File(encoding="utf-8"),
    help="File with the recovery key or the desk's key; - for standard input.",
)
def add(slug: str, file: TextIO) -> None:
    """Print a new sign-up link for desk SLUG.

    The key is read from a file or from standard input, never from the command line, where other
    users of the machine could see it. It opens the desk's key in memory only.
    """
    identity = read_identity(file)
    with application(), told(slug):
        with transaction():
            secret = invite(slug=slug, identity=identity)
        click.echo(f"Sign-up link:  {sign_up_link(secret)}")
        click.echo("It works once, for 14 days. Hand it over face to face.", err=True)
