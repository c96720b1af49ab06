"""`hinghoi serve`: migrations, then the web server in the foreground until SIGTERM."""

from __future__ import annotations

import click


@click.command()
@click.option("--demo", is_flag=True, help="Make a demonstration desk first, if there is none.")
def serve(demo: bool) -> None:
    """Run the server."""
    raise click.ClickException("not wired yet")
