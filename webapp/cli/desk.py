"""`hinghoi desk`; its owner fills this file."""

import click


@click.group()
def desk() -> None:
    """Not here yet."""
