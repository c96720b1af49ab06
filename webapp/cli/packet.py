"""`hinghoi packet`: seals, delivers and opens packets on a machine that need not be the server."""

from __future__ import annotations

from pathlib import Path

import click

from webapp.cli import packet_files as files
from webapp.cli.failures import ServerRefused, WrongKey, told
from webapp.cli.packet_desks import read_desks
from webapp.crypto import limits
from webapp.crypto import packet as packets
from webapp.crypto.receipts import parse_public_key, verify_receipt
from webapp.crypto.recipients import HybridRecipient
from webapp.crypto.shape import desks_of
from webapp.crypto.work import make_work
from webapp.delivery import Delivery, DeliveryFailed, Parcel, connect
from webapp.errors import KeyInvalid, ReceiptError, ReceiptForged

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(path_type=Path)


class RecipientText(click.ParamType[HybridRecipient]):
    """An `age1pq1…` recipient on the command line."""

    name = "recipient"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> HybridRecipient:
        try:
            return HybridRecipient.parse(str(value))
        except KeyInvalid:
            self.fail("this is not an age1pq1… recipient, or a letter is mistyped", param, ctx)


@click.group()
def packet() -> None:
    """Seal, send and open packets.

    Exit codes: 0 done; 1 refused for its content; 2 wrong usage; 3 the server could not be
    reached or refused; 4 the wrong key.
    """


@packet.command()
@click.option(
    "--to",
    "recipients",
    type=RecipientText(),
    multiple=True,
    required=True,
    metavar="RECIPIENT",
    help="A desk's age1pq1… key; once for each desk.",
)
@click.option(
    "--report",
    "report_file",
    type=FILE,
    required=True,
    help="A JSON file with the keys of docs/formats/packet.md; all may be left out.",
)
@click.option(
    "--attach",
    "attached",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="A file to seal as well; may be given up to 20 times.",
)
@click.option("--clean", is_flag=True, help="Take hidden data out of files first.")
@click.option("--as-it-is", is_flag=True, help="Seal files of any kind, whatever hides in them.")
@click.option("-o", "--output", type=OUT, required=True, help="Where the packet is written.")
@click.option("--force", is_flag=True, help="Replace an existing file.")
def seal(
    recipients: tuple[HybridRecipient, ...],
    report_file: Path,
    attached: tuple[Path, ...],
    clean: bool,
    as_it_is: bool,
    output: Path,
    force: bool,
) -> None:
    """Seal a report, so that only the given desks can read it.

    \b
    Examples:
      hinghoi packet seal --to age1pq1… --report report.json -o packet.age
      hinghoi packet seal --to age1pq1… --to age1pq1… --report report.json \\
          --attach photo.jpg --clean -o packet.age
    """
    if clean and as_it_is:
        raise click.UsageError("--clean and --as-it-is exclude each other.")
    if len(recipients) > limits.DESKS:
        raise click.UsageError("A packet goes to 16 desks at most.")
    files.require_free([output], force=force)
    report = files.read_report(report_file)
    attachments = [files.read_attachment(path, clean=clean, as_it_is=as_it_is) for path in attached]
    with told(str(report_file)):
        data = packets.seal(report, attachments, recipients)
    files.write_private(output, data)


@packet.command()
@click.option("--to", "url", required=True, metavar="URL", help="Where the server is.")
@click.option(
    "--desk",
    "chosen",
    multiple=True,
    metavar="ID",
    help="A desk that the packet is sealed to; left out, all desks of the server if "
    "there are as many as can open the packet.",
)
@click.option(
    "--receipt-key",
    metavar="KEY",
    help="The server's receipt key as known from elsewhere; left out, it is believed.",
)
@click.option(
    "--id",
    "packet_id",
    metavar="HEX",
    help="The packet's id, 32 hex digits; left out, "
    "it is worked out from the file, so that sending again goes on where it stopped.",
)
@click.argument("file", type=FILE)
def send(
    url: str, chosen: tuple[str, ...], receipt_key: str | None, packet_id: str | None, file: Path
) -> None:
    """Deliver a packet, or one that a phone handed over as a file, and print the receipt.

    \b
    Examples:
      hinghoi packet send --to https://desk.example packet.age
      hinghoi packet send --to https://desk.example hinghoi-1a2b3c4d.hhp
      hinghoi packet send --to https://desk.example --desk nan packet.age
    """
    with told(str(file)):
        data, named = files.read_packet(file)
        count = desks_of(data)
    with connect(url) as client:
        desks = read_desks(client)
        key = _receipt_key(receipt_key or desks.receipt_key)
        parcel = Parcel.of(
            packet_id or packets.packet_id(data), desks.choose(chosen or named, count), data
        )
        receipt = _deliver(Delivery(client, parcel, desks.chunk, work=make_work, bits=desks.work))
    _check_receipt(receipt, key, parcel)
    click.echo(receipt)


@packet.command("open")
@click.option(
    "--identity",
    "-i",
    "identity_file",
    type=FILE,
    required=True,
    help="A file with an AGE-SECRET-KEY-… line, as age-keygen writes it; it may be "
    "protected with a passphrase.",
)
@click.option(
    "-o",
    "--output",
    type=OUT,
    metavar="DIR",
    help="Write report.json and attachments/ here; left out, the report is printed.",
)
@click.option("--force", is_flag=True, help="Replace existing files.")
@click.argument("file", metavar="PACKET", type=FILE)
def open_(identity_file: Path, output: Path | None, force: bool, file: Path) -> None:
    """Open a packet. Needs no server and no network.

    What is inside comes from strangers: open attachments only on a machine that you can spare.

    \b
    Examples:
      hinghoi packet open --identity desk.key packet.age
      hinghoi packet open --identity desk.key packet.age -o opened/
    """
    identities = files.read_identities(identity_file)
    with told(str(file)):
        opened = packets.open_packet(files.read_packet(file)[0], identities)
    if output is None:
        click.echo(files.printable(opened.report))
    else:
        files.write_opened(opened, output, force=force)


def _deliver(delivery: Delivery) -> str:
    try:
        receipt = delivery.run()
    except DeliveryFailed as error:
        raise ServerRefused(str(error)) from error
    if receipt is None:
        raise ServerRefused("a relay holds the packet; keep it, ask for the receipt later")
    return receipt


def _receipt_key(text: str) -> bytes:
    try:
        return parse_public_key(text)
    except ReceiptError as error:
        raise click.UsageError("The receipt key is not 43 letters of base64url.") from error


def _check_receipt(receipt: str, key: bytes, parcel: Parcel) -> None:
    try:
        verify_receipt(receipt, key, parcel.id, parcel.sha256)
    except ReceiptForged as error:
        raise WrongKey("the receipt is signed by another key; keep the packet") from error
    except ReceiptError as error:
        raise ServerRefused(f"{error} Keep the packet. [{error.code}]") from error
