"""The sealed files of the vectors: packets as they travel, sound and tampered with."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator

from tests.vectors.plaintexts import CLASSICAL, DRAWING, PHOTO, Case, archive, full, report, seed
from webapp.crypto import age, header
from webapp.crypto.recipients import (
    HybridIdentity,
    ScryptRecipient,
    X25519Recipient,
)

DESK = HybridIdentity.from_seed(seed("desk"))
OTHER_DESK = HybridIdentity.from_seed(seed("other desk"))

# Seals standard input to the recipient of its argument with the package that browsers use.
_NODE = """
import { Encrypter } from "age-encryption";
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const encrypter = new Encrypter();
encrypter.addRecipient(process.argv[1]);
process.stdout.write(await encrypter.encrypt(new Uint8Array(Buffer.concat(chunks))));
"""


def sealed() -> Iterator[Case]:
    """Every sealed vector; made anew, their bytes differ each time, for sealing is random."""
    plaintext = archive(full(), PHOTO, DRAWING)
    yield "to_one_desk", age.encrypt(plaintext, [DESK.recipient()]), "ok"
    both = [OTHER_DESK.recipient(), DESK.recipient()]
    yield "to_two_desks", age.encrypt(plaintext, both), "ok"
    yield "sealed_by_age_encryption", seal_with_node(plaintext), "ok"
    yield "to_another_desk", age.encrypt(plaintext, [OTHER_DESK.recipient()]), "packet_no_key"
    classical = age.encrypt(plaintext, [X25519Recipient.parse(CLASSICAL)])
    yield "to_a_classical_key", classical, "packet_no_key"
    phrase = age.encrypt(plaintext, [ScryptRecipient("correct horse", log_n=10)])
    yield "to_a_passphrase", phrase, "packet_no_key"
    # Opens, so that what follows shows that the inside is checked in a sealed file as well.
    yield "of_a_bare_text", age.encrypt(b"hello", [DESK.recipient()]), "packet_padding"
    yield from damaged(archive(report()))


def damaged(plaintext: bytes) -> Iterator[Case]:
    """Files that were changed after sealing, and files that never were packets."""
    packet = age.encrypt(plaintext, [DESK.recipient()])
    start = header.read_header(packet).length
    cases = {
        "empty": b"",
        "not_age": b"GIF89a" + bytes(100),
        "of_another_version": packet.replace(b"age-encryption.org/v1", b"age-encryption.org/v2", 1),
        "cut_in_the_header": packet[: start - 10],
        "cut_after_the_header": packet[:start],
        "cut_in_the_payload": packet[:-1],
        "with_a_byte_more": packet + b"\0",
        "with_a_changed_nonce": flip(packet, start),
        "with_a_changed_payload": flip(packet, start + 100),
        "with_a_changed_tag": flip(packet, len(packet) - 1),
        "with_a_foreign_stanza": packet.replace(b"\n--- ", b"\n-> grease\n\n--- ", 1),
        "with_an_extra_argument": packet.replace(b"-> mlkem768x25519 ", b"-> mlkem768x25519 x ", 1),
        "armored": armored(packet),
    }
    for name, data in cases.items():
        yield name, data, "packet_damaged"


def flip(data: bytes, at: int) -> bytes:
    """The data with one bit changed."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def armored(data: bytes) -> bytes:
    """The textual form of an age file."""
    text = base64.b64encode(data)
    lines = [text[at : at + 64] for at in range(0, len(text), 64)]
    return b"\n".join(
        [b"-----BEGIN AGE ENCRYPTED FILE-----", *lines, b"-----END AGE ENCRYPTED FILE-----", b""]
    )


def seal_with_node(plaintext: bytes) -> bytes:
    """Sealed to the desk by the npm package; needs `npm ci`."""
    command = ["node", "--input-type=module", "-e", _NODE, str(DESK.recipient())]
    return subprocess.run(command, input=plaintext, capture_output=True, check=True).stdout
