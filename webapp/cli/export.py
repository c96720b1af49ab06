"""`hinghoi export`: checks what a desk handed over, on a machine that need not be the server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from webapp.cli.failures import Refused, WrongKey
from webapp.cli.packet_files import read_identities
from webapp.crypto import age
from webapp.crypto.base64 import encode_url
from webapp.crypto.bundle import Checked, Known, check_bundle
from webapp.crypto.errors import AgeError, AgeNoMatch
from webapp.crypto.header import VERSION_LINE
from webapp.crypto.receipts import parse_public_key
from webapp.crypto.recipients import Identity, ScryptIdentity
from webapp.errors import HinghoiError, ReceiptError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PIECE = 64 * 1024
_PASSPHRASE = VERSION_LINE + b"\n-> scrypt "
_BEGINNING_BYTES = len(_PASSPHRASE)


class PublicKey(click.ParamType[bytes]):
    """An Ed25519 key on the command line: 43 characters of base64url."""

    name = "key"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> bytes:
        try:
            return parse_public_key(str(value))
        except ReceiptError:
            self.fail("this is not a key of 43 letters and digits, or one is missing", param, ctx)


@click.group()
def export() -> None:
    """What desks hand over to agencies, as sealed files."""


@export.command(
    epilog="""\b
Examples:
  hinghoi export verify --identity agency.key case-1a2b3c4d.age
  hinghoi export verify case-1a2b3c4d.age            # sealed with a passphrase: asks for it
  age -d -i agency.key case.age > case.tar && hinghoi export verify case.tar

\b
Exit codes: 0 all is right; 1 something is not, and each thing is told; 2 wrong usage;
4 the key or the passphrase does not open the file.
"""
)
@click.option(
    "--identity",
    "-i",
    "identity_file",
    type=FILE,
    help="A file with the AGE-SECRET-KEY-… line of the agency.",
)
@click.option("--desk-key", type=PublicKey(), help="The desk's signing key, as the desk told you.")
@click.option(
    "--receipt-key", type=PublicKey(), help="The server's receipt key, as it stands in /api/desks."
)
@click.argument("file", metavar="FILE", type=FILE)
def verify(
    identity_file: Path | None,
    desk_key: bytes | None,
    receipt_key: bytes | None,
    file: Path,
) -> None:
    """Check an export offline: every file, the signatures, and the chain of custody.

    FILE may be sealed, or the tar that was inside it. Nothing is written.
    """
    with file.open("rb") as stream:
        try:
            chunks = _chunks(stream, identity_file, file)
            checked = check_bundle(chunks, Known(desk_key, receipt_key))
        except AgeNoMatch as error:
            raise WrongKey(f"{file}: this key does not open the file [packet_no_key]") from error
        except AgeError as error:
            raise Refused(f"{file}: damaged, or cut short: {error} [export_damaged]") from error
    _tell(checked, believed=desk_key is None or receipt_key is None)
    if checked.faults:
        raise Refused(f"{file}: do not rely on this file; {len(checked.faults)} things are wrong.")


def _chunks(stream: BinaryIO, identity_file: Path | None, path: Path) -> Iterator[bytes]:
    beginning = stream.read(_BEGINNING_BYTES)
    stream.seek(0)
    if not beginning.startswith(VERSION_LINE):
        return iter(lambda: stream.read(_PIECE), b"")
    return age.decrypt_file(stream, _identities(beginning, identity_file, path))


def _identities(beginning: bytes, identity_file: Path | None, path: Path) -> Sequence[Identity]:
    if identity_file is not None:
        return read_identities(identity_file)
    if not beginning.startswith(_PASSPHRASE):
        raise click.UsageError("This file is sealed to a key; name the file with it: --identity.")
    return [ScryptIdentity(click.prompt(f"Passphrase for {path}", hide_input=True, err=True))]


def _tell(checked: Checked, *, believed: bool) -> None:
    manifest, custody = checked.manifest, checked.custody
    for fault in checked.faults:
        click.echo(f"WRONG  {_words(fault)}", err=True)
    if manifest is None:
        return
    click.echo(f"Desk          {manifest.desk} on {manifest.day}")
    for case in manifest.cases:
        states = custody.states_of(case.case) if custody else []
        click.echo(f"Case          {case.case}: {len(case.reports)} reports; {' > '.join(states)}")
    click.echo(f"Files         {len(manifest.files)}, left out {len(manifest.left_out)}")
    for (packet, name), why in manifest.left_out.items():
        click.echo(f"Left out      {ascii(name) if name else 'all'} of packet {packet}: {why}")
    if custody:
        click.echo(f"Log           {len(custody.entries)} entries, {custody.head}")
    if believed:
        click.echo("The keys are those that stand in the file. Compare them with what you know:")
    click.echo(f"Desk's key    {encode_url(manifest.signing)}")
    click.echo(f"Receipt key   {encode_url(manifest.receipt_key)}")
    if not checked.faults:
        click.echo("All is right: every file, both signatures and the chain of custody.")


def _words(fault: HinghoiError) -> str:
    where = fault.members.get("field")
    return f"{fault}{f' ({where!a})' if where else ''} [{fault.code}]"
