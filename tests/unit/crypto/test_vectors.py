"""Our reader against the shared vectors, and the vectors against their generator."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.vectors import make
from tests.vectors.plaintexts import valid
from tests.vectors.refused import refused
from webapp.crypto import packet, receipts
from webapp.crypto.padme import padded_size
from webapp.crypto.recipients import parse_identity
from webapp.crypto.report import write_report
from webapp.errors import HinghoiError, table

HERE = Path(make.__file__).parent


def load(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


PACKETS = load("packets.json")
PLAINTEXTS = load("plaintexts.json")
RECEIPTS = load("receipts.json")


def by_name(entry: dict[str, str]) -> str:
    return entry["name"]


def check_opened(opened: packet.OpenedPacket, entry: dict[str, Any]) -> None:
    assert json.loads(write_report(opened.report)) == entry["report"]
    digests = [hashlib.sha256(data).hexdigest() for data in opened.files]
    names = [fact.name for fact in opened.report.attachments]
    found = [{"name": n, "sha256": d} for n, d in zip(names, digests, strict=True)]
    assert found == entry["attachments"]


@pytest.mark.parametrize("entry", PACKETS, ids=by_name)
def test_sealed_packet(entry: dict[str, Any]) -> None:
    data, identity = (HERE / entry["file"]).read_bytes(), parse_identity(entry["identity"])
    if entry["expect"] == "ok":
        check_opened(packet.open_packet(data, [identity]), entry)
        return
    with pytest.raises(table()[entry["expect"]]):
        packet.open_packet(data, [identity])


@pytest.mark.parametrize("entry", PLAINTEXTS, ids=by_name)
def test_plaintext(entry: dict[str, Any]) -> None:
    data = gzip.decompress(base64.b64decode(entry["plaintext_gzip"]))
    if entry["expect"] == "ok":
        check_opened(packet.read_plaintext(data), entry)
        return
    with pytest.raises(HinghoiError) as refusal:
        packet.read_plaintext(data)
    assert refusal.value.code == entry["expect"]


def test_padded_sizes() -> None:
    for size, padded in load("padme.json"):
        assert padded_size(size) == padded, size


@pytest.mark.parametrize("entry", RECEIPTS["receipts"], ids=by_name)
def test_receipt(entry: dict[str, str]) -> None:
    key = receipts.parse_public_key(RECEIPTS["public_key"])
    facts = (key, RECEIPTS["id"], RECEIPTS["sha256"])
    if entry["expect"] == "ok":
        found = receipts.verify_receipt(entry["receipt"], *facts)
        assert found == receipts.Receipt(RECEIPTS["id"], RECEIPTS["sha256"], date(2026, 11, 21))
        return
    with pytest.raises(HinghoiError) as refusal:
        receipts.verify_receipt(entry["receipt"], *facts)
    assert refusal.value.code == entry["expect"]


def test_signing_anew_gives_the_sound_receipt() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(RECEIPTS["secret_key_seed"]))
    signed = receipts.sign_receipt(key, RECEIPTS["id"], RECEIPTS["sha256"], date(2026, 11, 21))
    assert signed == RECEIPTS["receipts"][0]["receipt"]


def test_plaintexts_on_disk_are_the_generated_ones() -> None:
    cases = {name: (data, expect) for name, data, expect in (*valid(), *refused())}
    stored = {
        entry["name"]: (gzip.decompress(base64.b64decode(entry["plaintext_gzip"])), entry["expect"])
        for entry in PLAINTEXTS
    }
    assert stored == cases


def test_every_code_of_a_packet_reader_has_a_vector() -> None:
    codes = {entry["expect"] for entry in (*PACKETS, *PLAINTEXTS)}
    reader = "no_key damaged padding archive report version attachments limits"
    assert codes == {"ok", *(f"packet_{word}" for word in reader.split())}
