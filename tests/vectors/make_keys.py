"""Writes keys.json: `python -m tests.vectors.make_keys`. The same each time.

Fingerprints, signatures and what people compare are made here after docs/formats/keys.md, so that
they owe nothing to the code under test.
"""

from __future__ import annotations

import hashlib
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.vectors.make_desk_keys import hkdf
from webapp.crypto.base64 import encode_url
from webapp.crypto.recipients import HybridIdentity

FILE = Path(__file__).parent / "keys.json"
WORDS = Path(__file__).parents[2] / "webapp" / "locales" / "key_words.tsv"
DESK = "nan"
DAYS = ("2026-03-01", "2026-11-22")


class Key:
    """A desk key of the vectors."""

    def __init__(self, name: str) -> None:
        seed = hashlib.sha256(f"keys.json: {name}".encode()).digest()
        self.identity = HybridIdentity.from_seed(seed)
        self.private = Ed25519PrivateKey.from_private_bytes(hkdf(seed, "desk/signing"))
        self.recipient = str(self.identity.recipient())
        self.signing = encode_url(self.private.public_key().public_bytes_raw())
        words = f"hinghoi-desk-key-v1\n{self.recipient}\n{self.signing}\n"
        self.fingerprint = hashlib.sha256(words.encode()).hexdigest()[:32]

    def retired(self, successor: Key, day: str, desk: str = DESK) -> dict[str, str]:
        """The entry of a chain in which this key vouches for `successor`."""
        marks = f"{self.fingerprint}\n{successor.fingerprint}"
        words = f"hinghoi-desk-rotation-v1\n{desk}\n{marks}\n{day}\n"
        signature = encode_url(self.private.sign(words.encode()))
        told = {"recipient": self.recipient, "signing": self.signing}
        return {**told, "day": day, "signature": signature}


def listed(key: Key, chain: list[dict[str, str]]) -> dict[str, Any]:
    """A desk as the key list tells it."""
    return {
        "id": DESK,
        "name": {"th": "โต๊ะน่าน", "en": "Nan desk"},
        "recipient": key.recipient,
        "signing": key.signing,
        "fingerprint": key.fingerprint,
        "chain": chain,
    }


def cases() -> list[dict[str, Any]]:
    """`follows`: whether a client that pinned `pinned` takes this desk's key."""
    a, b, c, thief = (Key(name) for name in ("first", "second", "third", "thief"))
    chain = [a.retired(b, DAYS[0]), b.retired(c, DAYS[1])]
    sound = listed(c, chain)

    def changed(at: int, name: str, value: str) -> dict[str, Any]:
        other = deepcopy(sound)
        other["chain"][at][name] = value
        return other

    flipped = ("B" if chain[0]["signature"][0] == "A" else "A") + chain[0]["signature"][1:]
    rows = [
        ("no rotation", listed(a, []), a, True),
        ("one rotation", listed(b, chain[:1]), a, True),
        ("two rotations from the first key", sound, a, True),
        ("two rotations from the second key", sound, b, True),
        ("two rotations, the key of now", sound, c, True),
        ("a key that never was the desk's", sound, thief, False),
        ("another key and no chain", listed(thief, []), a, False),
        ("the chain's end is missing", listed(c, chain[:1]), a, False),
        ("the chain's beginning is missing", listed(c, chain[1:]), a, False),
        ("an older list after a newer one", listed(a, []), b, False),
        ("swapped", listed(c, chain[::-1]), a, False),
        ("a changed signature", changed(0, "signature", flipped), a, False),
        ("a signature cut short", changed(0, "signature", chain[0]["signature"][:-2]), a, False),
        ("no signature", changed(0, "signature", ""), a, False),
        ("another day", changed(0, "day", DAYS[1]), a, False),
        ("the old recipient with a signing key of the thief's",
         changed(0, "signing", thief.signing), a, False),
        ("signed by the thief",
         listed(c, [{**thief.retired(b, DAYS[0]), "recipient": a.recipient}, chain[1]]), a, False),
        ("the link from the thief's key to the thief's",
         listed(thief, [a.retired(b, DAYS[0])]), a, False),
        ("signed for another desk", listed(b, [a.retired(b, DAYS[0], "phrae")]), a, False),
        ("broken before the pinned key", changed(0, "signature", flipped), b, True),
    ]  # fmt: skip
    return [
        {"name": name, "pinned": pinned.fingerprint, "desk": desk, "follows": follows}
        for name, desk, pinned, follows in rows
    ]


def checked(fingerprint: str) -> dict[str, Any]:
    """The words and the picture of a fingerprint; a row is four digits, one for each cell."""
    lines = [line.split("\t") for line in WORDS.read_text("utf-8").splitlines()]
    key = bytes.fromhex(fingerprint)
    stretched = hashlib.pbkdf2_hmac("sha256", key, b"hinghoi/v1/key-check", 131072, 16)
    thai, english = ([lines[byte][at] for byte in stretched[:8]] for at in (0, 1))
    # Two bits a cell are one digit to the base of four.
    rows = ["".join(str(byte // 4**at % 4) for at in (3, 2, 1, 0)) for byte in stretched[8:]]
    return {"fingerprint": fingerprint, "words": {"th": thai, "en": english}, "rows": rows}


def posters() -> list[dict[str, Any]]:
    """Fragments of addresses; `desk` is null where the reader refuses."""
    mark = "0123456789abcdef0123456789abcdef"
    sound = [("nan", mark), ("a", mark), ("0-9", "f" * 32), ("n" * 40, mark), ("a--b", mark)]
    wrong = (
        "", "#", "#k=", f"#k={mark}", f"#k=.{mark}", f"k=nan.{mark}", f"#K=nan.{mark}",
        f"#k=Nan.{mark}", f"#k=-nan.{mark}", f"#k=น่าน.{mark}", f"#k={'n' * 41}.{mark}",
        f"#k=nan.{mark[:-1]}", f"#k=nan.{mark}0", f"#k=nan.{mark.upper()}", f"#k=nan {mark}",
        f"#k=nan.{mark}.", f"#k=nan.{mark}\n", f"#k=nan.{mark}&x", f"#k=nan.{mark[:-1]}g",
        f"#k=nan.{mark},phrae.{mark}", f"#k=nan%2e{mark}", f"#k=nan.{mark[:-1]}๐",
    )  # fmt: skip
    rows = [
        {"fragment": f"#k={desk}.{found}", "desk": desk, "fingerprint": found}
        for desk, found in sound
    ]
    return rows + [{"fragment": one, "desk": None, "fingerprint": None} for one in wrong]


def main() -> None:
    keys = [Key(name) for name in ("first", "second", "third")]
    derived = [
        {
            "identity": key.identity.export(),
            "recipient": key.recipient,
            "signing": key.signing,
            "fingerprint": key.fingerprint,
        }
        for key in keys
    ]
    unsigned = {"recipient": keys[0].recipient, "signing": None}
    words = f"hinghoi-desk-key-v1\n{keys[0].recipient}\n\n"
    unsigned["fingerprint"] = hashlib.sha256(words.encode()).hexdigest()[:32]
    marks = [*(key.fingerprint for key in keys), "0" * 32, "f" * 32]
    vectors = {
        "keys": derived,
        "unsigned": [unsigned],
        "chains": cases(),
        "words_sha256": hashlib.sha256(WORDS.read_bytes()).hexdigest(),
        "checks": [checked(mark) for mark in marks],
        "posters": posters(),
    }
    FILE.write_text(json.dumps(vectors, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
