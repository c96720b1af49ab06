"""`hinghoi moderator restore`: the recovery key lets somebody back in, without the others."""

from __future__ import annotations

from typing import TextIO

import click

from webapp.cli.desk import check_slug
from webapp.cli.failures import told
from webapp.cli.identity import read_identity
from webapp.cli.running import application
from webapp.desk.team.pleas import restore_by_key
from webapp.web.transaction import transaction


@click.command(
    epilog="""\b
Example:
  hinghoi moderator restore --desk nan malee --words "eight words …" --identity recovery.key"""
)
@click.option("--desk", "slug", required=True, callback=check_slug, help="The desk's id.")
@click.option("--words", required=True, help="The eight words that NAME reads out, in order.")
@click.option(
    "--identity",
    "file",
    required=True,
    type=click.File(encoding="utf-8"),
    help="File with the recovery key or the desk's key; - for standard input.",
)
@click.argument("name")
def restore(slug: str, words: str, file: TextIO, name: str) -> None:
    """Let NAME of desk SLUG back in, who has lost passphrase and recovery sheet.

    NAME asks for it at the desk's page and is shown eight words. Have them read out by telephone,
    under a number that you know, and give them here. Their old passphrase, sheet and second factors
    are forgotten.
    """
    identity = read_identity(file)
    with application(), told(slug), transaction():
        restore_by_key(slug=slug, name=name, words=words.split(), identity=identity)
    click.echo(f"{name} signs in with the new passphrase now.")
