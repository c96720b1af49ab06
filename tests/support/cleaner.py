"""The shipped cleaner in a page of its own: bundled as the build does, served on loopback."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
SCRIPTS = {
    "clean.js": "client/clean_worker.ts",
    "clean_pictures.js": "client/clean_pictures.ts",
    "clean_media.js": "client/clean_media.ts",
    "clean_documents.js": "client/clean_documents.ts",
    "clean_office.js": "client/clean_office.ts",
}
ADDRESSES = [f"/{name}" for name in SCRIPTS]
POLICY = (
    "default-src 'none'; script-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "worker-src 'self'; require-trusted-types-for 'script'; trusted-types hinghoi"
)


@dataclass(frozen=True)
class Cleaned:
    """The page's answer: a result, or a code."""

    data: bytes
    type: str
    extension: str
    removed: list[str]
    size: tuple[int, int]
    code: str


class Cleaner:
    def __init__(self, page: Page, files: dict[str, bytes]) -> None:
        self.page = page
        self._files = files

    def clean(self, data: bytes, mode: str = "light") -> Cleaned:
        self._files["/file"] = data
        answer: dict[str, Any] = self.page.evaluate("(mode) => cleanAt('/file', mode)", mode)
        return Cleaned(
            data=base64.b64decode(answer.get("bytes", "")),
            type=answer.get("type", ""),
            extension=answer.get("extension", ""),
            removed=answer.get("removed", []),
            size=(answer.get("width", 0), answer.get("height", 0)),
            code=answer.get("code", ""),
        )

    def seconds(self, data: bytes, mode: str = "light") -> float:
        """How long the page waits for a file to be cleaned."""
        self._files["/file"] = data
        return float(self.page.evaluate("(mode) => secondsAt('/file', mode)", mode))

    @contextmanager
    def script_before_worker(self, script: str) -> Iterator[None]:
        """Runs `script` in every worker started meanwhile, before the cleaner itself."""
        shipped = {address: self._files[address] for address in ADDRESSES}
        self._files |= {address: script.encode() + body for address, body in shipped.items()}
        try:
            yield
        finally:
            self._files |= shipped


def bundle(entry: str) -> bytes:
    """One entry point, with the options of the build that ships."""
    script = f"""
      import {{ build }} from "esbuild";
      import {{ browserBundle }} from "./client/bundle.mjs";
      const define = {{ __ASSETS__: '{json.dumps(ADDRESSES)}' }};
      const options = browserBundle({{ entry: "{entry}", define }});
      const {{ outputFiles }} = await build(options);
      process.stdout.write(outputFiles[0].text);
    """
    command = ["node", "--input-type=module", "--eval", script]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout


@contextmanager
def served(files: dict[str, bytes]) -> Iterator[str]:
    """The files on a free port of loopback, under the product's own policy."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path)
            self.send_response(404 if body is None else 200)
            kind = "text/javascript" if self.path.endswith(".js") else "text/html"
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Quiet: a test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def cleaner(page: Page, before: str = "") -> Iterator[Cleaner]:
    """A page ready to clean; the script `before` runs in it first."""
    files = {
        "/": b"<!doctype html><title>x</title><script src=/page.js></script>",
        "/page.js": bundle("tests/browser/cleaning_page.ts"),
        **{f"/{name}": bundle(entry) for name, entry in SCRIPTS.items()},
    }
    with served(files) as address:
        if before:
            page.add_init_script(before)
        page.goto(address)
        yield Cleaner(page, files)
