"""Work and the slow lane as a phone meets them: what is new waits, what is under way goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.packets import Sample, b64, sample
from tests.support.tus import TYPE
from tests.unit.intake.test_quotas import append, serving
from webapp.crypto.work import make_work

BITS = 5


@dataclass(frozen=True)
class Worked(Sample):
    """A packet with its proof of work."""

    work: str

    @property
    def metadata(self) -> str:
        return f"{super().metadata},work {b64(self.work.encode())}"


def worked(bits: int = BITS) -> Worked:
    made = sample()
    return Worked(made.id, made.data, made.desks, make_work(bytes.fromhex(made.sha256), bits))


def announce(client: FlaskClient, packet: Sample, body: bytes = b"") -> TestResponse:
    headers = {**packet.headers, "Content-Type": TYPE}
    return client.post("/api/packets", headers=headers, data=body)


@contextmanager
def working(folder: Path, **env: str) -> Iterator[FlaskClient]:
    with serving(folder, WORK_BITS=str(BITS), WEB_WORKERS="1", **env) as (_, client):
        yield client


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    with working(tmp_path) as made:
        yield made


@pytest.fixture
def flooded(tmp_path: Path) -> Iterator[FlaskClient]:
    """Lets one new packet in a second, and one at a time."""
    with working(tmp_path, NEW_PACKETS_PER_MINUTE="6") as made:
        yield made


def asked(client: FlaskClient) -> int:
    found = client.get("/api/desks").json
    assert found is not None
    return int(found["work"]["packet"])


@pytest.mark.parametrize("whole", [True, False])
def test_a_new_packet_needs_work(client: FlaskClient, whole: bool) -> None:
    lazy, busy = sample(), worked()
    answer = announce(client, lazy, lazy.data if whole else b"")
    assert answer.status_code == 428
    assert answer.json is not None
    assert (answer.json["code"], answer.json["bits"]) == ("work_required", BITS)
    assert asked(client) == BITS
    assert announce(client, busy, busy.data if whole else b"").status_code == 201


def test_work_for_one_packet_is_no_use_for_another(client: FlaskClient) -> None:
    packet, other = worked(), sample()
    stolen = Worked(other.id, other.data, other.desks, packet.work)
    assert announce(client, stolen, stolen.data).status_code == 428


def test_a_packet_that_is_known_needs_no_more_work(client: FlaskClient) -> None:
    packet = worked()
    bare = Sample(packet.id, packet.data, packet.desks)
    assert announce(client, packet, packet.data[:3000]).status_code == 201
    assert announce(client, bare).headers["Upload-Offset"] == "3000"
    assert "Hinghoi-Receipt" in append(client, packet, 3000, packet.data[3000:]).headers
    assert "Hinghoi-Receipt" in announce(client, bare, bare.data).headers


def test_under_a_flood_a_running_upload_finishes(flooded: FlaskClient) -> None:
    running = worked()
    assert announce(flooded, running, running.data[:3000]).status_code == 201
    refused = [announce(flooded, one, one.data) for one in (worked(BITS + 4) for _ in range(20))]
    assert {answer.status_code for answer in refused} == {503}
    assert all(int(answer.headers["Retry-After"]) >= 5 for answer in refused)
    assert announce(flooded, running).headers["Upload-Offset"] == "3000"
    assert "Hinghoi-Receipt" in append(flooded, running, 3000, running.data[3000:]).headers
    assert "Hinghoi-Receipt" in announce(flooded, running, running.data).headers


def test_a_flood_raises_the_work_for_new_packets(flooded: FlaskClient) -> None:
    for _ in range(20):
        announce(flooded, worked())
    assert (harder := asked(flooded)) >= BITS + 2
    answer = announce(flooded, worked())
    assert answer.status_code in (428, 503)
    lazy = announce(flooded, sample())
    assert lazy.json is not None
    assert (lazy.status_code, lazy.json["bits"]) == (428, harder)


def test_announcements_without_work_do_not_raise_it(flooded: FlaskClient) -> None:
    for _ in range(50):
        announce(flooded, sample())
    assert asked(flooded) == BITS
    packet = worked()
    assert announce(flooded, packet, packet.data).status_code == 201
