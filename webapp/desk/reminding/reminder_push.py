"""The daily reminder as a push message: the same bytes less chance for everybody, every day.

A push service learns that this server says something to this browser once a day, whatever is at the
desk: the length never changes, and the words on the screen are the browser's own copy of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from webapp.crypto.web_push import authorization, encrypt
from webapp.desk.reminding.subscriptions import Kept, Subscription

_SECONDS = 10
_AT_ONCE = 8
_HALF_A_DAY = 12 * 3600
# Read by nobody. Not empty, because Microsoft's service drops what is.
_MESSAGE = b"look"
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_UNREACHED = 0


@dataclass(frozen=True)
class Told:
    """How many push services took it, and the rows of those that know the browser no more."""

    taken: int
    gone: Sequence[bytes]


def send(*, key: EllipticCurvePrivateKey, contact: str, to: Sequence[Kept], now: int) -> Told:
    """Remind these browsers. `contact`: a URL of ours for push services. `now`: Unix seconds."""
    origins = {_origin(one.subscription) for one in to}
    until = now + _HALF_A_DAY
    headers = {
        origin: {
            "Authorization": authorization(key, audience=origin, contact=contact, until=until),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            # A phone that is off shows it in the evening: when tells of the phone, not of the desk.
            "TTL": str(_HALF_A_DAY),
        }
        for origin in origins
    }
    with _client() as client, ThreadPoolExecutor(_AT_ONCE) as threads:
        answers = threads.map(
            lambda one: _post(client, one.subscription, headers[_origin(one.subscription)]), to
        )
        statuses = list(answers)
    gone = [one.id for one, status in zip(to, statuses, strict=True) if status in _GONE]
    taken = sum(HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES for status in statuses)
    return Told(taken, gone)


def _client() -> httpx.Client:
    """Goes nowhere but where it is sent, and says no more than it must."""
    return httpx.Client(headers={"User-Agent": "hinghoi"}, timeout=_SECONDS, follow_redirects=False)


def _post(client: httpx.Client, to: Subscription, headers: dict[str, str]) -> int:
    """The status; of the answer nothing else is read."""
    body = encrypt(_MESSAGE, to.receiver)
    try:
        with client.stream("POST", to.endpoint, content=body, headers=headers) as answer:
            return answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL):
        return _UNREACHED


def _origin(subscription: Subscription) -> str:
    place = urlsplit(subscription.endpoint)
    return f"{place.scheme}://{place.netloc}"
