"""`hinghoi verify` speaks JSON and exit codes that a script can trust."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.camera import camera_jpeg, plain_jpeg, scene
from webapp.cli.verify import verify


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "clean.png").write_bytes(plain_jpeg(scene(32, 24)))
    (tmp_path / "photo.jpg").write_bytes(camera_jpeg(64, 48))
    (tmp_path / "note.txt").write_text("<html>no picture")
    return tmp_path


def run(*files: Path) -> Result:
    return CliRunner().invoke(verify, [str(file) for file in files])


def test_a_clean_file_exits_0_whatever_its_name(folder: Path) -> None:
    result = run(folder / "clean.png")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "files": [{"file": str(folder / "clean.png"), "type": "image/jpeg", "findings": []}]
    }


def test_findings_exit_1_and_are_told(folder: Path) -> None:
    result = run(folder / "clean.png", folder / "photo.jpg")
    assert result.exit_code == 1
    clean, photo = json.loads(result.stdout)["files"]
    assert clean["findings"] == []
    assert {"kind", "where", "detail"} == set(photo["findings"][0])
    assert "gps" in {finding["kind"] for finding in photo["findings"]}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("note.txt", "file_type_unsupported"),
        ("none.jpg", "file_unreadable"),
        (".", "file_unreadable"),
    ],
)
def test_what_cannot_be_judged_exits_2_and_the_rest_is_still_told(
    folder: Path, name: str, code: str
) -> None:
    result = run(folder / name, folder / "photo.jpg")
    assert result.exit_code == 2
    bad, photo = json.loads(result.stdout)["files"]
    assert bad["error"] == code
    assert photo["findings"]
    assert str(folder / name) in result.stderr


def test_no_file_is_wrong_usage() -> None:
    assert run().exit_code == 2


def test_help_shows_examples() -> None:
    result = CliRunner().invoke(verify, ["--help"])
    assert "hinghoi verify photo.jpg" in result.stdout
    assert "Exit codes:" in result.stdout
