"""Files as reporters send them, small and sound: a document, a table, a sound, a film."""

from __future__ import annotations

import io
import math
import struct
import subprocess
import wave
import zipfile
from pathlib import Path

from PIL import Image

from webapp.crypto.packet import Attachment

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf(*colours: str) -> Attachment:
    """A document with a page in each of the colours."""
    pages = [Image.new("RGB", (300, 400), colour) for colour in colours]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:])
    return Attachment("application/pdf", "pdf", out.getvalue())


def docx(*paragraphs: str) -> Attachment:
    """A letter as Word writes it, with nothing but its words; they are put in as XML."""
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    xml = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return Attachment(DOCX, "docx", zipped({"word/document.xml": xml.encode()}))


def zipped(files: dict[str, bytes]) -> bytes:
    """A package of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def csv(text: str) -> Attachment:
    """A table as text."""
    return Attachment("text/csv", "csv", text.encode())


def sound(comment: str) -> Attachment:
    """Half a second of a tone, and a comment behind it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        waves = (int(9000 * math.sin(n / 3)) for n in range(4000))
        file.writeframes(b"".join(struct.pack("<h", one) for one in waves))
    data = out.getvalue() + b"note" + struct.pack("<I", len(comment)) + comment.encode()
    size = struct.pack("<I", len(data) - 8)
    return Attachment("audio/wav", "wav", data[:4] + size + data[8:])


def film(folder: Path, title: str) -> Attachment:
    """A second of coloured bars, made by ffmpeg."""
    path = folder / "film.webm"
    source = ["-f", "lavfi", "-i", "testsrc=size=160x120:rate=5:duration=1"]
    subprocess.run(
        [
            "ffmpeg",
            "-loglevel",
            "error",
            *source,
            "-c:v",
            "libvpx",
            "-metadata",
            f"title={title}",
            str(path),
        ],
        check=True,
    )
    return Attachment("video/webm", "webm", path.read_bytes())
