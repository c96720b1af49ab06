"""What people send to a server, one function for each path; each word of it is a canary.

`PATHS` names them all. A new way to reach the server gets a function here or in the modules that
are imported here: the search of the seized server then covers it.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable

from tests.support.packets import Sample
from tests.support.seized import desk_paths, plain_paths
from tests.support.seized.visitors import LARGE, MAILBOX, Visitor, whisper
from tests.support.tus import append, create, head
from webapp.crypto.base64 import encode_url


def a_report(one: Visitor) -> None:
    sent = one.sealed()
    assert create(one.client, sent, sent.data).status_code == 201
    assert head(one.client, sent).status_code == 200


def in_pieces(one: Visitor) -> None:
    sent = one.sealed()
    assert create(one.client, sent).status_code == 201
    middle = len(sent.data) // 2
    append(one.client, sent, 0, sent.data[:middle])
    assert append(one.client, sent, middle, sent.data[middle:]).status_code == 204


def a_followup(one: Visitor) -> None:
    sent = one.sealed("followup", "reopen")
    assert create(one.client, sent, sent.data).status_code == 201


def the_mailbox(one: Visitor) -> None:
    for token in (encode_url(MAILBOX.token), one.says("token")):
        headers = {"Authorization": f"Bearer {token}"}
        for path in ("", f"/letters/{one.says('letter')}"):
            one.client.get(f"/api/mailbox{path}", headers=headers)
            one.client.delete(f"/api/mailbox{path}", headers=headers)


def addresses(one: Visitor) -> None:
    query = f"?w={one.says('query')}&text={one.says('query')}"
    for path in ("/", "/en", "/plain", "/safety", "/healthz", "/errors", "/api/desks", "/desk"):
        one.client.get(f"{path}{query}")
    assert one.client.get(f"/{one.says('path')}{query}").status_code == 404
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        one.client.request(method, f"/{one.says('path')}{query}", content=one.plaintext())


def malformed(one: Visitor) -> None:
    """Plaintext where packets belong: at once, in pieces, and under a false digest."""
    for size in (9000, LARGE):
        sent = Sample(secrets.token_hex(16), one.plaintext()[:size], "nan")
        assert create(one.client, sent, sent.data).status_code == 422
        assert create(one.client, sent).status_code == 201
        assert append(one.client, sent, 0, sent.data[: size // 2]).status_code == 422
        create(one.client, sent, sent.data[: size // 2])
        create(one.client, Sample(sent.id, sent.data, one.says("desk")), sent.data)


def told_too_much(one: Visitor) -> None:
    """Clients of others say the name of the file, and anything else that they like."""
    sent = one.sealed()
    name = base64.b64encode(one.says("name").encode()).decode()
    more = {"Upload-Metadata": f"{sent.metadata},filename {name},{one.says('key')} {name}"}
    create(one.client, sent, sent.data, **more)
    create(one.client, sent, sent.data, **{"Upload-Checksum": f"sha1 {one.says('sum')}"})
    create(one.client, sent, sent.data, **{"Upload-Length": one.says("length")})
    one.client.patch(f"/api/packets/{one.says('id')}", headers=sent.headers, content=sent.data)


def too_large(one: Visitor) -> None:
    sent = one.sealed()
    answer = create(one.client, sent, one.plaintext(), **{"Upload-Length": "99999999"})
    assert answer.status_code == 413
    assert create(one.client, sent, one.plaintext() * 5).status_code == 413


def another_desk(one: Visitor) -> None:
    sent = Sample(secrets.token_hex(16), one.sealed().data, "zqcanary7x")
    assert create(one.client, sent, sent.data).status_code >= 400


def forms(one: Visitor) -> None:
    """A form with a file, as /plain takes it, to every place that takes any POST."""
    places = ("/", "/en", "/plain", "/plain/mailbox", "/api/packets", "/api/mailbox")
    for path in (*places, "/desk/api/sign-in", "/desk/api/join", "/desk/api/letters"):
        files = {"files": (f"IMG_{one.says('name')}.jpg", one.plaintext(), "image/jpeg")}
        one.client.post(path, data={"text": one.says("form"), "name": one.says("who")}, files=files)
        one.client.post(path, data={"text": one.plaintext()[:9000].decode(errors="ignore")})


def shared(one: Visitor) -> None:
    """The share sheet of a phone whose worker is gone; the answer comes before the end."""
    body = b"POST /share HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nUser-Agent: "
    body += f"{one.says('agent')}\r\n\r\n".encode() + one.plaintext()
    assert b" 403 " in whisper(one, body)[:20]


def nonsense(one: Visitor) -> None:
    """What is no HTTP, which servers like to log with the address."""
    word = one.says("raw").encode()
    for request in (
        word + b"\r\n\r\n",
        b"GET /" + word * 400 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + word + b" HTTP/1.1\r\nBad " + word + b"\r\n\r\n",
        b"POST /api/packets HTTP/1.1\r\nHost: x\r\nContent-Length: " + word + b"\r\n\r\n",
        b"POST /plain HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + word,
    ):
        whisper(one, request)


OF_PHONES = (
    a_report,
    in_pieces,
    a_followup,
    the_mailbox,
    addresses,
    malformed,
    told_too_much,
    too_large,
    another_desk,
    forms,
    shared,
    nonsense,
)
PATHS: dict[str, Callable[[Visitor], None]] = {
    one.__name__: one for one in (*OF_PHONES, *plain_paths.ALL, *desk_paths.ALL)
}
# What a relay is asked; its words are told apart by the name of the walk.
RELAYED = (a_report, in_pieces, malformed, told_too_much, addresses, forms, nonsense)
