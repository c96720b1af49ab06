"""Writes handovers.json: `python -m tests.vectors.make_handovers`. The same each time.

Statements, signatures, ids and digests are made here after docs/formats/handover.md, so that they
owe nothing to the code under test.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from tests.vectors.make_desk_keys import hkdf
from tests.vectors.make_keys import Key
from tests.vectors.plaintexts import encode, full
from webapp.crypto.base64 import encode_url

FILE = Path(__file__).parent / "handovers.json"
REPORT = encode(full())
NAMES = ("old", "nan", "phrae", "lampang", "thief")
OLD, NAN, PHRAE, LAMPANG, THIEF = (Key(f"handover {name}") for name in NAMES)
ROTATED, ARRIVED = "2026-11-01", "2026-11-22"
KEYS = {"nan": NAN, "phrae": PHRAE, "lampang": LAMPANG}
SEEDS = {"nan": hashlib.sha256(b"keys.json: handover nan").digest()}
PACKET = "0123456789abcdef0123456789abcdef"
JSON = dict[str, Any]


def listed() -> list[JSON]:
    """The desks of the key list; nan has had another key."""
    chains = {"nan": [OLD.retired(NAN, ROTATED)]}
    return [
        {
            "id": name,
            "name": {"th": f"โต๊ะ {name}", "en": name},
            "recipient": key.recipient,
            "signing": key.signing,
            "fingerprint": key.fingerprint,
            "chain": chains.get(name, []),
        }
        for name, key in KEYS.items()
    ]


def statement(sender: str = "nan", to: str = "phrae", **changes: Any) -> JSON:
    """A sound one; `changes` replace keys."""
    return {
        "version": 1,
        "from": sender,
        "to": to,
        "key": KEYS[to].fingerprint,
        "day": ARRIVED,
        "case": "c0" * 16,
        "packet": PACKET,
        "report": hashlib.sha256(REPORT).hexdigest(),
        "before": None,
        "reason": "อยู่ในพื้นที่ของโต๊ะแพร่",
        "note": "",
        **changes,
    }


def step(
    told: JSON | bytes, key: Key | None = None, prefix: bytes = b"hinghoi-handover-v1\n"
) -> JSON:
    """A statement with its signature, by the desk that it names unless `key` says otherwise."""
    text = told if isinstance(told, bytes) else encode(told)
    signer = key or KEYS[json.loads(text)["from"]]
    return {"statement": text.decode(), "signature": encode_url(signer.private.sign(prefix + text))}


def mark(one: JSON) -> str:
    """What the step after `one` says of it."""
    return hashlib.sha256(f"{one['statement']}.{one['signature']}".encode()).hexdigest()


def chain(*steps: JSON, **more: Any) -> bytes:
    """handover.json."""
    return encode({"version": 1, "steps": list(steps), **more})


def judged() -> list[JSON]:
    """`verdicts`: for each step whether its desk is confirmed, as read at the desk `own`."""
    first = step(statement())
    second = step(statement("phrae", "lampang", before=mark(first)))
    back = step(statement("phrae", "nan", before=mark(first)))
    cut = {**first, "signature": first["signature"][:-1] + "AQ"[first["signature"][-1] == "A"]}
    old = statement(day="2026-10-31")
    rows: list[tuple[str, bytes, str, str, list[bool]]] = [
        ("one desk", chain(first), "phrae", ARRIVED, [True]),
        ("unknown keys are ignored", chain(first, mood="new"), "phrae", ARRIVED, [True]),
        ("two desks", chain(first, second), "lampang", ARRIVED, [True, True]),
        ("there and back", chain(first, back), "nan", ARRIVED, [True, True]),
        ("read at another desk", chain(first), "lampang", ARRIVED, [False]),
        ("for a key that is nobody's",
         chain(step(statement(key=THIEF.fingerprint))), "phrae", ARRIVED, [False]),
        ("for the key of another desk",
         chain(step(statement(key=LAMPANG.fingerprint))), "phrae", ARRIVED, [False]),
        ("for a key that was retired",
         chain(step(statement("phrae", "nan", key=OLD.fingerprint))), "nan", ARRIVED, [True]),
        ("signed by somebody else", chain(step(statement(), THIEF)), "phrae", ARRIVED, [False]),
        ("signed by the reader's own desk",
         chain(step(statement(), PHRAE)), "phrae", ARRIVED, [False]),
        ("signed for another purpose",
         chain(step(statement(), prefix=b"hinghoi-export-v1\n")), "phrae", ARRIVED, [False]),
        ("a changed signature", chain(cut), "phrae", ARRIVED, [False]),
        ("changed words", chain({**first, "statement": first["statement"].replace("แพร่", "น่าน")}),
         "phrae", ARRIVED, [False]),
        ("a desk that nobody knows",
         chain(step(statement(**{"from": "bangkok"}), THIEF)), "phrae", ARRIVED, [False]),
        ("of another report",
         chain(step(statement(report="ab" * 32))), "phrae", ARRIVED, [False]),
        ("to itself", chain(step(statement("phrae", "phrae"))), "phrae", ARRIVED, [False]),
        ("by a key before it was retired", chain(step(old, OLD)), "phrae", ROTATED, [True]),
        ("by a key that was retired when it came",
         chain(step(old, OLD)), "phrae", ARRIVED, [False]),
        ("the step before is another",
         chain(step(statement(reason="")), second), "lampang", ARRIVED, [True, False]),
        ("the step before was left out", chain(second), "lampang", ARRIVED, [False]),
        ("the second one names none before",
         chain(first, step(statement("phrae", "lampang"))), "lampang", ARRIVED, [True, False]),
        ("the first one is forged",
         chain(forged := step(statement(), THIEF),
               step(statement("phrae", "lampang", before=mark(forged)))),
         "lampang", ARRIVED, [False, True]),
        ("the first one was for another desk",
         chain(other := step(statement("nan", "lampang")),
               step(statement("phrae", "lampang", before=mark(other)))),
         "lampang", ARRIVED, [False, True]),
    ]  # fmt: skip
    return [
        {"name": name, "handover": data.decode(), "own": own, "arrived": day, "verdicts": verdicts}
        for name, data, own, day, verdicts in rows
    ]


def malformed() -> list[JSON]:
    """What has not the form; nothing of it is told."""
    first = step(statement())
    nine = [first] * 9
    wrong: dict[str, bytes] = {
        "nothing": b"",
        "no object": b"[]",
        "no steps": chain(),
        "nine steps": chain(*nine),
        "another version": chain(first).replace(b'{"version":1', b'{"version":2', 1),
        "another version of a statement": chain(step(statement(version=2))),
        "a byte order mark": b"\xef\xbb\xbf" + chain(first),
        "a signature with padding": chain({**first, "signature": first["signature"] + "=="}),
        "no signature": chain({"statement": first["statement"]}),
        "a statement that is an object": chain({**first, "statement": statement()}),
        "a statement that is no JSON": chain({**first, "statement": "hello"}),
        "a day that is none": chain(step(statement(day="2026-02-30"))),
        "a reason of 1001 characters": chain(step(statement(reason="ก" * 1001))),
        "a note of 4001 characters": chain(step(statement(note="ก" * 4001))),
        "a lone surrogate": chain({**first, "statement": '{"version":1,"reason":"\\ud800"}'}),
        "a desk in capitals": chain(step(statement(**{"from": "NAN"}), NAN)),
        "longer than 61440 bytes": chain(first, spare="x" * 61_440),
    }
    for name in (
        "from",
        "to",
        "key",
        "day",
        "case",
        "packet",
        "report",
        "before",
        "reason",
        "note",
    ):
        told = {key: value for key, value in statement().items() if key != name}
        wrong[f"without {name}"] = chain(step(told, NAN))
    return [{"name": name, "handover": data.decode()} for name, data in wrong.items()]


def ids() -> list[JSON]:
    """Under which id a packet goes to a desk."""
    rows = [(PACKET, "phrae"), (PACKET, "lampang"), ("f" * 32, "phrae")]
    return [
        {
            "identity": NAN.identity.export(),
            "packet": packet,
            "to": to,
            "id": hkdf(SEEDS["nan"], f"handover/id\n{packet}\n{to}")[:16].hex(),
        }
        for packet, to in rows
    ]


def main() -> None:
    sound = chain(step(statement()))
    vectors = {
        "desks": listed(),
        "report": REPORT.decode(),
        "judged": judged(),
        "malformed": malformed(),
        "ids": ids(),
        "digests": {
            log: hashlib.sha256(f"hinghoi-handover-{log}-v1\n".encode() + sound).hexdigest()
            for log in ("sent", "came")
        },
    }
    FILE.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
