"""The operator's commands, as they are typed: the key ceremony leaves no key behind."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import hinghoi
from webapp.crypto.recipients import HybridIdentity

LINK = re.compile(r"https://desk\.example/desk#join=[\w-]{43}\n")


@dataclass(frozen=True)
class Terminal:
    """A shell of the operator's, with its own data folder."""

    data: Path

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        env = {"DATA_DIR": str(self.data), "PUBLIC_URL": "https://desk.example"}
        return hinghoi.run(*arguments, env=env, stdin=stdin)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    terminal = Terminal(tmp_path / "data")
    assert terminal.run("db", "upgrade").returncode == 0
    return terminal


def test_the_ceremony_prints_what_it_does_not_keep(terminal: Terminal) -> None:
    made = terminal.run("desk", "create", "โต๊ะน่าน", "--id", "nan", "--name-en", "Nan desk")
    assert made.returncode == 0, made.stderr
    recovery = re.search(r"AGE-SECRET-KEY-PQ-1\w+", made.stdout)
    link = LINK.search(made.stdout)
    assert recovery
    assert link
    everything = b"".join(file.read_bytes() for file in terminal.data.rglob("*") if file.is_file())
    assert b"AGE-SECRET-KEY" not in everything
    assert link[0].partition("join=")[2].strip().encode() not in everything
    listed = terminal.run("desk", "list").stdout.split("\t")
    assert (listed[0], listed[2:]) == ("nan", ["โต๊ะน่าน", "Nan desk\n"])
    recipient = terminal.run("desk", "recipient", "nan").stdout
    assert f"Recipient:     {recipient}" in made.stdout

    again = terminal.run("moderator", "add", "--desk", "nan", "--identity", "-", stdin=recovery[0])
    assert LINK.search(again.stdout)
    assert again.stdout.count("join=") == 1
    assert LINK.search(again.stdout) != link


def test_a_key_made_offline(terminal: Terminal, tmp_path: Path) -> None:
    identity = HybridIdentity.generate()
    recipient = str(identity.recipient())
    made = terminal.run("desk", "create", "น่าน", "--id", "nan", "--recipient", recipient)
    assert made.returncode == 0
    assert "AGE-SECRET" not in made.stdout
    assert "join=" not in made.stdout
    file = tmp_path / "desk.key"
    file.write_text(f"# made offline\n{identity.export()}\n")
    added = terminal.run("moderator", "add", "--desk", "nan", "--identity", str(file))
    assert LINK.search(added.stdout), added.stderr


def test_what_can_go_wrong_has_its_code(terminal: Terminal) -> None:
    stranger = HybridIdentity.generate().export()
    terminal.run("desk", "create", "น่าน", "--id", "nan")
    cases = [
        (("desk", "create", "น่าน", "--id", "nan"), "", 1, "desk_exists"),
        (("desk", "create", "น่าน", "--id", "Nan"), "", 2, "a-z"),
        (("desk", "create", "x", "--id", "x", "--recipient", "age1x"), "", 4, "key_invalid"),
        (("desk", "recipient", "phrae"), "", 1, "desk_unknown"),
        (("moderator", "add", "--desk", "nan", "--identity", "-"), stranger, 4, "desk_key_refused"),
        (("moderator", "add", "--desk", "nan", "--identity", "-"), "nonsense", 4, "key_invalid"),
        (("moderator", "add", "--desk", "nan", "--identity", "-"), "", 4, "exactly one key"),
    ]
    for arguments, stdin, code, words in cases:
        ended = terminal.run(*arguments, stdin=stdin)
        assert (ended.returncode, words in ended.stderr) == (code, True), (arguments, ended.stderr)
        assert stranger not in ended.stderr


def test_no_key_is_taken_from_the_command_line(terminal: Terminal) -> None:
    key = HybridIdentity.generate().export()
    ended = terminal.run("moderator", "add", "--desk", "nan", "--identity", key)
    assert ended.returncode == 2


def test_the_log_tells_what_happened_and_whether_it_was_changed(terminal: Terminal) -> None:
    terminal.run("desk", "create", "น่าน", "--id", "nan")
    told = terminal.run("desk", "log")
    lines = told.stdout.splitlines()
    assert [line.split("\t")[2:] for line in lines[:-1]] == [
        ["created", "nan", "-", "-", "-", "-"],
        ["invited", "nan", "-", "-", "-", "administrator"],
    ]
    assert re.fullmatch("[0-9a-f]{64}", lines[-1])
    with closing(sqlite3.connect(terminal.data / "hinghoi.sqlite")) as database:
        database.execute("UPDATE event SET kind = 'joined' WHERE number = 2")
        database.commit()
    told = terminal.run("desk", "log")
    assert (told.returncode, "event 2" in told.stderr) == (1, True)
    assert lines[-1] not in told.stdout
