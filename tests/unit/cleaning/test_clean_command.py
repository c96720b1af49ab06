"""`hinghoi clean` writes a clean file or says why not, and never harms another one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support import hidden_documents as documents
from tests.support.camera import camera_jpeg
from tests.support.hidden_pictures import canary_heic
from webapp.cleaning import verify_file
from webapp.cli import main


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "photo.jpg").write_bytes(camera_jpeg(64, 48))
    (tmp_path / "photo.heic").write_bytes(canary_heic())
    (tmp_path / "all.zip").write_bytes(documents.zipped({"a.txt": "b"}))
    (tmp_path / "locked.pdf").write_bytes(documents.locked_pdf())
    return tmp_path


def run(folder: Path, name: str, out: str, *more: str) -> Result:
    return CliRunner().invoke(main, ["clean", str(folder / name), "-o", str(folder / out), *more])


def test_a_photo_comes_out_clean_and_readable_by_its_owner_alone(folder: Path) -> None:
    result = run(folder, "photo.jpg", "out.jpg")
    assert result.exit_code == 0
    assert "removed: gps, device, time, author" in result.stdout
    assert verify_file((folder / "out.jpg").read_bytes()) == []
    assert (folder / "out.jpg").stat().st_mode & 0o777 == 0o600


def test_another_type_is_told(folder: Path) -> None:
    result = run(folder, "photo.heic", "out.heic")
    assert result.exit_code == 0
    assert "image/jpeg" in result.stdout
    assert ".jpg file now" in result.stderr


@pytest.mark.parametrize(
    ("name", "code"), [("all.zip", "file_archive"), ("locked.pdf", "file_encrypted")]
)
def test_what_is_refused_writes_nothing_and_says_why(folder: Path, name: str, code: str) -> None:
    result = run(folder, name, "out")
    assert result.exit_code == 1
    assert f"[{code}]" in result.stderr
    assert not (folder / "out").exists()


def test_no_file_is_replaced_by_accident(folder: Path) -> None:
    before = (folder / "photo.heic").read_bytes()
    assert run(folder, "photo.jpg", "photo.heic").exit_code == 2
    assert (folder / "photo.heic").read_bytes() == before
    assert run(folder, "photo.jpg", "photo.heic", "--force").exit_code == 0
    assert verify_file((folder / "photo.heic").read_bytes()) == []


def test_wrong_usage(folder: Path) -> None:
    assert run(folder, "none.jpg", "out.jpg").exit_code == 2
    assert CliRunner().invoke(main, ["clean", str(folder / "photo.jpg")]).exit_code == 2


def test_help_shows_examples() -> None:
    result = CliRunner().invoke(main, ["clean", "--help"])
    assert "hinghoi clean IMG_2041.heic -o photo.jpg" in result.stdout
    assert "Exit codes:" in result.stdout
