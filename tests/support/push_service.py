"""A push service on the loopback: RFC 8030's endpoint, and Mozilla's protocol for a real Firefox.

https://mozilla-push-service.readthedocs.io describes the second one. Messages are judged as
strictly as the large services do: who signed them, for whom, for how long, and how they are
encrypted.
"""

from __future__ import annotations

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from tests.support.engines.engine import Pref
from webapp.crypto.base64 import decode_url, encode_url

A_DAY = 24 * 3600


@dataclass(frozen=True)
class Pushed:
    """One message as it came: where to, its headers and its body."""

    path: str
    headers: dict[str, str]
    body: bytes
    claims: dict[str, Any]


@dataclass
class PushService:
    """What came, what browsers acknowledged, and whom it knows."""

    url: str = ""
    socket_url: str = ""
    taken: list[Pushed] = field(default_factory=list)
    # Mozilla's codes: 100 for what the page's worker took, 101 for what could not be decrypted.
    acknowledged: list[int] = field(default_factory=list)
    # What it answers instead, by path.
    instead: dict[str, int] = field(default_factory=dict)
    _keys: dict[str, bytes] = field(default_factory=dict)
    _browser: ServerConnection | None = None

    @property
    def prefs(self) -> dict[str, Pref]:
        """What makes a Firefox use it, and ask nobody whether it may show notifications."""
        return {
            "dom.push.serverURL": self.socket_url,
            "dom.push.testing.allowInsecureServerURL": True,
            # The remote agent would set what it recommends: no push.
            "remote.prefs.recommended": False,
            "permissions.default.desktop-notification": 1,
            # Its own notifications: no desktop shows any on a machine without a screen.
            "alerts.useSystemBackend": False,
        }

    def subscribed(self, key: bytes, channel: str = "") -> str:
        """The endpoint of a new subscription that only the owner of `key` may send to."""
        path = f"/wpush/v2/{channel or secrets.token_hex(16)}"
        self._keys[path] = key
        return self.url + path

    @property
    def paths(self) -> list[str]:
        """Of the subscriptions that it knows."""
        return [*self._keys]

    def forget(self, path: str) -> None:
        self._keys.pop(path, None)

    def take(self, path: str, headers: dict[str, str], body: bytes) -> int:
        """The status of the answer to one message."""
        if path in self.instead:
            return self.instead[path]
        if path not in self._keys:
            return 410
        claims = self._claims(headers.get("Authorization", ""), self._keys[path])
        if claims is None:
            return 401
        whole = headers.get("Content-Encoding") == "aes128gcm" and 0 < len(body) <= 4096
        if not whole or not headers.get("TTL", "").isdecimal():
            return 400
        self.taken.append(Pushed(path, headers, body, claims))
        self._deliver(path, body)
        return 201

    def _claims(self, header: str, key: bytes) -> dict[str, Any] | None:
        """RFC 8292 §4.2: signed with the key of the subscription, for us, for less than a day."""
        parts = dict(part.strip().split("=", 1) for part in header[len("vapid ") :].split(","))
        told, _, signature = parts["t"].rpartition(".")
        if decode_url(parts["k"]) != key or not is_signed(told, signature, key):
            return None
        claims: dict[str, Any] = json.loads(decode_url(told.split(".")[1]))
        fresh = time.time() < claims["exp"] <= time.time() + A_DAY
        return claims if fresh and claims["aud"] == self.url else None

    def _deliver(self, path: str, body: bytes) -> None:
        if self._browser is None:
            return
        message = {
            "messageType": "notification",
            "channelID": path.rpartition("/")[2],
            "version": secrets.token_hex(8),
            "data": encode_url(body),
            "headers": {"encoding": "aes128gcm"},
        }
        self._browser.send(json.dumps(message))

    def listen(self, browser: ServerConnection) -> None:
        """Talk with one browser until it goes."""
        self._browser = browser
        try:
            for line in browser:
                answer = self._answer(json.loads(line))
                if answer is not None:
                    browser.send(json.dumps(answer))
        except ConnectionClosed:
            pass

    def _answer(self, said: dict[str, Any]) -> dict[str, Any] | None:
        kind = said.get("messageType", "")
        if kind == "":
            return {}
        told = {"messageType": kind, "status": 200}
        channel = said.get("channelID", "")
        if kind == "hello":
            return {**told, "uaid": secrets.token_hex(16), "use_webpush": True}
        if kind == "register":
            key = base64.urlsafe_b64decode(said["key"])
            return {
                **told,
                "channelID": channel,
                "pushEndpoint": self.subscribed(key, channel),
            }
        if kind == "unregister":
            self.forget(f"/wpush/v2/{channel}")
            return {**told, "channelID": channel}
        if kind == "ack":
            self.acknowledged += [one["code"] for one in said["updates"]]
        return None


def is_signed(text: str, signature: str, key: bytes) -> bool:
    """Whether it is an ES256 signature (RFC 7518 §3.4) over the text."""
    raw = decode_url(signature)
    point = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
    pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    try:
        point.verify(pair, text.encode(), ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return len(raw) == 64


@contextmanager
def push_service() -> Iterator[PushService]:
    """One that runs until the end of the block."""
    service = PushService()

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            status = service.take(self.path, dict(self.headers.items()), body)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if 300 <= status < 400:
                self.send_header("Location", f"{service.url}/elsewhere")
            self.end_headers()

        def log_message(self, *_about: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    sockets = serve(service.listen, "127.0.0.1", 0, compression=None)
    service.url = f"http://127.0.0.1:{http.server_port}"
    service.socket_url = f"ws://127.0.0.1:{sockets.socket.getsockname()[1]}/"
    running = [threading.Thread(target=one.serve_forever, daemon=True) for one in (http, sockets)]
    for thread in running:
        thread.start()
    try:
        yield service
    finally:
        http.shutdown()
        http.server_close()
        sockets.shutdown()
        for thread in running:
            thread.join()
