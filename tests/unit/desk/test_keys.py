"""The key formats, against the vectors that the TypeScript suite reads as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from webapp.crypto import age
from webapp.crypto.base64 import decode_url, encode_url
from webapp.crypto.header import read_header
from webapp.crypto.recipients import HybridIdentity
from webapp.desk.keyring import keys
from webapp.errors import DeskKeyRefused

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "desk_keys.json").read_text("utf-8")
)


@pytest.mark.parametrize("vector", VECTORS["invitations"])
def test_an_invitation_yields_token_and_identity(vector: dict[str, Any]) -> None:
    derived = keys.from_invitation(decode_url(vector["secret"]))
    assert encode_url(derived.token) == vector["token"]
    assert derived.identity.export() == vector["identity"]
    assert str(derived.identity.recipient()) == vector["recipient"]


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_secret_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        keys.from_invitation(bytes(length))


def test_derived_secrets_are_not_in_the_repr() -> None:
    derived = keys.from_invitation(bytes(32))
    assert repr(derived) == "InvitationKeys()"


@pytest.mark.parametrize("vector", VECTORS["wrapped_desk_keys"], ids=lambda vector: vector["name"])
def test_wrapped_desk_keys(vector: dict[str, Any]) -> None:
    holder, file = HybridIdentity.parse(vector["holder"]), decode_url(vector["file"])
    if vector["desk_key"]:
        opened = keys.unwrap_desk_key(file, holder, vector["recipient"])
        assert opened.export() == vector["desk_key"]
    else:
        with pytest.raises(DeskKeyRefused):
            keys.unwrap_desk_key(file, holder, vector["recipient"])


def test_what_is_wrapped_here_is_one_line_in_one_stanza() -> None:

    desk_key, holder = HybridIdentity.generate(), HybridIdentity.generate()
    file = keys.wrap_desk_key(desk_key, holder.recipient())
    assert [stanza.args[0] for stanza in read_header(file).stanzas] == ["mlkem768x25519"]
    assert age.decrypt(file, [holder]) == desk_key.export().encode() + b"\n"
