"""What people of a desk send: letters with files, and things that only its pages know of."""

from __future__ import annotations

import re
from functools import partial
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, HTTPHandler, Request, build_opener

from tests.support.desk import hinghoi
from tests.support.moderator import Moderator
from tests.support.plain import multipart
from tests.support.seized.visitors import CODE, DESK, MAILBOX, Visitor
from tests.support.seized.words import ADDRESS
from tests.support.server import Server
from tests.support.tus import create
from webapp.crypto import courier
from webapp.crypto.base64 import encode_url
from webapp.crypto.letter import Agency, Letter, Step, open_letter, seal_letter
from webapp.crypto.packet import Attachment

_SIGNED_IN: dict[str, Moderator] = {}  # by the server's address: to sign up takes seconds
_LETTER = re.compile(r'data-letter="([0-9a-f]{32})"')


def a_letter(one: Visitor) -> None:
    """Written by a moderator; read with the token and with the code; answered, and deleted."""
    somsri = _moderator(one)
    somsri.post_letter(MAILBOX.id, _sealed(one))
    _read_by_token(one)
    page = one.client.post("/plain/mailbox", data={"code": CODE}).text
    assert one.says("text") in page
    letter = _LETTER.findall(page)[0]
    form = {"code": CODE, "letter": letter, "number": "1"}
    assert one.client.post("/plain/mailbox/file", data=form).content == one.plaintext()
    fields = [("code", CODE), ("text", one.says("answer")), ("desk", "nan")]
    body, kind = multipart(fields, [one.photo()], f"{one.says('name')}.jpg")
    sent = one.client.post("/plain/answer", content=body, headers={"Content-Type": kind})
    assert sent.status_code == 200, sent.text
    assert one.client.post("/plain/mailbox/forget", data=form).status_code == 200


def a_letter_refused(one: Visitor) -> None:
    """A page of the desk gone mad: words where sealed letters belong, and words about them."""
    somsri = _moderator(one)
    for data in (one.plaintext(), _sealed(one) + one.plaintext()):
        for more in ({}, {"Hinghoi-Letter-Number": one.says("number")}):
            _refused(somsri, MAILBOX.id, data, more)
    _refused(somsri, one.says("mailbox"), _sealed(one), {})
    for path in ("sign-in", "join", "invitation", "packets", "letters", "passphrase"):
        _refused(somsri, one.says("mailbox"), one.plaintext(), {}, f"{path}?q={one.says('query')}")


def taken_in(one: Visitor) -> None:
    """A courier's file and what is none, as the desk's page or a courier's program brings them."""
    sent = one.sealed()
    assert create(one.client, sent, sent.data).status_code == 201
    file = courier.wrap(one.sealed().data, ["nan"])
    for data in (file, file[:-1] + b"x", one.plaintext()):
        name = f'attachment; filename="{one.says("name")}.hhp"'
        create(one.client, sent, data, **{"Content-Disposition": name})
        one.client.post("/api/packets", content=data, headers={"Content-Disposition": name})


ALL = (a_letter, a_letter_refused, taken_in)


def _moderator(one: Visitor) -> Moderator:
    """Somebody who is signed in, from now on with the visitor's own headers."""
    url = one.server.url
    found = _SIGNED_IN[url] = _SIGNED_IN.get(url) or _joined(one.server)
    found.opener.addheaders = [each for each in one.headers.items() if each[0] != "Cookie"]
    return found


def _joined(server: Server) -> Moderator:
    """Signed up by an invitation, from the address that is looked for; once on each server."""
    how = ("--desk", "nan", "--identity", "-")
    told = hinghoi(server, "moderator", "add", *how, stdin=DESK.export())
    made = Moderator(server, opener=build_opener(_FromThere(), HTTPCookieProcessor(CookieJar())))
    made.join(told.split()[-1])
    return made


class _FromThere(HTTPHandler):
    """Connects from the address that is looked for."""

    def http_open(self, req: Request):  # type: ignore[no-untyped-def]  # as its base
        return self.do_open(partial(HTTPConnection, source_address=(ADDRESS, 0)), req)


def _sealed(one: Visitor) -> bytes:
    says = one.says
    told = Letter(
        mailbox=MAILBOX.id,
        desk="nan",
        number=1,
        language="th",
        day="2026-11-21",
        text=says("text"),
        state="referred",
        agency=Agency(says("agency"), says("reference")),
        history=(Step("2026-11-20", "received", says("note")),),
    )
    file = Attachment("text/plain", "txt", one.plaintext())
    return seal_letter(told, [file], MAILBOX.identity.recipient())


def _read_by_token(one: Visitor) -> None:
    headers = {"Authorization": f"Bearer {encode_url(MAILBOX.token)}"}
    for row in one.client.get("/api/mailbox", headers=headers).json()["letters"]:
        file = one.client.get(f"/api/mailbox/letters/{row['id']}", headers=headers).content
        assert open_letter(file, MAILBOX.identity, MAILBOX.id).files == (one.plaintext(),)


def _refused(
    somsri: Moderator, mailbox: str, data: bytes, more: dict[str, str], path: str = "letters"
) -> None:
    headers = {"Hinghoi-Mailbox": mailbox, "Content-Type": "application/octet-stream", **more}
    url = f"{somsri.server.url}/desk/api/{path}"
    request = Request(url, data, {**headers, "X-CSRFToken": somsri.csrf})  # noqa: S310
    try:
        somsri.opener.open(request).close()
    except OSError:
        return  # An HTTPError is one: it was refused.
    raise AssertionError(f"{path} took it")
