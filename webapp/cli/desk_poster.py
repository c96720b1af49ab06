"""`hinghoi desk poster`: a page to print, whose QR code makes phones sure of the desk's key."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli.desk import check_slug
from webapp.cli.failures import told
from webapp.cli.running import application
from webapp.crypto.key_check import LANGUAGES
from webapp.desk.keyring.poster import Poster, poster_of, poster_page
from webapp.web.context import settings


@click.command(
    name="poster",
    epilog="""\b
Examples:
  hinghoi desk poster nan
  hinghoi desk poster nan --cards --output cards.html""",
)
@click.argument("slug", callback=check_slug)
@click.option("--cards", is_flag=True, help="Six small cards on a sheet, instead of one poster.")
@click.option("--language", type=click.Choice(LANGUAGES), default="th", show_default=True)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; hinghoi-poster-SLUG.html if absent.",
)
def print_poster(slug: str, cards: bool, language: str, output: Path | None) -> None:
    """Write the poster of desk SLUG as HTML; print it from a browser, on A4.

    Compare the words that this prints with those that the desk's browser shows, before you hang it
    up: a server that was taken over prints what its thief wants.
    """
    with application(), told(slug):
        origin = settings().public_url
        poster = poster_of(slug=slug, origin=origin, language=language)
        page = poster_page(poster, cards=cards)
    file = output or Path(f"hinghoi-poster-{slug}.html")
    file.write_text(page, "utf-8")
    _print(poster, file)


def _print(poster: Poster, file: Path) -> None:
    click.echo(f"Link:          {poster.link}")
    click.echo(f"Words:         {' '.join(poster.words)}")
    click.echo(f"Poster:        {file}")
    if not poster.link.startswith("https://"):
        click.echo("PUBLIC_URL is not https://: phones cannot seal at that address.", err=True)
