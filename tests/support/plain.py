"""Forms as a browser without JavaScript posts them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence

CODE = re.compile(r"data-code>([0-9 ]{29})<")


def multipart(
    fields: Iterable[tuple[str, str]], files: Sequence[bytes] = (), name: str = "IMG_1.jpg"
) -> tuple[bytes, str]:
    """A body and its content type; without files, the nameless empty one that browsers send."""
    boundary = f"----{secrets.token_hex(8)}"
    parts = [_part(boundary, f'name="{key}"', value.encode()) for key, value in fields]
    named = [(name, data) for data in files] or [("", b"")]
    parts += [_part(boundary, f'name="files"; filename="{each}"', data) for each, data in named]
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), (
        f"multipart/form-data; boundary={boundary}"
    )


def _part(boundary: str, disposition: str, data: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode() + data + b"\r\n"


def code_on(page: str) -> str:
    """The receipt code that a page shows."""
    found = CODE.search(page)
    assert found, page[-3000:]
    return found[1]
