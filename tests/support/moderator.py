"""A moderator over the wire, without a browser: joins a desk and writes letters."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from tests.support.server import Server
from webapp.crypto.base64 import decode_url, encode_url
from webapp.crypto.recipients import HybridIdentity
from webapp.desk.keyring import keys

CSRF = re.compile(r'<meta name="csrf-token" content="([^"]+)">')
FORM = "application/x-www-form-urlencoded"


@dataclass
class Moderator:
    """Somebody with a session at the desk of `server`."""

    server: Server
    csrf: str = ""
    name: str = field(default_factory=lambda: f"somsri-{secrets.token_hex(4)}")
    opener: OpenerDirector = field(
        default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()))
    )

    def join(self, link: str) -> None:
        """Sign up by the link of an invitation."""
        with self.opener.open(f"{self.server.url}/desk") as answer:
            found = CSRF.search(answer.read().decode())
        assert found
        self.csrf = found[1]
        derived = keys.from_invitation(decode_url(link.partition("#join=")[2]))
        carried = self.post("invitation", token=encode_url(derived.token))
        wrapped = decode_url(carried["file"])
        desk_key = keys.unwrap_desk_key(wrapped, derived.identity, carried["recipient"])
        own = HybridIdentity.generate().recipient()
        told = self.post(
            "join",
            token=encode_url(derived.token),
            name=self.name,
            salt=encode_url(secrets.token_bytes(16)),
            authentication=encode_url(secrets.token_bytes(32)),
            recipient=str(own),
            identity=encode_url(secrets.token_bytes(105)),
            file=encode_url(keys.wrap_desk_key(desk_key, own)),
        )
        self.csrf = told["csrf"]

    def post_letter(self, mailbox: str, data: bytes) -> str:
        """Send a sealed letter; its id."""
        headers = {"Hinghoi-Mailbox": mailbox, "Content-Type": "application/octet-stream"}
        return str(self._ask("letters", data, headers)["id"])

    def post(self, path: str, **fields: str) -> dict[str, Any]:
        return self._ask(path, urlencode(fields).encode(), {"Content-Type": FORM})

    def _ask(self, path: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        url = f"{self.server.url}/desk/api/{path}"
        own = {**headers, "X-CSRFToken": self.csrf, "Origin": self.server.url}
        request = Request(url, body, own, method="POST")  # noqa: S310
        with self.opener.open(request) as answer:
            told: dict[str, Any] = json.loads(answer.read() or b"{}")
        return told
