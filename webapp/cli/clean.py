"""`hinghoi clean`: a file without what hides in it, for people at a desk."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cleaning import MAX_BYTES, clean_file
from webapp.cli.failures import told
from webapp.cli.packet_files import require_free, write_private

_EPILOG = """
\b
Examples:
  hinghoi clean IMG_2041.heic -o photo.jpg
  hinghoi clean minutes.docx -o minutes-clean.docx --force

\b
Exit codes:
  0  the cleaned file was written
  1  the file was refused, and nothing was written; the message says why
  2  wrong usage
"""


@click.command(epilog=_EPILOG)
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the cleaned file is written.",
)
@click.option("--force", is_flag=True, help="Replace an existing file.")
def clean(file: Path, output: Path, force: bool) -> None:
    """Take out of FILE all that says who, where or which device.

    Photos, films, recordings, PDF and office documents. Some come out as another type: the
    message names it. FILE itself is never changed.
    """
    require_free([output], force=force)
    with told(str(file)):
        cleaned = clean_file(_read(file))
    write_private(output, cleaned.data)
    gone = ", ".join(cleaned.removed) or "nothing"
    click.echo(f"{output}: {cleaned.type}; removed: {gone}")
    if output.suffix.lower().lstrip(".") != cleaned.extension:
        click.echo(f"This is a .{cleaned.extension} file now; name it so.", err=True)


def _read(file: Path) -> bytes:
    """At most one byte more than may be cleaned, however long the file is."""
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror or 'cannot be read'}.") from error
