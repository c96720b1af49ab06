"""Writes exports.json: `python -m tests.vectors.make_exports`.

Signatures and digests are put together here, so that they owe nothing to the code that is tested
with them. The same each time.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from webapp.crypto.base64 import encode_url
from webapp.crypto.padme import padded_size
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.ustar import BLOCK, header

FILE = Path(__file__).parent / "exports.json"
DAY = "2026-11-22"
DESK = HybridIdentity.from_seed(hashlib.sha256(b"export desk").digest())
SIGNING = Ed25519PrivateKey.from_private_bytes(DESK.derive(b"hinghoi/v1/desk/signing"))
SERVER = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"export server").digest())
CASE, PACKET = "c" * 32, "a" * 32
NAME = {"th": "โต๊ะน่าน", "en": "Nan desk"}
PHOTO = b"\xff\xd8\xff\xe0 not quite a photo"
LEFT = b"a file that was left out"
Files = dict[str, bytes]


def public(key: Ed25519PrivateKey) -> str:
    return encode_url(key.public_key().public_bytes_raw())


def signed(key: Ed25519PrivateKey, statement: str) -> str:
    return f"{statement}.{encode_url(key.sign(statement.encode()))}"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def compact(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def attachment(name: str, data: bytes) -> dict[str, Any]:
    facts = {"name": name, "type": "image/jpeg", "bytes": len(data)}
    return {**facts, "sha256": sha256(data), "removed": []}


def report() -> dict[str, Any]:
    place = {"province": "น่าน", "district": "ปัว", "tambon": "", "code": "", "words": ""}
    return {
        "version": 1,
        "kind": "report",
        "language": "th",
        "day": "2026-11-20",
        "category": "construction",
        "text": "ถนนหน้าวัดสร้างไม่เสร็จ",
        "place": place,
        "when": "",
        "agency": "",
        "accused": "",
        "watchpoint": None,
        "mailbox": None,
        "attachments": [attachment("01.jpg", PHOTO), attachment("02.jpg", LEFT)],
    }


def summary() -> dict[str, Any]:
    turns = [("2026-11-20", "received"), ("2026-11-21", "screening")]
    history = [{"day": day, "by": "b" * 32, "state": state} for day, state in turns]
    return {"version": 1, "case": CASE, "state": "screening", "history": history}


def entry(kind: str, day: str, detail: str | None = None, packet: str | None = None) -> Any:
    facts = {"day": day, "kind": kind, "moderator": "b" * 32, "case": CASE, "packet": packet}
    return {**facts, "detail": detail, "card": None, "hash": sha256(f"{kind}{day}".encode())}


def custody() -> dict[str, Any]:
    events = [
        entry("case_opened", "2026-11-20", "received"),
        entry("case_packet", "2026-11-20", None, PACKET),
        entry("case_state", "2026-11-21", "screening"),
        entry("case_exported", DAY, "bundle"),
    ]
    receipt = signed(SERVER, f"hinghoi-receipt-v1.{PACKET}.{sha256(b'packet')}.2026-11-20")
    return {
        "version": 1,
        "desk": "nan",
        "day": DAY,
        "head": signed(SERVER, f"hinghoi-log-head-v1.{DAY}.{events[-1]['hash']}"),
        "cases": [{"case": CASE, "state": "screening", "opened": "2026-11-20", "version": 2}],
        "packets": [{"case": CASE, "packet": PACKET, "bytes": 9000, "receipt": receipt}],
        "events": events,
    }


def with_custody(files: Files, value: dict[str, Any], key: Ed25519PrivateKey = SERVER) -> Files:
    data = compact(value)
    line = signed(key, f"hinghoi-log-extract-v1.{DAY}.{sha256(data)}")
    return {**files, "custody.json": data, "custody.sig": line.encode()}


def contents() -> Files:
    files = {
        "cases/001/case.json": compact(summary()),
        "cases/001/reports/001.json": compact(report()),
        "cases/001/files/001-01.jpg": PHOTO,
        "cases/001/case.txt": "ถนนหน้าวัด\n".encode(),
    }
    return with_custody(files, custody())


def manifest(files: Files, **more: Any) -> dict[str, Any]:
    listed = [
        {"name": name, "bytes": len(data), "sha256": sha256(data)} for name, data in files.items()
    ]
    reports = [{"packet": PACKET, "name": "cases/001/reports/001.json"}]
    return {
        "version": 1,
        "day": DAY,
        "desk": {"id": "nan", "name": dict(NAME), "signing": public(SIGNING)},
        "receipt_key": public(SERVER),
        "chosen": [],
        "cases": [{"case": CASE, "folder": "cases/001", "reports": reports}],
        "files": listed,
        "left_out": [{"packet": PACKET, "name": "02.jpg", "why": "residue"}],
        **more,
    }


def closed(files: Files, value: dict[str, Any], key: Ed25519PrivateKey = SIGNING) -> Files:
    data = compact(value)
    line = signed(key, f"hinghoi-export-v1.{value['desk']['id']}.{value['day']}.{sha256(data)}")
    return {**files, "manifest.json": data, "manifest.sig": line.encode()}


def sound() -> Files:
    files = contents()
    return closed(files, manifest(files))


def tar(files: Files) -> bytes:
    parts = [
        header(name, len(data)) + data + bytes(-len(data) % BLOCK) for name, data in files.items()
    ]
    archive = b"".join(parts)
    return archive.ljust(padded_size(len(archive) + 2 * BLOCK), b"\0")


def resigned(change: Callable[[Files], Files]) -> Files:
    """A change by somebody who can sign for the desk."""
    files = change(contents())
    return closed(files, manifest(files))


def with_log(change: Callable[[dict[str, Any]], None], key: Ed25519PrivateKey = SERVER) -> Files:
    """The same by somebody who can sign for the server as well."""
    value = custody()
    change(value)
    return resigned(lambda files: with_custody(files, value, key))


def replaced(name: str, data: bytes) -> Callable[[Files], Files]:
    return lambda files: {**files, name: data}


def _changed_report() -> bytes:
    return compact({**report(), "attachments": [attachment("01.jpg", b"another")]})


def _set(path: tuple[str | int, ...], value: object) -> Callable[[dict[str, Any]], None]:
    def change(top: Any) -> None:
        for step in path[:-1]:
            top = top[step]
        top[path[-1]] = value

    return change


def refused() -> dict[str, tuple[bytes, list[str]]]:
    """Archives with the codes of what is wrong in them, in order."""
    whole, bare = sound(), contents()
    stranger = Ed25519PrivateKey.from_private_bytes(bytes(32))
    photo = "cases/001/files/001-01.jpg"
    event = ("events", 2)
    return {
        "cut short": (tar(whole)[:-512], ["export_damaged"]),
        "a byte behind the end": (tar(whole)[:-1] + b"x", ["export_damaged"]),
        "padded more than the rule": (tar(whole) + bytes(512), ["export_damaged"]),
        "nothing at all": (b"", ["export_damaged"]),
        "a name that climbs": (tar({"../x": b"", **whole}), ["export_damaged"]),
        "a file that nobody knows": (tar({"cases/001/x.exe": b"", **whole}), ["export_damaged"]),
        "no manifest": (tar(bare), ["export_damaged"]),
        "manifest not at the end": (
            tar(dict(reversed(list(whole.items())))),
            ["export_damaged"],
        ),
        "manifest that is no JSON": (
            tar({**whole, "manifest.json": b"{"}),
            ["export_manifest"],
        ),
        "a changed photo": (
            tar({**whole, photo: b"another photo"}),
            ["export_files", "export_report"],
        ),
        "a missing text": (
            tar({name: data for name, data in whole.items() if name != "cases/001/case.txt"}),
            ["export_files"],
        ),
        "an added report": (
            tar({"cases/001/reports/002.json": compact(report()), **whole}),
            ["export_files"],
        ),
        "a manifest that was changed": (
            tar(
                {
                    **closed(bare, manifest(bare, chosen=["notes"])),
                    "manifest.sig": whole["manifest.sig"],
                }
            ),
            ["export_signature"],
        ),
        "signed by somebody else": (
            tar(closed(bare, manifest(bare), stranger)),
            ["export_signature"],
        ),
        "a report that declares other files": (
            tar(resigned(replaced("cases/001/reports/001.json", _changed_report()))),
            ["export_report"],
        ),
        "a file that is neither here nor left out": (
            tar(closed(bare, manifest(bare, left_out=[]))),
            ["export_report"],
        ),
        "a log that the server did not sign": (
            tar(with_log(_nothing, stranger)),
            ["export_custody"],
        ),
        "an entry that was changed": (
            tar(resigned(replaced("custody.json", compact({**custody(), "day": "2026-11-23"})))),
            ["export_custody", "export_custody", "export_custody"],
        ),
        "a receipt for another packet": (
            tar(with_log(_set(("packets", 0, "packet"), "d" * 32))),
            ["export_custody", "export_chain", "export_chain"],
        ),
        "a head that is not the last entry": (
            tar(with_log(_set(("events", 3, "hash"), "0" * 64))),
            ["export_custody"],
        ),
        "entries out of order": (
            tar(with_log(_set((*event, "day"), "2026-11-19"))),
            ["export_chain"],
        ),
        "a state that the log does not know": (
            tar(with_log(_set((*event, "detail"), "verified"))),
            ["export_chain", "export_chain"],
        ),
        "a case that was never opened": (
            tar(with_log(_set(("events", 0, "kind"), "case_changed"))),
            ["export_chain", "export_chain"],
        ),
        "another history in the case": (
            tar(resigned(replaced("cases/001/case.json", compact({**summary(), "history": []})))),
            ["export_chain"],
        ),
        "a packet of which nothing is said": (
            tar(with_log(lambda value: value["packets"].append(_other_packet()))),
            ["export_chain", "export_chain"],
        ),
    }


def _nothing(_: dict[str, Any]) -> None:
    pass


def _other_packet() -> dict[str, Any]:
    other = "e" * 32
    receipt = signed(SERVER, f"hinghoi-receipt-v1.{other}.{sha256(b'other')}.2026-11-20")
    return {"case": CASE, "packet": other, "bytes": 9000, "receipt": receipt}


def packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


def vectors() -> dict[str, Any]:
    whole, log = sound(), contents()
    value = manifest(log)
    return {
        "identity": DESK.export(),
        "signing": public(SIGNING),
        "receipt_key": public(SERVER),
        "desk": {"id": "nan", "name": NAME},
        "day": DAY,
        "cases": value["cases"],
        "left_out": value["left_out"],
        "members": [
            {"name": name, "base64": base64.b64encode(data).decode()} for name, data in log.items()
        ],
        "archive": packed(tar(whole)),
        "refused": [
            {"name": name, "archive": packed(data), "codes": codes}
            for name, (data, codes) in refused().items()
        ],
    }


if __name__ == "__main__":
    text = json.dumps(vectors(), indent=1, ensure_ascii=False)
    FILE.write_text(text + "\n", encoding="utf-8")
