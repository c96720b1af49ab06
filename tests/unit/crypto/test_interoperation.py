"""Our files open with other people's programs, and theirs with ours."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pyrage
import pytest

from webapp.crypto import age, armor
from webapp.crypto.recipients import (
    HybridIdentity,
    HybridRecipient,
    ScryptIdentity,
    ScryptRecipient,
    X25519Identity,
    X25519Recipient,
)

ROOT = Path(__file__).parents[3]
SIZES = [0, 1, 65_535, 65_536, 65_537, 200_000]

SEAL = """
const encrypter = new Encrypter();
encrypter.addRecipient(process.argv[1]);
process.stdout.write(await encrypter.encrypt(input));
"""
OPEN = """
const decrypter = new Decrypter();
decrypter.addIdentity(process.argv[1]);
process.stdout.write(await decrypter.decrypt(input));
"""
KEYS = """
const identity = await generateHybridIdentity();
process.stdout.write(identity + "\\n" + (await identityToRecipient(identity)));
"""
SETUP = """
import { Encrypter, Decrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const input = new Uint8Array(Buffer.concat(chunks));
"""


def node(script: str, data: bytes = b"", argument: str = "") -> bytes:
    command = ["node", "--input-type=module", "-e", SETUP + script, argument]
    run = subprocess.run(command, input=data, capture_output=True, check=True, cwd=ROOT)
    return run.stdout


@pytest.mark.parametrize("size", SIZES)
def test_age_encryption_opens_what_we_seal(size: int) -> None:
    identity, plaintext = HybridIdentity.generate(), os.urandom(size)
    sealed = age.encrypt(plaintext, [HybridIdentity.generate().recipient(), identity.recipient()])
    assert node(OPEN, sealed, identity.export()) == plaintext


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_age_encryption_seals(size: int) -> None:
    identity, plaintext = HybridIdentity.generate(), os.urandom(size)
    sealed = node(SEAL, plaintext, str(identity.recipient()))
    assert age.decrypt(sealed, [identity]) == plaintext


def test_age_encryption_makes_the_same_keys() -> None:
    secret, public = node(KEYS).decode().split("\n")
    assert str(HybridIdentity.parse(secret).recipient()) == public
    assert str(HybridRecipient.parse(public)) == public


@pytest.mark.parametrize("size", SIZES)
def test_pyrage_opens_what_we_seal(size: int) -> None:
    theirs, plaintext = pyrage.x25519.Identity.generate(), os.urandom(size)
    sealed = age.encrypt(plaintext, [X25519Recipient.parse(str(theirs.to_public()))])
    assert pyrage.decrypt(sealed, [theirs]) == plaintext


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_pyrage_seals(size: int) -> None:
    ours, plaintext = X25519Identity.generate(), os.urandom(size)
    public = pyrage.x25519.Recipient.from_str(str(ours.recipient()))
    assert age.decrypt(pyrage.encrypt(plaintext, [public]), [ours]) == plaintext
    text = pyrage.encrypt(plaintext, [public], armored=True)
    assert age.decrypt(armor.dearmor(text), [ours]) == plaintext


def test_passphrases_both_ways() -> None:
    sealed = age.encrypt(b"x", [ScryptRecipient("วลีลับ", log_n=10)])
    assert pyrage.passphrase.decrypt(sealed, "วลีลับ") == b"x"
    theirs = pyrage.passphrase.encrypt(b"y", "วลีลับ")
    assert age.decrypt(theirs, [ScryptIdentity("วลีลับ")]) == b"y"
