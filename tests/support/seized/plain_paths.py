"""What people without JavaScript post: plaintext, which the server holds for as long as it asks."""

from __future__ import annotations

import secrets
from io import BytesIO

import httpx
import pikepdf
from PIL import Image

from tests.support.plain import code_on, multipart
from tests.support.seized.visitors import CODE, LARGE, Visitor, whisper

_TEXTS = ("text", "place", "when", "agency", "accused")


def plain_report(one: Visitor) -> None:
    """In both languages, with a file for each way through the cleaner."""
    for path in ("/plain", "/plain/en"):
        answer = _post(one, path, *_report(one), files=(one.photo(), *_documents(one)))
        assert answer.status_code == 200, answer.text
        one.client.post(f"{path}/mailbox", data={"code": code_on(answer.text)})


def plain_refused(one: Visitor) -> None:
    """A file that cannot be cleaned, a field too long, no desk: the words go back to the reader."""
    unknown = b"\0MZ" + one.plaintext()
    for fields, file in (
        (_report(one), unknown),
        ([("when", one.says("long") * 500), *_report(one)], one.photo()),
        (_report(one)[1:], one.photo()),
    ):
        assert _post(one, "/plain", *fields, files=(file,)).status_code == 422


def plain_left_out(one: Visitor) -> None:
    """Sent without the file that cannot be cleaned."""
    fields = [*_report(one), ("leave_out", "1")]
    answer = _post(one, "/plain", *fields, files=(b"\0MZ" + one.plaintext(), one.photo()))
    assert answer.status_code == 200, answer.text


def plain_broken(one: Visitor) -> None:
    """Bodies that are no form, too large, or end in the middle."""
    kind = f"multipart/form-data; boundary={one.says('boundary')}"
    for content in (one.plaintext(), f"--{one.says('boundary')}\r\n".encode() + one.plaintext()):
        sent = one.client.post("/plain", content=content, headers={"Content-Type": kind})
        assert sent.status_code >= 400
    for length in (90 * LARGE, 2 * LARGE):
        head = f"Host: x\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        request = f"POST /plain HTTP/1.1\r\n{head}".encode() + one.plaintext()
        whisper(one, request, whole=length > 64 * LARGE)


def plain_mailbox(one: Visitor) -> None:
    """The code typed rightly and wrongly; letters that are not there."""
    for code in (CODE, "".join(reversed(CODE)), one.says("code")):
        form = {"code": code, "letter": one.says("letter"), "number": one.says("number")}
        for path in ("mailbox", "mailbox/file", "mailbox/forget", "en/mailbox"):
            one.client.post(f"/plain/{path}", data=form)
        one.client.get(f"/plain/mailbox?code={code}")


def plain_answer(one: Visitor) -> None:
    """An answer with a photo, one with a file that is refused, and one under a wrong code."""
    fields = [("code", CODE), ("text", one.says("text")), ("desk", "nan"), ("answer", "reopen")]
    assert _post(one, "/plain/answer", *fields, files=(one.photo(),)).status_code == 200
    refused = _post(one, "/plain/answer", *fields, files=(b"\0MZ" + one.plaintext(),))
    assert refused.status_code == 422
    fields[0] = ("code", one.says("code"))
    assert _post(one, "/plain/answer", *fields, files=(one.photo(),)).status_code >= 400


ALL = (plain_report, plain_refused, plain_left_out, plain_broken, plain_mailbox, plain_answer)


def _report(one: Visitor) -> list[tuple[str, str]]:
    return [
        ("desk", "nan"),
        *((name, f"{one.says(name)} {secrets.token_hex(4)}") for name in _TEXTS),
    ]


def _post(
    one: Visitor, path: str, *fields: tuple[str, str], files: tuple[bytes, ...]
) -> httpx.Response:
    body, kind = multipart(fields, files, f"IMG_{one.says('name')}.jpg")
    return one.client.post(path, content=body, headers={"Content-Type": kind})


def _documents(one: Visitor) -> list[bytes]:
    """A PDF, a picture that is larger than what parsers keep in memory by habit, and a text."""
    pdf, tiff = BytesIO(), BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = one.says("author")
        document.save(pdf)
    noise = Image.frombytes("L", (900, 900), secrets.token_bytes(810_000))
    noise.save(tiff, "TIFF", description=one.says("description"))
    return [pdf.getvalue(), tiff.getvalue(), one.plaintext()]
