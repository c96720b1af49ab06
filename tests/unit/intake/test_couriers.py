"""A courier who is first with a packet cannot keep it from a desk that its writer chose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.packets import Sample, sample
from tests.support.tus import TYPE
from webapp import create_app
from webapp.config import Settings
from webapp.crypto.receipts import verify_receipt
from webapp.models import Desk, PacketDesk, db, schema, today
from webapp.web.transaction import transaction


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    made = create_app(Settings.from_env({"DATA_DIR": str(tmp_path), "WORK_BITS": "0"}))
    with made.app_context():
        schema.upgrade(db.engine)
        with transaction() as session:
            session.add_all(
                Desk(id=name, name_th=name, name_en=name, created=today())
                for name in ("demo", "other")
            )
        yield made
        db.session.remove()
        db.engine.dispose()


def announce(client: FlaskClient, packet: Sample, body: bytes = b"") -> int:
    headers = {**packet.headers, "Content-Type": TYPE}
    return client.post("/api/packets", headers=headers, data=body).status_code


def desks_of(packet: Sample) -> set[str]:
    db.session.rollback()
    chosen = select(PacketDesk.desk_id).where(PacketDesk.packet_id == packet.id)
    return set(db.session.execute(chosen).scalars())


@pytest.mark.parametrize("same_id", [True, False])
@pytest.mark.parametrize("with_body", [True, False])
def test_desks_named_later_are_added(app: Flask, same_id: bool, with_body: bool) -> None:
    client = app.test_client()
    courier = sample()
    assert announce(client, courier, courier.data) == 201
    assert desks_of(courier) == {"demo"}
    writer = replace(courier, desks="other", id=courier.id if same_id else "ab" * 16)
    assert announce(client, writer, courier.data if with_body else b"") == 201
    assert desks_of(courier) == {"demo", "other"}


def test_desks_that_do_not_exist_are_not_added(app: Flask) -> None:
    client = app.test_client()
    packet = sample()
    announce(client, packet, packet.data)
    assert announce(client, replace(packet, desks="nobody")) == 422
    assert desks_of(packet) == {"demo"}


def test_whoever_is_half_way_is_told_that_another_was_faster(app: Flask) -> None:
    """By HEAD, under an id of their own: a courier never learns the id of the writer's phone."""
    client = app.test_client()
    writer = sample()
    assert announce(client, writer, writer.data[:100]) == 201
    courier = replace(writer, id="cd" * 16)
    assert announce(client, courier, courier.data) == 201
    answer = client.head(f"/api/packets/{writer.id}", headers={"Tus-Resumable": "1.0.0"})
    assert answer.headers["Upload-Offset"] == str(len(writer.data))
    public = app.extensions["hinghoi.secrets"].receipt_key.public_key().public_bytes_raw()
    verify_receipt(answer.headers["Hinghoi-Receipt"], public, writer.id, writer.sha256)
