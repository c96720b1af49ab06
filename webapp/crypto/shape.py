"""What a server that holds no key can check of a packet, which is only its outside.

It cannot tell whether a stanza is for the announced desk, whether the MAC fits, or whether any
of the rest opens: a packet of the right shape may still be random bytes.
"""

from __future__ import annotations

from webapp.crypto import hybrid, limits, stream
from webapp.crypto.errors import AgeError
from webapp.crypto.file_key import argument_bytes, stanzas_of
from webapp.crypto.header import VERSION_LINE, read_header
from webapp.crypto.padme import is_padded
from webapp.errors import PacketMalformed

# What every packet begins with.
_BEGINNING = VERSION_LINE + f"\n-> {hybrid.KIND} ".encode("ascii")
_STANZA_BYTES = len("-> mlkem768x25519 ") + 1494 + 1 + 43 + 1
_CLOSING_BYTES = len("--- ") + 43 + 1


def header_size(desks: int) -> int:
    """The size in bytes of the header of every packet to `desks` desks."""
    return len(VERSION_LINE) + 1 + desks * _STANZA_BYTES + _CLOSING_BYTES


def packet_size(plaintext: int, desks: int) -> int:
    """The size in bytes of a packet to `desks` desks with `plaintext` bytes in it."""
    return header_size(desks) + stream.NONCE_BYTES + stream.sealed_size(plaintext)


def begins_as_packet(data: bytes) -> bool:
    """Whether a packet can begin with these bytes, few or many: what cannot may be plaintext."""
    return data[: len(_BEGINNING)] == _BEGINNING[: len(data)]


def check_shape(prefix: bytes, desks: int, total: int) -> None:
    """Checks the first `header_size(desks)` bytes (more may be given) and the total size.

    Raises PacketMalformed unless the header is strict age v1 with exactly one `mlkem768x25519`
    stanza for each of `desks` desks and nothing else (no passphrase, no classical key), each
    with a share of 1,120 and a body of 32 bytes, closed by a MAC of 32 bytes, and unless `total`
    is a size that a padded plaintext of 8 KiB to 128 MiB leads to. It can check no more.
    """
    try:
        parsed = read_header(prefix[: header_size(desks)])
        stanzas = list(stanzas_of(hybrid.KIND, parsed.stanzas, arguments=2))
        for stanza in stanzas:
            argument_bytes(stanza, hybrid.SHARE_BYTES)
        plaintext = stream.opened_size(total - parsed.length - stream.NONCE_BYTES)
    except AgeError as error:
        raise PacketMalformed from error
    if not len(stanzas) == len(parsed.stanzas) == desks <= limits.DESKS:
        raise PacketMalformed
    if plaintext > limits.PLAINTEXT_BYTES or not is_padded(plaintext):
        raise PacketMalformed


def desks_of(packet: bytes) -> int:
    """How many desks a whole packet is sealed to; raises PacketMalformed as `check_shape` does."""
    try:
        desks = len(read_header(packet).stanzas)
    except AgeError as error:
        raise PacketMalformed from error
    check_shape(packet, desks, len(packet))
    return desks
