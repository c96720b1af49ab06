"""`hinghoi packet`; its owner fills this file."""

import click


@click.group()
def packet() -> None:
    """Not here yet."""
