"""`hinghoi export verify`, as somebody at an agency types it; stock tools open the same file."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner, Result

from tests.vectors import make_exports as made
from webapp.cli.export import export
from webapp.crypto import age
from webapp.crypto.recipients import HybridIdentity, ScryptRecipient, X25519Identity

AGENCY = HybridIdentity.from_seed(bytes(range(32)))
ARCHIVE = made.tar(made.sound())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("agency.key").write_text(f"# ป.ป.ช.\n{AGENCY.export()}\n", encoding="utf-8")
    Path("case.age").write_bytes(age.encrypt(ARCHIVE, [AGENCY.recipient()]))
    return tmp_path


def verify(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(export, ["verify", *args], input=text)


def test_a_sound_export_is_told_in_words(folder: Path) -> None:
    keys = ("--desk-key", made.public(made.SIGNING), "--receipt-key", made.public(made.SERVER))
    result = verify("--identity", "agency.key", *keys, "case.age")
    assert result.exit_code == 0, result.output
    assert f"{made.CASE}: 1 reports; received > screening" in result.stdout
    assert f"'02.jpg' of packet {made.PACKET}: residue" in result.stdout
    assert "All is right" in result.stdout
    assert "Compare them" not in result.stdout


def test_without_known_keys_it_says_what_it_believed(folder: Path) -> None:
    result = verify("--identity", "agency.key", "case.age")
    assert result.exit_code == 0
    assert "Compare them with what you know" in result.stdout
    assert made.public(made.SIGNING) in result.stdout


def test_a_passphrase_is_asked_for(folder: Path) -> None:
    sealed = age.encrypt(ARCHIVE, [ScryptRecipient("bado-kilu", log_n=10)])
    Path("case.age").write_bytes(sealed)
    assert verify("case.age", text="bado-kilu\n").exit_code == 0
    assert verify("case.age", text="kilu-bado\n").exit_code == 4


def test_a_tar_that_was_opened_elsewhere_is_checked_as_well(folder: Path) -> None:
    Path("case.tar").write_bytes(ARCHIVE)
    assert verify("case.tar").exit_code == 0


def test_everything_that_is_wrong_is_told(folder: Path) -> None:
    files = {**made.sound(), "cases/001/files/001-01.jpg": b"another photo"}
    Path("case.tar").write_bytes(made.tar(files))
    result = verify("case.tar")
    assert result.exit_code == 1
    assert "('cases/001/files/001-01.jpg') [export_files]" in result.stderr
    assert "2 things are wrong" in result.stderr
    assert "All is right" not in result.output


def test_wrong_keys_wrong_usage_and_damage_have_their_exit_codes(folder: Path) -> None:
    Path("other.key").write_text(HybridIdentity.generate().export())
    assert verify("--identity", "other.key", "case.age").exit_code == 4
    assert verify("case.age").exit_code == 2
    assert verify("--desk-key", "short", "case.age").exit_code == 2
    cut = Path("case.age").read_bytes()[:-100]
    Path("case.age").write_bytes(cut)
    assert verify("--identity", "agency.key", "case.age").exit_code == 1


def test_no_name_in_a_file_steers_a_terminal(folder: Path) -> None:
    left_out = [{"packet": made.PACKET, "name": "\x1b]0;x\x07", "why": "unknown"}]
    files = made.contents()
    forged = made.closed(files, made.manifest(files, left_out=left_out))
    Path("case.tar").write_bytes(made.tar(forged))
    result = verify("case.tar")
    assert result.exit_code == 1
    assert "\x1b" not in result.output


def test_stock_tools_open_an_export(folder: Path) -> None:
    """An older age, and the tar of the system."""
    identity = X25519Identity.generate()
    sealed = age.encrypt(ARCHIVE, [identity.recipient()])
    opened = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity.export())])
    Path("case.tar").write_bytes(opened)
    subprocess.run(["tar", "xf", "case.tar"], check=True)
    assert Path("cases/001/files/001-01.jpg").read_bytes() == made.PHOTO
