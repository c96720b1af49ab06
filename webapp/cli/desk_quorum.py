"""`hinghoi desk quorum`: how many others have to let somebody back in."""

from __future__ import annotations

import click

from webapp.cli.desk import check_slug
from webapp.cli.failures import told
from webapp.cli.running import application
from webapp.desk.service import active_key
from webapp.desk.team.pleas import LEAST_WORDS, quorum_of, set_quorum
from webapp.web.transaction import transaction


@click.command(
    name="quorum",
    epilog="""\b
Examples:
  hinghoi desk quorum nan
  hinghoi desk quorum nan 3""",
)
@click.argument("slug", callback=check_slug)
@click.argument("quorum", required=False, type=click.IntRange(LEAST_WORDS, 20))
def quorum(slug: str, quorum: int | None) -> None:
    """Want QUORUM moderators of desk SLUG to agree before one who lost everything is let back in.

    Without QUORUM it prints the number. The recovery key does it alone.
    """
    with application(), told(slug):
        if quorum is not None:
            with transaction():
                set_quorum(slug=slug, quorum=quorum)
        click.echo(quorum_of(desk_id=active_key(slug).desk_id))
