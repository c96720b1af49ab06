"""Quotas: a full desk tells 507, does not block another, and has room again when something goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.support.packets import Sample, sample
from tests.support.tus import TYPE
from webapp import create_app
from webapp.config import Settings
from webapp.models import Desk, Packet, db, schema, storage_use, today
from webapp.relay import passages
from webapp.web.transaction import transaction

SIZE = len(sample().data)
TUS = {"Tus-Resumable": "1.0.0"}


@contextmanager
def serving(folder: Path, **env: str) -> Iterator[tuple[Flask, FlaskClient]]:
    made = create_app(Settings.from_env({"DATA_DIR": str(folder), "WORK_BITS": "0", **env}))
    with made.app_context():
        schema.upgrade(db.engine)
        with transaction() as session:
            session.add_all(
                Desk(id=name, name_th=name, name_en=name, created=today())
                for name in ("demo", "other")
            )
        yield made, made.test_client()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    """Two packets of the least size fit for each desk, and three in all."""
    limits = {"DESK_QUOTA_BYTES": str(2 * SIZE + 500), "QUOTA_BYTES": str(3 * SIZE + 999)}
    with serving(tmp_path, **limits) as (_, made):
        yield made


def announce(client: FlaskClient, packet: Sample, body: bytes = b"") -> TestResponse:
    headers = {**packet.headers, "Content-Type": TYPE}
    return client.post("/api/packets", headers=headers, data=body)


def whole(client: FlaskClient, desks: str = "demo") -> TestResponse:
    packet = sample(desks=desks)
    return announce(client, packet, packet.data)


def append(client: FlaskClient, packet: Sample, at: int, data: bytes) -> TestResponse:
    headers = {**TUS, "Upload-Offset": str(at), "Content-Type": TYPE}
    return client.patch(f"/api/packets/{packet.id}", headers=headers, data=data)


def used() -> dict[str, int]:
    db.session.rollback()
    return storage_use.used(db.session())


def assert_full(answer: TestResponse) -> None:
    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")  # type: ignore[index]
    assert int(answer.headers["Retry-After"]) >= 900


def test_a_full_desk_does_not_block_another(client: FlaskClient) -> None:
    assert [whole(client).status_code for _ in range(2)] == [201, 201]
    assert_full(whole(client))
    assert_full(announce(client, sample()))
    assert whole(client, "other").status_code == 201


def test_all_desks_together_have_a_quota_too(client: FlaskClient) -> None:
    assert [whole(client, desk).status_code for desk in ("demo", "demo", "other")] == [201] * 3
    assert_full(whole(client, "other"))


def test_a_packet_for_two_desks_counts_for_both_and_once_in_all(client: FlaskClient) -> None:
    packet = sample(desks="demo,other")
    size = len(packet.data)
    assert announce(client, packet, packet.data).status_code == 201
    assert used() == {"": size, "demo": size, "other": size}


def test_a_desk_named_later_is_charged(client: FlaskClient) -> None:
    packet = sample()
    announce(client, packet, packet.data)
    announce(client, replace(packet, desks="other"), packet.data)
    assert used() == {"": SIZE, "demo": SIZE, "other": SIZE}


def test_unfinished_uploads_count_and_give_room_back(client: FlaskClient) -> None:
    underway = sample()
    assert announce(client, underway, underway.data[:5000]).status_code == 201
    assert append(client, underway, 5000, underway.data[5000:8000]).status_code == 204
    assert used()["demo"] == 8000
    assert whole(client).status_code == 201
    assert_full(whole(client))
    assert client.delete(f"/api/packets/{underway.id}", headers=TUS).status_code == 204
    assert used()["demo"] == SIZE
    assert whole(client).status_code == 201


def test_an_upload_that_ends_counts_once(client: FlaskClient) -> None:
    packet = sample()
    announce(client, packet, packet.data[:5000])
    assert "Hinghoi-Receipt" in append(client, packet, 5000, packet.data[5000:]).headers
    assert used() == {"": SIZE, "demo": SIZE}


def test_a_packet_that_is_here_gets_its_receipt_at_a_full_desk(client: FlaskClient) -> None:
    packet = sample()
    announce(client, packet, packet.data)
    whole(client)
    assert_full(whole(client))
    assert "Hinghoi-Receipt" in announce(client, packet, packet.data).headers


def test_damaged_bytes_take_no_room(client: FlaskClient) -> None:
    packet = sample()
    announce(client, packet, packet.data[:5000])
    assert append(client, packet, 5000, bytes(SIZE - 5000)).status_code == 410
    assert used()["demo"] == 0


def test_bytes_that_a_relay_lets_go_are_given_back_once(client: FlaskClient) -> None:
    packet = sample()
    announce(client, packet, packet.data)
    with transaction() as session:
        session.add(passages._passage(packet.id, packet.sha256))
    for forget in (passages.let_go, passages.let_go, passages.forget):
        with transaction() as session:
            forget(session, packet.sha256)
        assert used() == {"": 0, "demo": 0}
    assert db.session.scalar(select(func.count()).select_from(Packet)) == 0


def test_a_schema_from_before_is_counted_when_it_is_upgraded(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, client):
        whole(client)
        announce(client, sample(), sample().data[:700])
        before = used()
        db.session.rollback()
        schema.downgrade(db.engine, "0004")
        schema.upgrade(db.engine)
        assert used() == before == {"": SIZE + 700, "demo": SIZE + 700}
