"""`hinghoi moderator`; its owner fills this file."""

import click


@click.group()
def moderator() -> None:
    """Not here yet."""
