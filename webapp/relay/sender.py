"""Passes packets on for as long as the relay runs: patiently, one sender at a time.

A thread in each of the server's processes waits for one lock; the kernel gives it to another when
its holder dies, so nobody has to watch. What was done is in the database: a sender that is killed
leaves nothing behind but an upload that the next one resumes.
"""

from __future__ import annotations

import fcntl
import logging
import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import httpx
from flask import Flask

from webapp.crypto import limits
from webapp.crypto.receipts import verify_receipt
from webapp.crypto.shape import desks_of
from webapp.crypto.work import make_work
from webapp.delivery import Delivery, DeliveryFailed, Parcel, connect
from webapp.errors import PacketMalformed, ReceiptError
from webapp.models import db
from webapp.relay import key_list, passages, tidy
from webapp.relay.key_list import KeyList
from webapp.relay.passages import Errand
from webapp.web.context import blobs, settings
from webapp.web.transaction import transaction

log = logging.getLogger(__name__)

IDLE = 1.0  # seconds between two looks at what came in
LONGEST = 60.0  # between two tries while the upstream is away
KEYS_EVERY = 3600.0
# One connection that breaks costs no more than this; the uplink may be one bar of signal.
CHUNK = 128 * 1024
TRIES = 3


class Sender:
    """The sender of one process; `start` it after the fork."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._keys: KeyList | None = None
        self._keys_due = 0.0
        self._away = False

    def start(self) -> None:
        """Send from now on, once it is this process's turn."""
        threading.Thread(target=self._run, name="relay", daemon=True).start()

    def _run(self) -> None:
        with self._app.app_context():
            handle = os.open(settings().data_dir / "relay-turn", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX)
            pause = IDLE
            with connect(settings().relay_url) as client:
                while True:
                    went = self._try(client)
                    pause = IDLE if went else min(LONGEST, pause * 2)
                    time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311

    def _try(self, client: httpx.Client) -> bool:
        """One pass; False when it should be longer until the next."""
        try:
            went = self.pass_on(client)
            self._away = False
            return went
        except DeliveryFailed:
            if not self._away:
                log.warning("the upstream cannot be reached, or is not what it was")
            self._away = True
        except Exception as error:
            log.error("passing on failed", exc_info=error)
        finally:
            db.session.remove()
        self._keys_due = 0.0
        return False

    def pass_on(self, client: httpx.Client) -> bool:
        """Everything once. Raises DeliveryFailed when the upstream is away."""
        tidy.tidy_once_a_day()
        keys = self._known_keys(client)
        session = db.session()
        waiting = passages.errands(session)
        session.rollback()
        ends = [self._carry(client, errand, keys) for errand in waiting]
        return all(ends)

    def _known_keys(self, client: httpx.Client) -> KeyList:
        if self._keys is None or time.monotonic() >= self._keys_due:
            self._keys = key_list.refresh(client, settings().data_dir)
            self._keys_due = time.monotonic() + KEYS_EVERY
        return self._keys

    def _carry(self, client: httpx.Client, errand: Errand, keys: KeyList) -> bool:
        """Whether the errand has come to an end; a packet that fails does not stop the others."""
        receipt: str | None = None
        try:
            for parcel in _parcels(errand):
                receipt = _delivery(client, parcel, keys).run()
                if receipt is None:
                    return False  # Another relay has it now; its receipt is still to come.
            verify_receipt(receipt or "", keys.receipt_key, errand.packet_id, errand.sha256)
        except DeliveryFailed as error:
            return _failed(errand, error)
        except (PacketMalformed, ReceiptError) as error:
            log.error("damaged bytes, or a false receipt", extra={"code": error.code})
            return False
        with transaction() as session:
            passages.done(session, errand, receipt or "")
        log.info("a packet was passed on")
        return True


def _delivery(client: httpx.Client, parcel: Parcel, keys: KeyList) -> Delivery:
    chunk = min(CHUNK, keys.chunk)
    return Delivery(client, parcel, chunk, tries=TRIES, work=make_work, bits=keys.work)


def _parcels(errand: Errand) -> Iterator[Parcel]:
    """What to announce, one after another: bytes go along with as many desks as can open them.

    Desks that were named later follow without bytes, as they came here.
    """
    facts = (errand.sha256, errand.length)
    first, count = 0, limits.DESKS
    with suppress(FileNotFoundError):  # Tidied away: the upstream has it, and only hears of more.
        data = b"".join(blobs().read(errand.sha256))
        first = desks_of(data)
        yield Parcel(errand.packet_id, errand.desks[:first], *facts, data)
    for at in range(first, len(errand.desks), count):
        yield Parcel(errand.packet_id, errand.desks[at : at + count], *facts, None)


def _failed(errand: Errand, error: DeliveryFailed) -> bool:
    if error.code in passages.FOR_GOOD:
        log.warning("the upstream refused a packet", extra={"code": error.code})
        with transaction() as session:
            passages.refused(session, errand, error.code)
        return True
    if error.code == Parcel.GONE:
        log.error("the upstream lost a packet after its receipt", extra={"code": error.code})
        with transaction() as session:
            passages.forget(session, errand.sha256)
        return True
    if not error.code:
        raise error
    log.warning("the upstream did not take a packet", extra={"code": error.code})
    return False
