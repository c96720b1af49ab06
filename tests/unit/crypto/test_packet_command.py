"""`hinghoi packet seal` and `open`, as a person types them."""

from __future__ import annotations

import importlib
import json
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.camera import camera_jpeg
from tests.vectors import plaintexts
from webapp.cleaning import verify_file
from webapp.crypto import age, packet
from webapp.crypto.recipients import HybridIdentity, ScryptRecipient

command = importlib.import_module("webapp.cli.packet").packet

DESK = HybridIdentity.from_seed(plaintexts.seed("desk"))
TO = ("--to", str(DESK.recipient()))
MISTYPED = TO[1][:-1] + ("p" if TO[1].endswith("q") else "q")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a report, a key file and a camera's photo."""
    monkeypatch.chdir(tmp_path)
    Path("report.json").write_text('{"text": "ถนนพัง", "place": {"tambon": "แงง"}}')
    Path("desk.key").write_text(f"# created: today\n# public key: …\n{DESK.export()}\n")
    Path("photo.jpg").write_bytes(camera_jpeg(320, 240))
    return tmp_path


def run(*args: str, text: str | None = None) -> Result:
    return CliRunner().invoke(command, list(args), input=text)


def seal(*args: str) -> Result:
    return run("seal", *TO, "--report", "report.json", "-o", "packet.age", *args)


def opened(*args: str, text: str | None = None) -> Result:
    return run("open", "--identity", "desk.key", "packet.age", *args, text=text)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_sealed_is_printed(folder: Path) -> None:
    assert seal().exit_code == 0
    assert mode(folder / "packet.age") == 0o600
    result = opened()
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["version"], report["text"], report["place"]["tambon"]) == (1, "ถนนพัง", "แงง")
    assert "ถนนพัง" in result.stdout


def test_a_photo_with_hidden_data_is_refused_until_it_is_cleaned(folder: Path) -> None:
    result = seal("--attach", "photo.jpg")
    assert result.exit_code == 1
    assert "gps" in result.stderr
    assert not (folder / "packet.age").exists()
    assert seal("--attach", "photo.jpg", "--clean").exit_code == 0
    assert opened("-o", "out").exit_code == 0
    assert verify_file((folder / "out/attachments/01.jpg").read_bytes()) == []
    facts = json.loads((folder / "out/report.json").read_text())["attachments"][0]
    assert facts["type"] == "image/jpeg"
    assert {"gps", "device", "time"} <= set(facts["removed"])


def test_a_clean_photo_is_sealed_as_it_is_found(folder: Path) -> None:
    assert seal("--attach", "photo.jpg", "--clean").exit_code == 0
    assert opened("-o", "out").exit_code == 0
    again = ["--attach", "out/attachments/01.jpg", "--report", "out/report.json", "-o", "again.age"]
    assert run("seal", *TO, *again).exit_code == 0
    one, two = (
        packet.open_packet(Path(name).read_bytes(), [DESK]) for name in ("packet.age", "again.age")
    )
    assert one.files == two.files
    assert one.report.text == two.report.text


def test_any_file_is_sealed_when_that_is_wanted(folder: Path) -> None:
    (folder / "list.ods").write_bytes(b"PK\3\4 whatever")
    assert seal("--attach", "list.ods").exit_code == 1
    assert seal("--attach", "list.ods", "--attach", "photo.jpg", "--as-it-is").exit_code == 0
    assert opened("-o", "out").exit_code == 0
    assert (folder / "out/attachments/01.bin").read_bytes() == b"PK\3\4 whatever"
    assert (folder / "out/attachments/02.jpg").read_bytes() == (folder / "photo.jpg").read_bytes()


def test_opened_files_are_private_and_replace_nothing(folder: Path) -> None:
    seal("--attach", "photo.jpg", "--clean")
    assert opened("-o", "out").exit_code == 0
    for path in (folder / "out/report.json", folder / "out/attachments/01.jpg"):
        assert mode(path) == 0o600
        assert mode(path.parent) == 0o700
    (folder / "out/report.json").write_text("mine")
    assert opened("-o", "out").exit_code == 2
    assert (folder / "out/report.json").read_text() == "mine"
    assert opened("-o", "out", "--force").exit_code == 0
    assert (folder / "out/report.json").read_text() != "mine"


def test_sealing_replaces_nothing_and_follows_no_link(folder: Path) -> None:
    (folder / "precious").write_text("precious")
    (folder / "packet.age").symlink_to("precious")
    assert seal().exit_code == 2
    assert seal("--force").exit_code == 0
    assert (folder / "precious").read_text() == "precious"
    assert not (folder / "packet.age").is_symlink()


def test_stock_tar_unpacks_the_plaintext(folder: Path) -> None:
    seal("--attach", "photo.jpg", "--clean")
    plaintext = age.decrypt((folder / "packet.age").read_bytes(), [DESK])
    subprocess.run(["tar", "x"], input=plaintext, check=True, cwd=folder)
    assert (folder / "attachments/01.jpg").read_bytes().startswith(b"\xff\xd8")


def test_the_wrong_key_says_so(folder: Path) -> None:
    seal()
    (folder / "desk.key").write_text(HybridIdentity.generate().export())
    result = opened()
    assert result.exit_code == 4
    assert "[packet_no_key]" in result.stderr
    for text in ("", "# only a comment", "AGE-SECRET-KEY-PQ-1QQQ", "ไม่ใช่กุญแจ"):
        (folder / "desk.key").write_text(text)
        result = opened()
        assert result.exit_code == 4
        assert "[key_invalid]" in result.stderr
        assert "QQQ" not in result.output


def test_a_damaged_packet_says_so(folder: Path) -> None:
    seal()
    data = (folder / "packet.age").read_bytes()
    (folder / "packet.age").write_bytes(data[:-1])
    result = opened("-o", "out")
    assert result.exit_code == 1
    assert "[packet_damaged]" in result.stderr
    assert not (folder / "out").exists()


def test_a_protected_identity_file_asks_for_its_passphrase(folder: Path) -> None:
    seal()
    secret = f"{DESK.export()}\n".encode()
    protected = age.encrypt(secret, [ScryptRecipient("วลีลับ", log_n=4)])
    (folder / "desk.key").write_bytes(protected)
    assert "ถนนพัง" in opened(text="วลีลับ\n").stdout
    assert opened(text="another\n").exit_code == 4


def test_hostile_text_cannot_steer_the_terminal(folder: Path) -> None:
    hostile = "\x1b[2J\x9b31m\u202egpj.exe\u2028\x7f"
    (folder / "report.json").write_text(json.dumps({"text": hostile}))
    assert seal().exit_code == 0
    result = opened()
    assert json.loads(result.stdout)["text"] == hostile
    assert not set(result.stdout) & set(hostile) - set("[2J31mgpj.exe")


@pytest.mark.parametrize(
    ("report", "code"),
    [
        ("[]", 1),
        ("{", 1),
        ('{"txet": "typed wrongly"}', 1),
        ('{"place": {"village": "x"}}', 1),
        ('{"place": "x"}', 1),
        ('{"day": "2569-11-21"}', 1),
        ('{"version": 2}', 1),
        ("{}", 0),
    ],
)
def test_reports_are_checked_before_sealing(folder: Path, report: str, code: int) -> None:
    (folder / "report.json").write_text(report)
    result = seal()
    assert result.exit_code == code
    assert (folder / "packet.age").exists() == (code == 0)


@pytest.mark.parametrize(
    "args",
    [
        ["--to", "age1nonsense"],
        ["--to", MISTYPED],
        ["--to", DESK.export()],
        ["--clean", "--as-it-is"],
        ["--attach", "missing.jpg"],
        list(TO) * 16,
    ],
    ids=["nonsense", "mistyped", "secret", "both", "missing", "17 desks"],
)
def test_wrong_usage(folder: Path, args: list[str]) -> None:
    result = seal(*args)
    assert result.exit_code == 2
    assert not (folder / "packet.age").exists()


@pytest.mark.parametrize("name", ["seal", "send", "open"])
def test_help_has_examples(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"hinghoi packet {name} " in result.output
    assert "Exit codes" in run("--help").output
