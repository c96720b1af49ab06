"""A browser as one group of processes, which a test can kill whole as a phone's system would."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import IO

from tests.support.server import wait_until


def found(*names: str | None) -> str:
    """The first of these programs that is installed; RuntimeError when none is."""
    for name in names:
        if name and (path := shutil.which(name)):
            return path
    raise RuntimeError(f"none of {names} is installed; see tests/tools.sh")


class Group:
    """A process and all its children, in a session of their own; it writes to `log`."""

    def __init__(self, command: list[str], log: Path, env: dict[str, str] | None = None) -> None:
        self._log = log
        with log.open("wb") as out:
            self._process = self._spawn(command, out, {**os.environ, **(env or {})})

    @staticmethod
    def _spawn(command: list[str], out: IO[bytes], env: dict[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            env={**env, "TZ": "Asia/Bangkok"},
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def kill_children(self, word: str) -> None:
        """SIGKILL to those processes of the group whose command line holds `word`, if any."""
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                ours = os.getpgid(int(folder.name)) == self._process.pid
                if ours and word in (folder / "cmdline").read_text(errors="replace"):
                    os.kill(int(folder.name), signal.SIGKILL)
            except (ProcessLookupError, FileNotFoundError):
                continue  # It ended by itself meanwhile.

    def said(self, pattern: str) -> str:
        """The first group of the first whole line of the log that is such, once it is there."""
        words = ""

        def is_there() -> bool:
            nonlocal words
            log = self._log.read_text(errors="replace")
            assert self.alive, log[-4000:]
            line = re.search(rf"^{pattern}\n", log, re.MULTILINE)
            words = line[1] if line else ""
            return bool(words)

        wait_until(is_there, f"never said {pattern!r}: {self._log}")
        return words

    def kill(self) -> None:
        """SIGKILL to the whole group, and wait until the last of it is gone."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        finally:
            self._process.wait()
        wait_until(self._is_gone, "a process of the browser outlived SIGKILL")

    def _is_gone(self) -> bool:
        try:
            os.killpg(self._process.pid, 0)
        except ProcessLookupError:
            return True
        return False
