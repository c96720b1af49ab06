"""`hinghoi audit`: whether the log is what was written, and a word on its end to keep elsewhere."""

from __future__ import annotations

import click

from webapp.cli.failures import Refused
from webapp.cli.running import application
from webapp.desk.log import audit as log
from webapp.desk.log.heads import Broken, Head


@click.group()
def audit() -> None:
    """The log of what people of the desks did."""


def _heads(
    _context: click.Context, _parameter: click.Parameter, lines: tuple[str, ...]
) -> list[Head]:
    try:
        return [Head.parse(line.strip()) for line in lines]
    except ValueError as error:
        raise click.BadParameter("not a line that `hinghoi audit head` printed") from error


@audit.command(
    epilog="""\b
Examples:
  hinghoi audit verify
  hinghoi audit verify --head "$(tail -1 heads.txt)\""""
)
@click.option("--head", "kept", multiple=True, callback=_heads, help="A head that you wrote down.")
def verify(kept: list[Head]) -> None:
    """Check that no entry of the log was changed, taken out, added or moved.

    Exit code 1 names the first entry that is not right. Heads that were kept elsewhere also show a
    log that was cut off, or written anew by somebody with all of this server's keys.
    """
    with application():
        try:
            count = log.verify(*kept)
        except Broken as broken:
            raise Refused(str(broken)) from broken
    click.echo(f"The log is whole: {count} entries.")


@audit.command()
def head() -> None:
    """Print one line that vouches for the whole log as it is now: keep it somewhere else."""
    with application():
        found = log.head()
    if found is not None:
        click.echo(str(found))
