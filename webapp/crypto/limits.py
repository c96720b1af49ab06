"""How much a packet of version 1 may hold; the normative table is in docs/formats/packet.md."""

from __future__ import annotations

MIB = 1024 * 1024
PLAINTEXT_BYTES = 128 * MIB
ATTACHMENTS = 20
ATTACHMENT_BYTES = 64 * MIB
REPORT_BYTES = 65_536
# With the largest report it fits into age's first two chunks, which lists of cases are made from.
HANDOVER_BYTES = 61_440
TEXT_CHARACTERS = 20_000
STRING_CHARACTERS = 1_000
RECIPIENT_CHARACTERS = 1_959
DESKS = 16
# The largest plaintext, its sealing in chunks, and a header to 16 desks with room to spare.
PACKET_BYTES = PLAINTEXT_BYTES + MIB
# A letter as a whole: small enough for a phone that pays for each megabyte.
LETTER_BYTES = 4 * MIB
