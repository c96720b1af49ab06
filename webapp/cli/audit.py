"""`hinghoi audit`: whether the log is what was written, and a word on its end to keep elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from webapp.cli.export import FILE, PublicKey
from webapp.cli.failures import Refused
from webapp.cli.running import application
from webapp.desk.log import audit as log
from webapp.desk.log.extract import MOST_BYTES, DeskHead, Extract
from webapp.desk.log.heads import Broken, Head

Line = TypeVar("Line", Head, DeskHead)


@click.group()
def audit() -> None:
    """The log of what people of the desks did."""


def verified(*kept: Head) -> int:
    """How many entries the log has; Refused names the first that is not right."""
    try:
        return log.verify(*kept)
    except Broken as broken:
        raise Refused(str(broken)) from broken


def _read(lines: tuple[str, ...], parse: Callable[[str], Line]) -> list[Line]:
    try:
        return [parse(line.strip()) for line in lines]
    except ValueError as error:
        raise click.BadParameter(
            "not a line that `hinghoi audit head` printed, or that the desk's page showed",
            param_hint="--head",
        ) from error


def _extract(file: Path, kept: list[DeskHead], key: bytes | None) -> None:
    if file.stat().st_size > MOST_BYTES:
        raise Refused("the file is too large for the log of a desk")
    try:
        extract = Extract.parse(file.read_bytes())
        count = extract.verify(kept, key)
    except Broken as broken:
        raise Refused(str(broken)) from broken
    except ValueError as error:
        raise Refused(f"this is no log that a desk's page saved: {error}") from error
    click.echo(f"The log of {extract.desk} is whole: {count} entries.")
    if key is None:
        click.echo("Nobody's signature was checked: give --receipt-key for that.")


@audit.command(
    epilog="""\b
Examples:
  hinghoi audit verify
  hinghoi audit verify --head "$(tail -1 heads.txt)"
  hinghoi audit verify --extract log-nan.json --receipt-key KEY"""
)
@click.option("--head", "kept", multiple=True, help="A head that you wrote down.")
@click.option("--extract", type=FILE, help="A desk's log as its page saved it; needs no database.")
@click.option(
    "--receipt-key", type=PublicKey(), help="With --extract: the server's, as in /api/desks."
)
def verify(kept: tuple[str, ...], extract: Path | None, receipt_key: bytes | None) -> None:
    """Check that no entry of the log was changed, taken out, added or moved.

    Exit code 1 names the first entry that is not right. Heads that were kept elsewhere also show a
    log that was cut off, or written anew by somebody with all of this server's keys.
    """
    if extract is not None:
        _extract(extract, _read(kept, DeskHead.parse), receipt_key)
        return
    heads = _read(kept, Head.parse)
    with application():
        count = verified(*heads)
    click.echo(f"The log is whole: {count} entries.")


@audit.command()
def head() -> None:
    """Print one line that vouches for the whole log as it is now: keep it somewhere else."""
    with application():
        found = log.head()
    if found is not None:
        click.echo(str(found))
