"""The log when many write at once: one chain, whichever database holds it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from webapp.desk.log import audit
from webapp.web.transaction import transaction

WRITERS, EACH = 4, 10


def test_writers_take_turns(busy: Flask) -> None:
    def write(number: int) -> None:
        for _ in range(EACH):
            with busy.app_context(), transaction():
                audit.record("opened", desk_id=f"desk-{number}")

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert audit.check() is None
    assert len(list(audit.events())) == WRITERS * EACH
