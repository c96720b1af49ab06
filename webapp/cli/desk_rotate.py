"""`hinghoi desk rotate`: a new desk key that the old one vouches for."""

from __future__ import annotations

from typing import TextIO

import click

from webapp.cli.desk import check_slug
from webapp.cli.failures import told
from webapp.cli.identity import read_identity
from webapp.cli.running import application
from webapp.desk.keyring.rotation import Rotated, rotate
from webapp.web.transaction import transaction


@click.command(
    name="rotate",
    epilog="""\b
Examples:
  hinghoi desk rotate nan --identity recovery.key
  hinghoi desk rotate nan --identity - < recovery.key""",
)
@click.argument("slug", callback=check_slug)
@click.option(
    "--identity",
    "file",
    required=True,
    type=click.File(encoding="utf-8"),
    help="File with the recovery key or the desk's key; - for standard input.",
)
@click.option(
    "--unsigned",
    is_flag=True,
    help="The old key does not vouch: every phone that knows the desk stops and says so.",
)
def rotate_key(slug: str, file: TextIO, unsigned: bool) -> None:
    """Give desk SLUG a new key; phones follow by the old key's signature.

    Packets that were sealed to the old key still open. The new key is wrapped to the recovery key
    and to every moderator; sign-up links that nobody used are void.
    """
    identity = read_identity(file)
    with application(), told(slug):
        with transaction():
            done = rotate(slug=slug, identity=identity, unsigned=unsigned)
        _print(done)


def _print(done: Rotated) -> None:
    click.echo(f"Fingerprint:   {done.fingerprint}")
    click.echo(f"Wrapped to:    {done.moderators} moderator(s) and the recovery key")
    if done.recovery is not None:
        click.echo(f"Recovery key:  {done.recovery}")
        click.echo("It is kept nowhere: write it down beside the one before.", err=True)
    click.echo("Sign-up links that were not used are void. Print new posters.", err=True)
