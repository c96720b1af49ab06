"""A relay deletes nothing before its receipt and its days: bytes first, receipts much later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from tests.support.packets import Sample, sample
from tests.support.tus import TYPE
from webapp import create_app
from webapp.config import Settings
from webapp.models import Desk, Passage, db, schema, today
from webapp.relay import passages
from webapp.relay.tidy import tidy
from webapp.web.context import blobs
from webapp.web.transaction import transaction


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    env = {"DATA_DIR": str(tmp_path), "RELAY_URL": "https://report.example"}
    made = create_app(Settings.from_env(env))
    with made.app_context():
        schema.upgrade(db.engine)
        with transaction() as session:
            session.add_all(
                Desk(id=name, name_th=name, name_en=name, created=today()) for name in "ab"
            )
        yield made
        db.session.remove()
        db.engine.dispose()


def bring(app: Flask, packet: Sample) -> str:
    """`held`, or the receipt, or the code of the refusal."""
    headers = {**packet.headers, "Content-Type": TYPE}
    answer = app.test_client().post("/api/packets", headers=headers, data=packet.data)
    told = answer.headers.get("Hinghoi-Receipt") or answer.headers.get("Hinghoi-Held")
    return told or str(answer.get_json()["code"])


def passed(packet: Sample, days_ago: int, desks: int = 1) -> None:
    errand = passages.Errand(packet.id, packet.sha256, len(packet.data), ("a",) * desks)
    with transaction() as session:
        passages.done(session, errand, "receipt")
    with transaction() as session:
        day = today() - timedelta(days=days_ago)
        session.execute(update(Passage).where(Passage.packet_id == packet.id).values(day=day))


def is_here(packet: Sample) -> bool:
    try:
        return b"".join(blobs().read(packet.sha256)) == packet.data
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    ("days", "bytes_left", "asked"),
    [(6, True, "receipt"), (7, False, "receipt"), (179, False, "receipt"), (180, False, "relay")],
)
def test_bytes_go_first_and_receipts_last(
    app: Flask, days: int, bytes_left: bool, asked: str
) -> None:
    packet = sample(desks="a")
    bring(app, packet)
    passed(packet, days)
    tidy()
    assert is_here(packet) is bytes_left
    tidy()
    assert bring(app, packet) == asked


def test_what_has_no_receipt_stays(app: Flask) -> None:
    waiting, halfway, refused = (sample(desks="a") for _ in range(3))
    for packet in (waiting, halfway, refused):
        assert bring(app, packet) == "relay"
    passed(halfway, 400)
    other = Sample("ab" * 16, halfway.data, "a")
    assert bring(app, other) == "relay"
    errand = passages.Errand(refused.id, refused.sha256, len(refused.data), ("a",))
    with transaction() as session:
        passages.refused(session, errand, "packet_conflict")
        session.execute(update(Passage).values(day=today() - timedelta(days=400)))
    tidy()
    assert all(is_here(packet) for packet in (waiting, halfway, refused))
    assert {errand.packet_id for errand in passages.errands(db.session())} == {
        waiting.id,
        other.id,
        refused.id,
    }


def test_a_desk_named_later_opens_the_errand_again(app: Flask) -> None:
    packet = sample(desks="a")
    bring(app, packet)
    passed(packet, 0)
    assert bring(app, packet) == "receipt"
    assert bring(app, Sample(packet.id, packet.data, "b")) == "relay"
    (errand,) = passages.errands(db.session())
    assert errand.desks == ("a", "b")


def test_a_refusal_is_told_and_tried_again_another_day(app: Flask) -> None:
    packet = sample(desks="a")
    bring(app, packet)
    errand = passages.Errand(packet.id, packet.sha256, len(packet.data), ("a",))
    with transaction() as session:
        passages.refused(session, errand, "packet_desk_unknown")
    assert bring(app, packet) == "packet_desk_unknown"
    assert app.test_client().head(packet.url("")).status_code == 404
    assert passages.errands(db.session()) == []
    with transaction() as session:
        session.execute(update(Passage).values(day=today() - timedelta(days=1)))
    assert passages.errands(db.session()) == [errand]
