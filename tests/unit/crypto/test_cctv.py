"""Runs the age test vectors of C2SP/CCTV (npm `cctv-age`) against our reader.

In scope is every vector of that version: X25519, scrypt, hybrid, armor, header, HMAC and stream.
Out of scope are kinds that it has no vector for: ssh-rsa, ssh-ed25519, piv-p256, p256tag,
mlkem768p256tag and FIDO/passkey stanzas; a reader ignores those as it ignores grease.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from webapp.crypto import age, armor
from webapp.crypto.errors import (
    AgeArmorError,
    AgeError,
    AgeHeaderError,
    AgeMacError,
    AgeNoMatch,
    AgePayloadError,
)
from webapp.crypto.recipients import Identity, ScryptIdentity, parse_identity

BUNDLE = Path(__file__).parents[3] / "node_modules" / "cctv-age" / "index.js"
FAILURES: dict[str, type[AgeError]] = {
    "no match": AgeNoMatch,
    "HMAC failure": AgeMacError,
    "header failure": AgeHeaderError,
    "payload failure": AgePayloadError,
    "armor failure": AgeArmorError,
}


@dataclass(frozen=True)
class Vector:
    """One file of the test kit: its facts, and the age file that follows them."""

    name: str
    facts: list[tuple[str, str]]
    body: bytes

    def all(self, key: str) -> list[str]:
        return [value for name, value in self.facts if name == key]

    def identities(self) -> list[Identity]:
        keys: list[Identity] = [parse_identity(text) for text in self.all("identity")]
        return keys + [ScryptIdentity(text) for text in self.all("passphrase")]

    def file(self) -> bytes:
        return zlib.decompress(self.body) if self.all("compressed") else self.body


def read_bundle() -> list[Vector]:
    """The vectors stand in the package as base64 strings, one variable each."""
    found = re.findall(r'var (\w+)_default = __toBinary\("([^"]*)"\)', BUNDLE.read_text())
    return [read_vector(name, base64.b64decode(text)) for name, text in found]


def read_vector(name: str, data: bytes) -> Vector:
    head, _, body = data.partition(b"\n\n")
    pairs = [line.partition(": ") for line in head.decode().splitlines()]
    return Vector(name, [(key, value) for key, _, value in pairs], body)


VECTORS = read_bundle()


def opened(vector: Vector) -> bytes:
    data = armor.dearmor(vector.file()) if vector.all("armored") else vector.file()
    return age.decrypt(data, vector.identities())


def test_all_vectors_of_the_package_are_read() -> None:
    assert len(VECTORS) == 143
    assert {fact for vector in VECTORS for fact in vector.all("expect")} == {"success", *FAILURES}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_vector(vector: Vector) -> None:
    (expect,) = vector.all("expect")
    if expect == "success":
        assert hashlib.sha256(opened(vector)).hexdigest() == vector.all("payload")[0]
    else:
        with pytest.raises(FAILURES[expect]):
            opened(vector)
