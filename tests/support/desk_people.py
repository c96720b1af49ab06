"""People of a desk for tests: each with a browser's cookies, doing what the page does."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.application import application
from tests.support.packets import sample
from webapp.crypto.base64 import decode_url, encode_url
from webapp.crypto.recipients import HybridIdentity
from webapp.desk.keyring import keys
from webapp.desk.roles import Role
from webapp.desk.service import CreatedDesk, create_desk, invite
from webapp.models import Packet, PacketDesk, db
from webapp.web.context import blobs
from webapp.web.transaction import transaction

OCTETS = "application/octet-stream"
FORM = "application/x-www-form-urlencoded"
CSRF = re.compile(r'<meta name="csrf-token" content="([^"]+)">')


@dataclass
class Person:
    """Somebody with a browser; `secret` is what their browser derived from their passphrase."""

    client: FlaskClient
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    identity: HybridIdentity = field(default_factory=HybridIdentity.generate)
    csrf: str = ""
    # The address that their browser is at.
    origin: str = "http://localhost"
    # By which they joined or signed in last.
    name: str = ""

    def open_page(self) -> TestResponse:
        answer = self.ask("GET", "/desk")
        found = CSRF.search(answer.text)
        assert found
        self.csrf = found[1]
        return answer

    def get(self, path: str) -> TestResponse:
        return self.ask("GET", f"/desk/api/{path}")

    def post(self, path: str, **fields: str) -> TestResponse:
        if not self.csrf:
            self.open_page()
        return self.ask("POST", f"/desk/api/{path}", data=fields, content_type=FORM)

    def post_json(self, path: str, body: object) -> TestResponse:
        if not self.csrf:
            self.open_page()
        return self.ask("POST", f"/desk/api/{path}", json=body)

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request, in a context of its own as on a server, though the test is in one too."""
        db.session.rollback()
        headers = {"X-CSRFToken": self.csrf, **options.pop("headers", {})}
        with self.client.application.app_context():
            return self.client.open(
                path, method=method, headers=headers, base_url=self.origin, **options
            )

    def joining(self, invitation: bytes, name: str) -> dict[str, str]:
        """The fields of a sign-up with the invitation's secret, as the page would post them."""
        derived = keys.from_invitation(invitation)
        carried = self.post("invitation", token=encode_url(derived.token)).json or {}
        recipient = self.identity.recipient()
        return {
            "token": encode_url(derived.token),
            "name": name,
            "salt": encode_url(secrets.token_bytes(16)),
            "authentication": encode_url(self.secret),
            "recipient": str(recipient),
            "identity": encode_url(secrets.token_bytes(105)),
            **self._handed_on(carried, derived.identity),
        }

    def _handed_on(self, carried: dict[str, Any], invitation: HybridIdentity) -> dict[str, str]:
        """The desk key wrapped to this person, when the invitation carries one."""
        if carried["file"] is None:
            return {}
        file = decode_url(carried["file"])
        desk_key = keys.unwrap_desk_key(file, invitation, carried["recipient"])
        return {"file": encode_url(keys.wrap_desk_key(desk_key, self.identity.recipient()))}

    def join(self, invitation: bytes | None, name: str) -> TestResponse:
        assert invitation is not None
        self.name = name
        return self._session(self.post("join", **self.joining(invitation, name)))

    def sign_in(self, name: str, secret: bytes | None = None) -> TestResponse:
        self.name = name
        authentication = encode_url(self.secret if secret is None else secret)
        return self._session(self.post("sign-in", name=name, authentication=authentication))

    def _session(self, answer: TestResponse) -> TestResponse:
        told: dict[str, Any] = answer.json or {}
        self.csrf = told.get("csrf", self.csrf)
        return answer


def post_letter(
    person: Person, mailbox_id: str, data: bytes, number: str | None = None
) -> TestResponse:
    """Post a letter; with a number, the second half of `data` is the desk's copy."""
    if not person.csrf:
        person.open_page()
    headers = {"Hinghoi-Mailbox": mailbox_id}
    if number is not None:
        headers["Hinghoi-Letter-Number"] = number
    options = {"data": data, "headers": headers, "content_type": OCTETS}
    return person.ask("POST", "/desk/api/letters", **options)


@contextmanager
def desks(folder: Path) -> Iterator[Flask]:
    """An application over `folder`, for the tests of a whole module to have desks in."""
    with application({"DATA_DIR": str(folder / "data")}) as app:
        yield app


def new_desk(slug: str) -> CreatedDesk:
    """A desk with a key and an invitation, committed."""
    with transaction():
        return create_desk(slug=slug, name_th=f"โต๊ะ {slug}", name_en=f"Desk {slug}")


def member(app: Flask, desk: CreatedDesk, name: str) -> Person:
    """Somebody who joined the desk by its invitation, and is signed in."""
    person = Person(app.test_client())
    assert person.join(desk.invitation_secret, name).status_code == 200
    return person


def invited(app: Flask, desk: CreatedDesk, slug: str, role: Role) -> Person:
    """Somebody who joined later in this role; their name is the role and the desk."""
    recovery = HybridIdentity.parse(desk.recovery_identity or "")
    with transaction():
        secret = invite(slug=slug, identity=recovery, role=role)
    person = Person(app.test_client())
    assert person.join(secret, f"{role}-{slug}").status_code == 200
    return person


def colleague(app: Flask, person: Person, name: str) -> Person:
    """A second browser of the same moderator, signed in."""
    other = Person(app.test_client(), secret=person.secret)
    assert other.sign_in(name).status_code == 200
    return other


def keep(desks: Sequence[str], day: date = date(2026, 11, 20), data: bytes | None = None) -> str:
    """A whole packet for `desks` in the store; its id."""
    data = data or sample(desks=",".join(desks)).data
    packet_id, sha256 = secrets.token_hex(16), hashlib.sha256(data).hexdigest()
    blobs().put(sha256, data)
    with transaction():
        db.session.add(Packet(id=packet_id, sha256=sha256, length=len(data), day=day))
        db.session.flush()
        db.session.add_all(
            [PacketDesk(packet_id=packet_id, desk_id=desk, day=day) for desk in desks]
        )
    return packet_id
