"""`hinghoi verify`; its owner fills this file."""

import click


@click.command()
def verify() -> None:
    """Not here yet."""
