"""Packets: sealed, opened, measured from outside; reports from strangers never crash a reader."""

from __future__ import annotations

import dataclasses
import json
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectors import plaintexts
from webapp.crypto import age, limits, packet
from webapp.crypto.packet import Attachment
from webapp.crypto.padme import padded_size
from webapp.crypto.recipients import (
    HybridIdentity,
    Recipient,
    ScryptRecipient,
    X25519Identity,
)
from webapp.crypto.report import CATEGORIES, KINDS, Place, Report, parse_report, write_report
from webapp.crypto.shape import check_shape, desks_of, header_size, packet_size
from webapp.errors import (
    PacketDamaged,
    PacketLimits,
    PacketMalformed,
    PacketNoKey,
    PacketReport,
    PacketVersion,
)

DESK = HybridIdentity.generate()
WORDS = st.text(st.characters(codec="utf-8"), max_size=60)
REPORTS = st.builds(
    Report,
    kind=st.sampled_from(KINDS),
    language=st.sampled_from(["th", "en", "zh-Hant"]),
    day=st.dates(
        min_value=date(2000, 1, 1),
        max_value=date(2199, 12, 31),
    ).map(str),
    category=st.none() | st.sampled_from(CATEGORIES),
    text=WORDS,
    place=st.builds(Place, WORDS, WORDS, WORDS, st.text("0123456789", max_size=6), WORDS),
    when=WORDS,
    agency=WORDS,
    accused=WORDS,
    watchpoint=st.none() | WORDS,
    mailbox=st.none(),
)
FILES = st.lists(
    st.builds(
        Attachment,
        type=st.just("image/jpeg"),
        extension=st.just("jpg"),
        data=st.binary(max_size=4000),
        removed=st.sampled_from([(), ("gps",), ("gps", "device")]),
    ),
    max_size=5,
)
SOUND = parse_report(plaintexts.encode(plaintexts.report()))


@given(REPORTS, FILES)
@settings(max_examples=30, deadline=None)
def test_what_is_sealed_opens(report: Report, files: list[Attachment]) -> None:
    opened = packet.open_packet(packet.seal(report, files, [DESK.recipient()]), [DESK])
    assert dataclasses.replace(opened.report, attachments=()) == report
    assert list(opened.files) == [item.data for item in files]
    facts = opened.report.attachments
    assert [fact.removed for fact in facts] == [item.removed for item in files]
    assert [fact.name for fact in facts] == [f"{n:02}.jpg" for n in range(1, len(files) + 1)]


def test_the_same_report_gives_the_same_plaintext() -> None:
    file = Attachment("image/png", "png", b"x")
    assert packet.write_plaintext(SOUND, [file]) == packet.write_plaintext(SOUND, [file])


def test_equal_looking_reports_have_equal_sizes() -> None:
    other = dataclasses.replace(SOUND, text="x" * 3000)
    sizes = {len(packet.seal(report, [], [DESK.recipient()])) for report in (SOUND, other)}
    assert sizes == {packet_size(8192, 1)}


@pytest.mark.parametrize(
    "files",
    [
        [Attachment("image/png", "png", b"")] * 21,
        [Attachment("image/png", "png", bytes(limits.ATTACHMENT_BYTES + 1))],
        [Attachment("image/png", "png", bytes(limits.ATTACHMENT_BYTES))] * 2,
    ],
    ids=["too many", "too large", "too large together"],
)
def test_a_writer_keeps_the_limits(files: list[Attachment]) -> None:
    with pytest.raises(PacketLimits):
        packet.write_plaintext(SOUND, files)


@pytest.mark.parametrize("change", [{"day": "yesterday"}, {"kind": "letter"}, {"text": "\ud800"}])
def test_a_writer_keeps_the_rules(change: dict[str, Any]) -> None:
    with pytest.raises((PacketReport, UnicodeEncodeError)):
        write_report(dataclasses.replace(SOUND, **change))


def test_failures_have_their_codes() -> None:
    sealed = packet.seal(SOUND, [], [DESK.recipient()])
    with pytest.raises(PacketNoKey):
        packet.open_packet(sealed, [HybridIdentity.generate()])
    with pytest.raises(PacketNoKey):
        packet.open_packet(sealed, [])
    with pytest.raises(PacketDamaged):
        packet.open_packet(sealed[:-1], [DESK])
    with pytest.raises(PacketLimits):
        packet.open_packet(bytes(limits.PACKET_BYTES + 1), [DESK])


def test_a_classical_identity_opens_a_file_of_stock_tools() -> None:
    classical = X25519Identity.generate()
    sealed = age.encrypt(packet.write_plaintext(SOUND, []), [classical.recipient()])
    assert packet.open_packet(sealed, [DESK, classical]).report == SOUND


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(list(plaintexts.full())), JSON)
@settings(max_examples=300)
def test_any_value_in_any_field_is_read_or_refused(key: str, value: Any) -> None:
    changed = plaintexts.encode({**plaintexts.full(), key: value})
    with suppress(PacketReport, PacketVersion, PacketLimits):
        assert isinstance(parse_report(changed), Report)


@given(st.sampled_from(["place", "mailbox", "attachments"]), st.integers(0, 4), JSON)
@settings(max_examples=300)
def test_any_value_in_any_inner_field_is_read_or_refused(key: str, at: int, value: Any) -> None:
    whole = plaintexts.full()
    inner = whole[key][0] if key == "attachments" else whole[key]
    inner[list(inner)[at % len(inner)]] = value
    with suppress(PacketReport, PacketLimits):
        assert isinstance(parse_report(plaintexts.encode(whole)), Report)


@pytest.mark.parametrize(
    "text", [b"[" * 60_000, b'{"version":' + b"9" * 5000 + b"}", b'{"version":1e999}', b"\x00"]
)
def test_json_that_breaks_parsers(text: bytes) -> None:
    with pytest.raises(PacketReport):
        parse_report(text)


def test_a_fault_names_its_field() -> None:
    with pytest.raises(PacketReport) as fault:
        parse_report(plaintexts.encode(plaintexts.report(accused=None)))
    assert fault.value.members == {"field": "accused"}
    assert json.dumps(fault.value.members)


def test_the_size_of_a_packet_is_foretold() -> None:
    for desks in (1, 2, 16):
        sealed = packet.seal(SOUND, [], [DESK.recipient()] * desks)
        assert len(sealed) == packet_size(8192, desks)
        check_shape(sealed[: header_size(desks)], desks, len(sealed))
        check_shape(sealed, desks, len(sealed))
        assert desks_of(sealed) == desks


@given(st.integers(0, limits.PLAINTEXT_BYTES + 100_000))
def test_only_sizes_of_padded_plaintexts_have_the_shape(plaintext: int) -> None:
    prefix = SEALED[: header_size(1)]
    check_shape(prefix, 1, packet_size(min(padded_size(plaintext), limits.PLAINTEXT_BYTES), 1))
    if padded_size(plaintext) != plaintext or plaintext > limits.PLAINTEXT_BYTES:
        with pytest.raises(PacketMalformed):
            check_shape(prefix, 1, packet_size(plaintext, 1))


SEALED = packet.seal(SOUND, [], [DESK.recipient()])
CLASSICAL = X25519Identity.generate().recipient()


@pytest.mark.parametrize(
    ("data", "desks"),
    [
        (SEALED, 2),
        (SEALED, 0),
        (packet.seal(SOUND, [], [DESK.recipient()] * 2), 1),
        (packet.seal(SOUND, [], [DESK.recipient()] * 17), 17),
        (SEALED[:-1], 1),
        (SEALED[: header_size(1)], 1),
        (SEALED.replace(b"\n--- ", b"\n-> grease\n\n--- ", 1), 1),
        (SEALED.replace(b"\n--- ", b"\n-> grease\n\n--- ", 1), 2),
        (SEALED.replace(b"/v1\n", b"/v2\n", 1), 1),
        (SEALED.replace(b"mlkem768x25519", b"mlkem768p256xx", 1), 1),
        (b"%PDF-1.7" + SEALED, 1),
        (bytes(len(SEALED)), 1),
    ],
)
def test_what_intake_refuses(data: bytes, desks: int) -> None:
    with pytest.raises(PacketMalformed):
        check_shape(data, desks, len(data))


@pytest.mark.parametrize("recipient", [CLASSICAL, ScryptRecipient("p", 2)], ids=lambda r: r.kind)
def test_intake_takes_only_post_quantum_seals(recipient: Recipient) -> None:
    sealed = age.encrypt(packet.write_plaintext(SOUND, []), [recipient])
    for desks in (0, 1):
        with pytest.raises(PacketMalformed):
            check_shape(sealed, desks, len(sealed))


def test_an_id_belongs_to_its_ciphertext() -> None:
    other = packet.seal(SOUND, [], [DESK.recipient()])
    assert packet.packet_id(SEALED) == packet.packet_id(SEALED) != packet.packet_id(other)
    assert len(packet.packet_id(other)) == 32
