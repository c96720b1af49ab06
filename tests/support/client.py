"""Parts of the shipped client in a page of their own: bundled as the build does."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Page

from tests.support.cleaner import ROOT, served

_PAGE = b"<!doctype html><title>x</title><script src=/page.js></script>"


def bundle(entry: str, **constants: object) -> bytes:
    """One entry point, with the build's own options; `constants` are built in as JSON."""
    define = {name: json.dumps(value) for name, value in constants.items()}
    script = f"""
      import {{ build }} from "esbuild";
      import {{ browserBundle }} from "./client/bundle.mjs";
      const options = browserBundle({{ entry: "{entry}", define: {json.dumps(define)} }});
      process.stdout.write((await build(options)).outputFiles[0].text);
    """
    command = ["node", "--input-type=module", "--eval", script]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout


class Tabs:
    """Tabs of one phone, each with `entry` loaded."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self._context = context
        self.address = address

    def open(self, before: str = "") -> Page:
        """A new tab; the script `before` runs in it ahead of everything else."""
        page = self._context.new_page()
        page.set_default_timeout(20_000)
        if before:
            page.add_init_script(before)
        page.goto(self.address)
        return page


@contextmanager
def tabs(context: BrowserContext, script: bytes) -> Iterator[Tabs]:
    """The page with `script`, served on loopback."""
    with served({"/": _PAGE, "/page.js": script}) as address:
        yield Tabs(context, address)
