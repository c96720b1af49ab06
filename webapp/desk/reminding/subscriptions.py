"""Browsers that are reminded by their push service: which those are, and whose.

An address at a push service comes from a browser, and this server will call it: only what a known
service could have given out is taken. Flushes; its caller commits.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import delete, func, select

from webapp.crypto.web_push import AUTH_BYTES, POINT_BYTES, Receiver
from webapp.desk.reminding.sealing import Box, derived_key
from webapp.desk.roles import READERS
from webapp.errors import PushFull
from webapp.models import Moderator, PushSubscription, db

# Those of today have 150 to 500 characters.
MOST = 1024
MOST_BROWSERS = 8
# Narrower than RFC 3986: no user, no fragment, a host in its one spelling, a path.
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ENDPOINT = re.compile(
    rf"(https?)://({_LABEL}(?:\.{_LABEL})+)(:[0-9]{{1,5}})?/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*"
)
_BOX = Box(b"hinghoi/v1/push/receiver", POINT_BYTES + AUTH_BYTES + MOST)


@dataclass(frozen=True)
class Subscription:
    """Where one browser's push service takes messages for it, and how they are encrypted."""

    endpoint: str = field(repr=False)
    receiver: Receiver


@dataclass(frozen=True)
class Kept:
    """A subscription by the id of its row."""

    id: bytes = field(repr=False)
    subscription: Subscription


def is_endpoint(text: str, services: Collection[str]) -> bool:
    """Whether it is an address at one of these push services, as PUSH_SERVICES names them."""
    found = _ENDPOINT.fullmatch(text)
    if found is None or len(text) > MOST:
        return False
    scheme, host, port = found.groups()
    return any(_is_at(one, scheme, host, port or "") for one in services)


def _is_at(service: str, scheme: str, host: str, port: str) -> bool:
    if "://" in service:
        return service == f"{scheme}://{host}{port}"
    fits = host.endswith(service[1:]) if service.startswith("*.") else host == service
    return fits and scheme == "https" and not port


def turn_on(*, moderator_id: str, session: bytes, subscription: Subscription) -> None:
    """Remind this browser from now on, and for nobody else who used it before.

    Raises PushFull when the moderator has as many browsers as one may have.
    """
    row_id = _id(subscription.endpoint)
    db.session.execute(delete(PushSubscription).where(PushSubscription.id == row_id))
    if count_of(moderator_id=moderator_id) >= MOST_BROWSERS:
        raise PushFull
    receiver = subscription.receiver
    data = receiver.point + receiver.auth + subscription.endpoint.encode("ascii")
    row = PushSubscription(
        id=row_id,
        moderator_id=moderator_id,
        session=session,
        receiver=_BOX.seal(moderator_id, data),
    )
    db.session.add(row)
    db.session.flush()


def keep(*, moderator_id: str, session: bytes, endpoint: str) -> bool:
    """Whether this browser is reminded for this moderator; if so, it belongs to the session now."""
    row = db.session.get(PushSubscription, _id(endpoint))
    if row is None or row.moderator_id != moderator_id or _open(row) is None:
        return False
    row.session = session
    db.session.flush()
    return True


def turn_off(*, moderator_id: str, endpoint: str) -> None:
    """Remind this browser of the moderator no more; with an empty endpoint, none of theirs."""
    chosen = delete(PushSubscription).where(PushSubscription.moderator_id == moderator_id)
    if endpoint:
        chosen = chosen.where(PushSubscription.id == _id(endpoint))
    db.session.execute(chosen)


def count_of(*, moderator_id: str) -> int:
    """How many browsers of a moderator are reminded."""
    mine = PushSubscription.moderator_id == moderator_id
    return db.session.scalar(select(func.count()).select_from(PushSubscription).where(mine)) or 0


def everybody() -> Sequence[Kept]:
    """All who want it and have something to look at: whether or not it is new."""
    roles = [role.value for role in READERS]
    chosen = (
        select(PushSubscription)
        .join(Moderator, Moderator.id == PushSubscription.moderator_id)
        .where(Moderator.role.in_(roles))
        .order_by(PushSubscription.id)
    )
    found = ((row, _open(row)) for row in db.session.scalars(chosen))
    return [Kept(row.id, subscription) for row, subscription in found if subscription]


def drop(ids: Collection[bytes]) -> None:
    """Forget those whose push service knows them no more."""
    db.session.execute(delete(PushSubscription).where(PushSubscription.id.in_(ids)))


def _id(endpoint: str) -> bytes:
    key = derived_key(b"hinghoi/v1/push/id")
    return hmac.digest(key, endpoint.encode("utf-8"), sha256)


def _open(row: PushSubscription) -> Subscription | None:
    """None when it was sealed under a key that is gone, as if it were not there."""
    data = _BOX.open(row.moderator_id, row.receiver)
    if data is None:
        return None
    point, auth = data[:POINT_BYTES], data[POINT_BYTES : POINT_BYTES + AUTH_BYTES]
    endpoint = data[POINT_BYTES + AUTH_BYTES :].decode("ascii")
    return Subscription(endpoint, Receiver(point, auth))
