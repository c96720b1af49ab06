"""`hinghoi verify`: what still hides in files, for people and for scripts."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from webapp.cleaning import MAX_BYTES, sniff, verify_file
from webapp.errors import HinghoiError

_EPILOG = """
\b
Examples:
  hinghoi verify photo.jpg
  hinghoi verify attachments/*.jpg && echo nothing left

\b
Exit codes:
  0  nothing was found in any file
  1  something was found
  2  wrong usage, or a file could not be read
"""


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.pass_context
def verify(context: click.Context, files: tuple[Path, ...]) -> None:
    """Tell what hides in files besides what they show, play or say, as JSON.

    A file that cannot be judged has an "error" with its code, and no findings.
    """
    answers = [_answer(file) for file in files]
    click.echo(json.dumps({"files": answers}, indent=2))
    if any("error" in answer for answer in answers):
        context.exit(2)
    context.exit(1 if any(answer["findings"] for answer in answers) else 0)


def _answer(file: Path) -> dict[str, Any]:
    try:
        data = _read(file)
        findings = [asdict(finding) for finding in verify_file(data)]
        return {"file": str(file), "type": sniff(data), "findings": findings}
    except HinghoiError as error:
        code, title = error.code, error.title
    except OSError as error:
        code, title = "file_unreadable", error.strerror or "The file could not be read."
    click.echo(f"{file}: {title}", err=True)
    return {"file": str(file), "type": None, "findings": [], "error": code}


def _read(file: Path) -> bytes:
    """At most one byte more than may be judged, however long the file is."""
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
