"""A relay between a phone and its server: what it promises and passes on, killed or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.integration.cli.test_serve import hinghoi
from tests.support.packets import Sample, sample
from tests.support.relay import Village, rows, running_village
from tests.support.server import wait_until
from tests.support.tus import code, create, head, offset

MIB = 1024 * 1024


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    with running_village(tmp_path_factory.mktemp("village")) as made:
        yield made


@pytest.fixture
def client(village: Village) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=village.relay.url, timeout=30) as made:
        yield made


@pytest.fixture
def upstream(village: Village) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=village.upstream.url, timeout=30) as made:
        yield made


def bring(client: httpx.Client, packet: Sample) -> httpx.Response:
    """All of a packet to the relay, in one request or several."""
    if len(packet.data) <= MIB:
        return create(client, packet, packet.data)
    answer = create(client, packet)
    headers = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}
    while (at := offset(answer)) < len(packet.data):
        piece = packet.data[at : at + MIB]
        url = f"/api/packets/{packet.id}"
        answer = client.patch(url, headers={**headers, "Upload-Offset": str(at)}, content=piece)
    return answer


def test_it_holds_without_an_uplink_and_passes_on_with_one(
    village: Village, client: httpx.Client, upstream: httpx.Client
) -> None:
    village.upstream.kill()
    packet = sample()
    answer = bring(client, packet)
    assert (answer.status_code, answer.headers["Hinghoi-Held"]) == (201, "relay")
    assert "Hinghoi-Receipt" not in answer.headers
    assert code(client.get(f"/api/packets/{packet.id}/receipt")) == "packet_unknown"
    village.relay.restart()
    held = head(client, packet)
    assert (held.headers["Hinghoi-Held"], offset(held)) == ("relay", len(packet.data))
    village.upstream.start()
    receipt = village.receipt(packet)
    assert client.get(f"/api/packets/{packet.id}/receipt").text == f"{receipt}\n"
    assert "Hinghoi-Held" not in head(client, packet).headers
    assert bring(client, packet).headers["Hinghoi-Receipt"] == receipt
    assert village.there().count((packet.id, packet.sha256)) == 1
    assert village.bytes_there(packet) == packet.data
    assert bring(upstream, packet).headers["Hinghoi-Receipt"] == receipt


def test_killed_while_passing_on_it_resumes(
    village: Village, client: httpx.Client, upstream: httpx.Client
) -> None:
    packet = sample(6 * MIB)

    def under_way() -> bool:
        asked = head(upstream, packet)
        return asked.status_code == 200 and offset(asked) > 0

    assert bring(client, packet).headers["Hinghoi-Held"] == "relay"
    wait_until(under_way, "nothing was passed on")
    village.relay.kill()
    assert 0 < offset(head(upstream, packet)) < len(packet.data)
    village.relay.start()
    village.receipt(packet)
    assert village.bytes_there(packet) == packet.data


def test_the_phone_is_faster(
    village: Village, client: httpx.Client, upstream: httpx.Client
) -> None:
    """Half of it directly, all of it by the relay, then all of it directly: one packet."""
    packet = sample(MIB)
    create(upstream, packet, packet.data[:5000])
    bring(client, packet)
    receipt = village.receipt(packet)
    assert create(upstream, packet).headers["Hinghoi-Receipt"] == receipt
    assert village.there().count((packet.id, packet.sha256)) == 1


def test_another_id_and_another_desk_are_told_as_well(
    village: Village, client: httpx.Client
) -> None:
    packet = sample()
    bring(client, packet)
    village.receipt(packet)
    other = replace(packet, id=sample().id)
    assert create(client, other).headers["Hinghoi-Held"] == "relay"

    def receipt_for_it() -> bool:
        return "Hinghoi-Receipt" in create(client, other).headers

    wait_until(receipt_for_it, "no receipt for the other id")
    data = str(village.upstream.data_dir)
    assert hinghoi("desk", "create", "b", "--id", "b", DATA_DIR=data).returncode == 0
    village.relay.restart()  # learns of the new desk now, not within the hour
    both = replace(packet, desks="demo,b")
    assert create(client, both).headers["Hinghoi-Held"] == "relay"
    village.receipt(packet)
    announced = rows(village.upstream, "SELECT packet_id, desk_id FROM packet_desk")
    assert {desk for id_, desk in announced if id_ == packet.id} == {"demo", "b"}


def test_a_packet_refused_for_good_is_told_and_stops_no_other(
    village: Village, client: httpx.Client, upstream: httpx.Client
) -> None:
    taken = sample()
    assert create(upstream, taken).status_code == 201
    bad, good = replace(sample(), id=taken.id), sample()
    bring(client, bad)
    bring(client, good)
    village.receipt(good)
    wait_until(lambda: head(client, bad).status_code == 404, "still held")
    assert code(create(client, bad)) == "packet_conflict"
    assert (village.relay.data_dir / "blobs" / "packets" / bad.sha256).exists()


def test_the_command_line_delivers_to_a_relay(village: Village, tmp_path: Path) -> None:
    file = tmp_path / "packet.age"
    packet = sample()
    file.write_bytes(packet.data)
    args = ("packet", "send", "--to", village.relay.url, "--desk", "demo", "--id", packet.id)
    first = hinghoi(*args, str(file))
    assert (first.returncode, "a relay holds" in first.stderr) in ((3, True), (0, False))
    receipt = village.receipt(packet)
    assert hinghoi(*args, str(file)).stdout == f"{receipt}\n"


def test_it_has_no_secrets_no_desk_and_no_keys_of_its_own(
    village: Village, client: httpx.Client
) -> None:
    assert not (village.relay.data_dir / "secrets").exists()
    assert client.get("/desk").status_code == 404
    assert client.get("/").status_code == 200
    body, behind = (
        httpx.get(f"{server.url}/api/desks").json() for server in (village.relay, village.upstream)
    )
    assert (body["receipt_key"], body["limits"]) == (behind["receipt_key"], behind["limits"])
    tag = client.get("/api/desks").headers["ETag"]
    assert client.get("/api/desks", headers={"If-None-Match": tag}).status_code == 304


def test_without_a_list_it_says_that_it_can_take_nothing(tmp_path: Path) -> None:
    done = hinghoi("serve", "--relay", "http://report.example", DATA_DIR=str(tmp_path / "data"))
    assert done.returncode == 2
    assert "RELAY_URL" in done.stderr
