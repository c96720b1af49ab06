"""Exports: the vectors, bundles made by hostile hands, and the seal around them."""

from __future__ import annotations

import base64
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors import make_exports as made
from webapp.crypto import age
from webapp.crypto.bundle import Checked, Known, check_bundle
from webapp.crypto.errors import AgeError
from webapp.crypto.recipients import HybridIdentity, X25519Identity
from webapp.errors import HinghoiError

VECTORS: dict[str, Any] = json.loads(made.FILE.read_text("utf-8"))
REFUSED = {one["name"]: one for one in VECTORS["refused"]}
SOUND = made.tar(made.sound())


def unpacked(text: str) -> bytes:
    return gzip.decompress(base64.b64decode(text))


def check(archive: bytes, known: Known | None = None, step: int = 700) -> Checked:
    pieces = (archive[at : at + step] for at in range(0, len(archive), step))
    return check_bundle(pieces, known or Known())


def codes(checked: Checked) -> list[str]:
    return [fault.code for fault in checked.faults]


def test_the_vectors_are_those_that_are_made() -> None:
    assert made.vectors() == VECTORS


def test_a_sound_export_is_found_sound() -> None:
    checked = check(unpacked(VECTORS["archive"]))
    assert codes(checked) == []
    assert checked.manifest
    assert checked.manifest.left_out == {(made.PACKET, "02.jpg"): "residue"}
    assert checked.custody
    assert checked.custody.states_of(made.CASE) == ["received", "screening"]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_told(name: str) -> None:
    one = REFUSED[name]
    assert codes(check(unpacked(one["archive"]))) == one["codes"]


def test_keys_that_are_known_are_held_against_those_in_the_file() -> None:
    right = Known(made.SIGNING.public_key().public_bytes_raw(), None)
    assert codes(check(SOUND, right)) == []
    found = codes(check(SOUND, Known(bytes(32), bytes(32))))
    assert found[:3] == ["export_key", "export_key", "export_signature"]
    assert set(found[3:]) == {"export_custody"}


@given(st.binary(max_size=4_000))
def test_no_bytes_do_harm(data: bytes) -> None:
    assert codes(check(data)) == ["export_damaged"]


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(at: int, by: int) -> None:
    changed = bytearray(SOUND)
    changed[at] ^= by
    assert codes(check(bytes(changed)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.data())
def test_no_manifest_does_harm(data: st.DataObject) -> None:
    """Any value in any place of a manifest, a log or a case, by hands that can sign."""
    target = data.draw(st.sampled_from(["manifest", "custody", "summary", "report"]))
    value: dict[str, Any] = {
        "manifest": lambda: made.manifest(made.contents()),
        "custody": made.custody,
        "summary": made.summary,
        "report": made.report,
    }[target]()
    place = value
    for _ in range(data.draw(st.integers(0, 2))):
        inner = [one for one in place.values() if isinstance(one, dict)]
        inner += [one[0] for one in place.values() if isinstance(one, list) and one]
        inner = [one for one in inner if isinstance(one, dict)]
        if not inner:
            break
        place = data.draw(st.sampled_from(inner))
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(JSON)
    checked = check(made.tar(_with(target, value)))
    assert all(isinstance(fault, HinghoiError) for fault in checked.faults)


def _with(target: str, value: dict[str, Any]) -> made.Files:
    if target == "manifest":
        files = made.contents()
        line = made.sound()["manifest.sig"]
        return {**files, "manifest.json": made.compact(value), "manifest.sig": line}
    if target == "custody":
        return made.resigned(lambda files: made.with_custody(files, value))
    name = {"summary": "cases/001/case.json", "report": "cases/001/reports/001.json"}[target]
    return made.resigned(made.replaced(name, made.compact(value)))


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
@pytest.mark.parametrize("kind", [HybridIdentity, X25519Identity])
def test_files_are_opened_chunk_by_chunk(size: int, kind: Any) -> None:
    identity = kind.generate()
    sealed = age.encrypt(bytes(size), [identity.recipient()])
    assert b"".join(age.decrypt_file(io.BytesIO(sealed), [identity])) == bytes(size)
    for damaged in (sealed[:-1], sealed + b"\0", sealed[:-17]):
        with pytest.raises(AgeError):
            list(age.decrypt_file(io.BytesIO(damaged), [identity]))


def test_a_whole_chunk_cut_off_is_noticed(tmp_path: Path) -> None:
    identity = HybridIdentity.generate()
    sealed = age.encrypt(bytes(3 * 65_536), [identity.recipient()])
    file = tmp_path / "x.age"
    file.write_bytes(sealed[: -(65_536 + 16)])
    with file.open("rb") as stream, pytest.raises(AgeError):
        list(age.decrypt_file(stream, [identity]))
