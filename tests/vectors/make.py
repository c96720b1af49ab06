"""Writes the vectors that every implementation is tested with: `python -m tests.vectors.make`.

Plaintexts, sizes and receipts come out the same each time. Sealing is random, so sealed files are
written only where they are missing; delete tests/vectors/packets to have them made anew.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.vectors.carried import carried
from tests.vectors.plaintexts import seed, valid
from tests.vectors.refused import refused
from tests.vectors.sealed import DESK, sealed
from webapp.crypto import courier, packet, receipts
from webapp.crypto.padme import padded_size
from webapp.crypto.report import write_report

HERE = Path(__file__).parent
SIZES = (
    0,
    1,
    512,
    8191,
    8192,
    8193,
    8704,
    8705,
    16_384,
    16_385,
    17_408,
    32_768,
    32_769,
    65_535,
    65_536,
    65_537,
    67_584,
    100_000,
    131_073,
    1_000_000,
    1_048_576,
    1_048_577,
    10_000_000,
    33_554_433,
    67_108_864,
    67_108_865,
    134_217_727,
    134_217_728,
    134_217_729,
    4_294_967_297,
)


def main() -> None:
    """Writes all index files, and the sealed files that are missing."""
    write("plaintexts.json", [plaintext_entry(*case) for case in (*valid(), *refused())])
    write("packets.json", [packet_entry(*case) for case in sealed()])
    write("padme.json", [[size, padded_size(size)] for size in SIZES])
    write("receipts.json", receipt_vectors())
    write("courier.json", [courier_entry(*case) for case in carried()])


def write(name: str, value: object) -> None:
    """One index file, one line an entry so that changes can be read."""
    if isinstance(value, list):
        lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in value)
        text = f"[\n{lines}\n]\n"
    else:
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    (HERE / name).write_text(text, encoding="utf-8")


def plaintext_entry(name: str, plaintext: bytes, expect: str) -> dict[str, Any]:
    """A plaintext, compressed since it is mostly padding."""
    data = base64.b64encode(gzip.compress(plaintext, mtime=0)).decode()
    return {"name": name, "expect": expect, "plaintext_gzip": data, **contents(plaintext, expect)}


def courier_entry(name: str, data: bytes, expect: str) -> dict[str, Any]:
    """A courier file, and what a reader must find in a sound one."""
    entry = {"name": name, "expect": expect, "file": base64.b64encode(data).decode()}
    if expect != "ok":
        return entry
    found = courier.unwrap(data)
    return {**entry, "sha256": found.sha256, "desks": list(found.desks)}


def packet_entry(name: str, data: bytes, expect: str) -> dict[str, Any]:
    """A sealed file; an existing one is kept."""
    path = HERE / "packets" / f"{name}.age"
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_bytes(data)
    entry = {"name": name, "file": f"packets/{name}.age", "identity": DESK.export()}
    if expect != "ok":
        return {**entry, "expect": expect}
    opened = packet.open_packet(path.read_bytes(), [DESK])
    return {**entry, "expect": expect, **describe(opened)}


def contents(plaintext: bytes, expect: str) -> dict[str, Any]:
    """What a reader must find in a plaintext that opens."""
    return describe(packet.read_plaintext(plaintext)) if expect == "ok" else {}


def describe(opened: packet.OpenedPacket) -> dict[str, Any]:
    """The report with the keys that the format knows, and the files by name and digest."""
    files = zip(opened.report.attachments, opened.files, strict=True)
    return {
        "report": json.loads(write_report(opened.report)),
        "attachments": [
            {"name": fact.name, "sha256": hashlib.sha256(data).hexdigest()} for fact, data in files
        ],
    }


def receipt_vectors() -> dict[str, Any]:
    """Receipts under one key for one packet."""
    key = Ed25519PrivateKey.from_private_bytes(seed("receipt key"))
    packet_id, digest = "000102030405060708090a0b0c0d0e0f", hashlib.sha256(b"packet").hexdigest()
    return {
        "public_key": receipts.public_key_text(key),
        "secret_key_seed": seed("receipt key").hex(),
        "id": packet_id,
        "sha256": digest,
        "receipts": [
            {"name": name, "receipt": receipt, "expect": expect}
            for name, receipt, expect in receipt_cases(key, packet_id, digest)
        ],
    }


def receipt_cases(
    key: Ed25519PrivateKey, packet_id: str, digest: str
) -> Iterator[tuple[str, str, str]]:
    """One sound receipt, and ones that must not make a phone delete its packet."""
    day = date(2026, 11, 21)
    sound = receipts.sign_receipt(key, packet_id, digest, day)
    other = Ed25519PrivateKey.from_private_bytes(seed("another receipt key"))
    yield "sound", sound, "ok"
    another_id = receipts.sign_receipt(key, packet_id[::-1], digest, day)
    yield "for_another_id", another_id, "receipt_mismatch"
    yield (
        "for_another_digest",
        receipts.sign_receipt(key, packet_id, digest[::-1], day),
        ("receipt_mismatch"),
    )
    forged = receipts.sign_receipt(other, packet_id, digest, day)
    yield "signed_by_another_key", forged, "receipt_forged"
    yield "with_another_day", sound.replace("2026-11-21", "2026-11-22"), "receipt_forged"
    yield "of_another_version", sound.replace("-v1.", "-v2."), "receipt_malformed"
    yield "day_that_does_not_exist", sound.replace("11-21", "11-31"), "receipt_malformed"
    yield "upper_case", sound.replace(packet_id, packet_id.upper()), "receipt_malformed"
    yield "with_a_line_feed", sound + "\n", "receipt_malformed"
    yield "with_padding", sound + "==", "receipt_malformed"
    yield "signature_cut", sound[:-1], "receipt_malformed"
    spare = sound[:-1] + chr(ord(sound[-1]) + 1)
    yield "signature_with_spare_bits", spare, "receipt_malformed"
    yield "standard_base64", sound.replace("-", "+").replace("_", "/"), "receipt_malformed"
    yield "empty", "", "receipt_malformed"
    yield "page_of_a_captive_portal", "<!doctype html><title>Log in</title>", "receipt_malformed"


if __name__ == "__main__":
    main()
