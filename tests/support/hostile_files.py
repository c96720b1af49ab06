"""Files that are made to harm whoever looks at them: lies, scripts and bombs."""

from __future__ import annotations

import struct
import zlib

from tests.support.report_files import DOCX, docx, zipped
from webapp.crypto.packet import Attachment

OWN = "window.owned=1;alert(1);fetch('http://example.org/hit')"
SVG = (
    f'<svg xmlns="http://www.w3.org/2000/svg" onload="{OWN}"><script>{OWN}</script>'
    '<image href="http://example.org/hit"/></svg>'
)
HTML = (
    f"<!doctype html><script>{OWN}</script><img src=http://example.org/hit onerror='{OWN}'>"
    "<meta http-equiv=refresh content='0;url=http://example.org/hit'>"
)
WORDS = f"<img src=x onerror={OWN}> javascript:{OWN} \u202egnp.exe\u202c"


def png_bomb(side: int = 60_000) -> bytes:
    """A few kilobytes that would take gigabytes as pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000_000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks)


def zip_bomb() -> bytes:
    """A letter of 100 KB that unpacks to 100 MB."""
    return zipped({"word/document.xml": bytes(100_000_000)})


def laughing_letter() -> bytes:
    """XML whose entities multiply, and one that names a file."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    return zipped({"word/document.xml": f"{doctype}<x>&a8;&f;</x>".encode()})


def acting_pdf() -> bytes:
    """A page with a script that runs when it is opened, and a link to go to at once."""
    script = OWN.replace("(", "\\(").replace(")", "\\)")
    objects = (
        f"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS({script})>>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/AA<</O<</S/URI/URI(http://example.org/hit)>>>>>>",
    )
    body = "".join(f"{n} 0 obj\n{one}\nendobj\n" for n, one in enumerate(objects, start=1))
    return f"%PDF-1.7\n{body}trailer<</Root 1 0 R/Size 4>>\n%%EOF\n".encode()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def hostile_files() -> tuple[tuple[Attachment, str | None], ...]:
    """Each with what the desk must say of it: a code, `""` for a kind that never is shown, or None
    for a file that is shown, and harmless so."""
    of = Attachment
    return (
        (of("image/svg+xml", "svg", SVG.encode()), ""),
        (of("image/png", "png", SVG.encode()), ""),
        (of("text/html", "html", HTML.encode()), ""),
        (of("image/jpeg", "jpg", HTML.encode()), ""),
        (of("application/octet-stream", "bin", HTML.encode()), ""),
        (of("application/pdf", "pdf", zip_bomb()), ""),
        (of("image/png", "png", png_bomb()), "too_large"),
        (of("image/jpeg", "jpg", b"\xff\xd8\xff\xe0" + bytes(100)), "broken"),
        (of(DOCX, "docx", zip_bomb()), "too_large"),
        (of(DOCX, "docx", laughing_letter()), "broken"),
        (of("application/pdf", "pdf", b"%PDF-1.7\n" + bytes(range(256)) * 9), "broken"),
        (of("video/mp4", "mp4", b"\0\0\0\x18ftypisom" + HTML.encode()), "broken"),
        (of("application/pdf", "pdf", acting_pdf()), None),
        (of("text/plain", "txt", HTML.encode()), None),
        (docx(WORDS.replace("<", "&lt;")), None),
    )
