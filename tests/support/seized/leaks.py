"""Shows that the searches of seized machines can fail: one leak at a time in a copy of the tree.

For maintainers, outside the test run, as it takes half a minute for each leak:

    python -m tests.support.seized.leaks            # all, as rows of a table
    python -m tests.support.seized.leaks a_report firefox

Ends with 1 when a leak was not found.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import indent

from tests.support.server import ROOT

PLANTED = Path(__file__).with_name("leaks.toml")
_BROKEN = re.compile(r"^ERROR .+$", re.MULTILINE)
_FAILED = re.compile(r"^FAILED \S+?::(.+?)(?: - .*)?$", re.MULTILINE)
_SERVER = "tests/integration/seized/test_server.py"
_BROWSERS = "tests/browser/seized/test_server_of_browsers.py"
_PHONE = "tests/browser/seized/test_phone.py"
_WHERE = {"server": "direct at INFO", "nginx": "behind nginx at DEBUG"}


@dataclass(frozen=True)
class Leak:
    """`code` in front of the line of the only `at` in `file`, or in its place when `over`.

    `everywhere`: in the place of each of them. A test of `path` among `tests` must then fail.
    """

    path: str
    what: str
    file: str
    at: str
    code: str
    tests: str
    over: bool = False
    everywhere: bool = False

    @property
    def command(self) -> tuple[str, ...]:
        """What pytest is to run: the path alone, and what belongs to no path."""
        if where := _WHERE.get(self.tests):
            own, others = f"no_word_is_left[{where}-{self.path}]", f"nothing_else_is_left[{where}]"
            return (f"{_SERVER}::test_{own}", f"{_SERVER}::test_{others}")
        if self.tests == "browsers":
            return (_BROWSERS,)
        return (_PHONE, "-k", self.tests.removeprefix("phone: "))

    @property
    def rebuilds(self) -> bool:
        """Whether it is in what browsers are sent."""
        return self.tests.startswith("phone")

    def planted(self, text: str) -> str:
        """The file with the leak in it."""
        if text.count(self.at) != 1 and not (self.everywhere and self.at in text):
            raise ValueError(f"{self.file} has changed: {self.at!r}")
        if self.over or self.everywhere:
            return text.replace(self.at, self.code)
        line = text.rindex("\n", 0, text.index(self.at)) + 1
        margin = " " * (len(text[line:]) - len(text[line:].lstrip(" ")))
        return text[:line] + indent(f"{self.code}\n", margin) + text[line:]


def leaks() -> list[Leak]:
    """All that can be planted."""
    return [Leak(**each) for each in tomllib.loads(PLANTED.read_text("utf-8"))["leak"]]


def main(wanted: list[str]) -> int:
    missed = 0
    print("| path | what leaks | where | tests that failed |\n| --- | --- | --- | --- |")
    for leak in leaks():
        if not wanted or leak.path in wanted:
            failed = failures(leak)
            missed += not failed
            told = ", ".join(f"`{name}`" for name in failed) or "**none**"
            print(f"| {leak.path} | {leak.what} | `{leak.file}` | {told} |", flush=True)
    return 1 if missed else 0


def failures(leak: Leak) -> list[str]:
    """The names of the tests that fail in a copy with this leak."""
    with TemporaryDirectory(prefix="hinghoi-leak-") as folder:
        tree = Path(folder) / "tree"
        copy_tree(tree)
        file = tree / leak.file
        file.write_text(leak.planted(file.read_text("utf-8")), "utf-8")
        if leak.rebuilds:
            subprocess.run(["node", "client/build.mjs"], cwd=tree, check=True, capture_output=True)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *leak.command]
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "1000"}
        done = subprocess.run(command, cwd=tree, env=env, capture_output=True, text=True)
    # What fails before anything is searched for has found nothing.
    if done.returncode not in (0, 1) or _BROKEN.search(done.stdout):
        raise RuntimeError(done.stdout[-3000:] + done.stderr[-3000:])
    return _FAILED.findall(done.stdout)


def copy_tree(tree: Path) -> None:
    """All files that git knows or would take, what was built, and links to what was installed."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in names.split("\0"):
        if name and (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    shutil.copytree(ROOT / "static" / "build", tree / "static" / "build", dirs_exist_ok=True)
    for name in ("node_modules", ".venv"):
        (tree / name).symlink_to(ROOT / name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
