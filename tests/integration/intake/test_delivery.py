"""What docs/formats/delivery.md promises, over the wire, on every pair of engines."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from tests.support.packets import Sample, b64, checksum, sample
from tests.support.tus import TYPE, append, code, create, head, offset
from webapp.crypto.base64 import decode_url
from webapp.crypto.receipts import verify_receipt

CHUNK = 65536


def assert_receipt(client: httpx.Client, answer: httpx.Response, packet: Sample) -> str:
    key = decode_url(client.get("/api/desks").json()["receipt_key"])
    receipt = str(answer.headers["Hinghoi-Receipt"])
    verify_receipt(receipt, key, packet.id, packet.sha256)
    return receipt


def send_in_chunks(client: httpx.Client, packet: Sample, at: int = 0) -> httpx.Response:
    answer = head(client, packet)
    while at < len(packet.data):
        answer = append(client, packet, at, packet.data[at : at + CHUNK])
        assert answer.status_code == 204, answer.text
        at = offset(answer)
    return answer


def test_a_small_packet_needs_one_request(client: httpx.Client) -> None:
    packet = sample()
    answer = create(client, packet, packet.data, **{"Upload-Checksum": checksum(packet.data)})
    assert (answer.status_code, offset(answer)) == (201, len(packet.data))
    assert answer.headers["Location"] == f"/api/packets/{packet.id}"
    receipt = assert_receipt(client, answer, packet)
    assert client.get(f"/api/packets/{packet.id}/receipt").text == receipt + "\n"
    assert head(client, packet).headers["Hinghoi-Receipt"] == receipt


def test_a_large_packet_comes_in_chunks(client: httpx.Client) -> None:
    packet = sample(200704)
    answer = create(client, packet)
    assert (answer.status_code, offset(answer)) == (201, 0)
    assert answer.headers["Upload-Expires"].endswith("00:00:00 GMT")
    assert client.get(f"/api/packets/{packet.id}/receipt").status_code == 404
    assert_receipt(client, send_in_chunks(client, packet), packet)


def test_a_creation_may_carry_the_beginning(client: httpx.Client) -> None:
    packet = sample(65536)
    answer = create(client, packet, packet.data[:5000])
    assert (answer.status_code, offset(answer)) == (201, 5000)
    assert_receipt(client, send_in_chunks(client, packet, 5000), packet)


def test_announcing_again_tells_where_it_stands(client: httpx.Client) -> None:
    packet = sample(65536)
    create(client, packet)
    append(client, packet, 0, packet.data[:7000])
    again = create(client, packet, packet.data[:100])
    assert (again.status_code, offset(again)) == (201, 7000)
    receipt = send_in_chunks(client, packet, 7000).headers["Hinghoi-Receipt"]
    whole = create(client, packet)
    assert whole.headers["Hinghoi-Receipt"] == receipt
    assert offset(whole) == len(packet.data)


def test_a_repeated_packet_and_a_repeated_last_chunk_give_the_same_receipt(
    client: httpx.Client,
) -> None:
    packet = sample()
    first = create(client, packet, packet.data).headers["Hinghoi-Receipt"]
    assert create(client, packet, packet.data).headers["Hinghoi-Receipt"] == first
    last = append(client, packet, 100, packet.data[100:])
    assert (last.status_code, last.headers["Hinghoi-Receipt"]) == (204, first)


def test_an_id_cannot_be_taken_over(client: httpx.Client) -> None:
    packet, other = sample(), sample()
    create(client, packet, packet.data)
    thief = replace(other, id=packet.id)
    answer = create(client, thief, thief.data)
    assert (answer.status_code, code(answer)) == (409, "packet_conflict")
    underway = sample(65536)
    create(client, underway)
    assert code(create(client, replace(sample(65536), id=underway.id))) == "packet_conflict"
    whole = replace(sample(), id=underway.id)
    assert code(create(client, whole, whole.data)) == "packet_conflict"


def test_a_courier_with_another_id_makes_no_second_packet(client: httpx.Client) -> None:
    packet = sample()
    create(client, packet, packet.data)
    replay = replace(packet, id="0123456789abcdef" * 2)
    for body in (None, replay.data):
        answer = create(client, replay, body)
        assert (answer.status_code, offset(answer)) == (201, len(packet.data))
        assert_receipt(client, answer, replay)
    assert code_of_missing(client, replay)


def code_of_missing(client: httpx.Client, packet: Sample) -> bool:
    return head(client, packet).status_code == 404


def test_two_uploads_of_the_same_bytes_end_as_one_packet(client: httpx.Client) -> None:
    packet = sample(65536)
    twin = replace(packet, id="fedcba9876543210" * 2)
    for one in (packet, twin):
        create(client, one)
        append(client, one, 0, one.data[:9000])
    assert_receipt(client, send_in_chunks(client, packet, 9000), packet)
    assert_receipt(client, send_in_chunks(client, twin, 9000), twin)
    assert code_of_missing(client, twin)


def test_a_damaged_chunk_changes_nothing(client: httpx.Client) -> None:
    packet = sample(65536)
    create(client, packet)
    headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": TYPE}
    for algorithm in ("sha256", "sha1"):
        headers["Upload-Checksum"] = checksum(b"other", algorithm)
        url = f"/api/packets/{packet.id}"
        answer = client.patch(url, headers=headers, content=packet.data[:1000])
        assert (answer.status_code, code(answer)) == (460, "checksum_mismatch")
    assert offset(head(client, packet)) == 0
    small = sample()
    whole = create(client, small, small.data, **{"Upload-Checksum": checksum(b"other")})
    assert (whole.status_code, head(client, small).status_code) == (460, 404)


def test_a_wrong_offset_is_told_the_right_one(client: httpx.Client) -> None:
    packet = sample(65536)
    create(client, packet)
    append(client, packet, 0, packet.data[:1000])
    answer = append(client, packet, 500, packet.data[500:2000])
    assert (answer.status_code, code(answer), offset(answer)) == (409, "offset_mismatch", 1000)
    assert answer.json()["offset"] == 1000


def test_limits_are_told(client: httpx.Client) -> None:
    packet = sample(65536)
    create(client, packet)
    answer = append(client, packet, 0, bytes(CHUNK + 1))
    assert (answer.status_code, code(answer), answer.json()["limit"]) == (
        413, "chunk_too_large", CHUNK,
    )  # fmt: skip
    answer = create(client, sample(524288))
    assert (code(answer), answer.json()["limit"]) == ("packet_too_large", 300000)
    create(client, small := sample())
    beyond = append(client, small, 0, small.data + b"more")
    assert (code(beyond), beyond.json()["limit"]) == ("packet_too_large", len(small.data))


def test_bytes_that_do_not_match_their_digest_are_discarded(client: httpx.Client) -> None:
    packet = sample(65536)
    damaged = packet.data[:-1] + bytes([packet.data[-1] ^ 1])
    create(client, packet)
    append(client, packet, 0, damaged[:CHUNK])
    answer = append(client, packet, CHUNK, damaged[CHUNK:])
    assert (answer.status_code, code(answer)) == (410, "packet_digest_mismatch")
    assert head(client, packet).status_code == 404
    create(client, packet)
    assert_receipt(client, send_in_chunks(client, packet), packet)


def test_only_sealed_packets_for_the_announced_desks_are_taken(client: httpx.Client) -> None:
    two = sample(desks="demo,other")
    for packet in (Sample("aa" * 16, b"plain text" * 900, "demo"), replace(two, desks="demo")):
        answer = create(client, packet, packet.data)
        assert (answer.status_code, code(answer)) == (422, "packet_malformed")
        create(client, packet)
        last = append(client, packet, 0, packet.data)
        assert (last.status_code, code(last)) == (422, "packet_malformed")
        assert head(client, packet).status_code == 404
    for body in (None, two.data):
        assert code(create(client, two, body)) == "packet_desk_unknown"


def test_an_unfinished_packet_can_be_ended_and_a_whole_one_cannot(client: httpx.Client) -> None:
    packet = sample(65536)
    url = f"/api/packets/{packet.id}"
    tus = {"Tus-Resumable": "1.0.0"}
    create(client, packet, packet.data[:100])
    assert client.delete(url, headers=tus).status_code == 204
    assert client.delete(url, headers=tus).status_code == 404
    assert append(client, packet, 100, packet.data[100:200]).status_code == 404
    create(client, packet)
    send_in_chunks(client, packet)
    assert code(client.delete(url, headers=tus)) == "packet_complete"


def test_networks_that_pass_only_post(client: httpx.Client) -> None:
    packet = sample()
    create(client, packet)
    headers = {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": TYPE,
        "X-HTTP-Method-Override": "PATCH",
    }
    answer = client.post(f"/api/packets/{packet.id}", headers=headers, content=packet.data)
    assert_receipt(client, answer, packet)


def test_a_body_in_chunks_of_http_is_taken(client: httpx.Client) -> None:
    packet = sample()
    headers = {**packet.headers, "Content-Type": TYPE}
    pieces = iter([packet.data[:3000], packet.data[3000:]])
    answer = client.post("/api/packets", headers=headers, content=pieces)
    assert_receipt(client, answer, packet)
    endless = client.post(
        "/api/packets", headers={**sample().headers, "Content-Type": TYPE},
        content=iter([bytes(CHUNK), bytes(2)]),
    )  # fmt: skip
    assert code(endless) == "chunk_too_large"


def test_the_server_says_what_it_can(client: httpx.Client) -> None:
    answer = client.options("/api/packets")
    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert set(answer.headers["Tus-Extension"].split(",")) == {
        "creation", "creation-with-upload", "checksum", "expiration", "termination",
    }  # fmt: skip
    assert answer.headers["Tus-Max-Size"] == "300000"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"


@pytest.mark.parametrize(
    ("change", "status", "expected"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412, "protocol_unsupported"),
        ({"Upload-Length": "-1"}, 400, "request_invalid"),
        ({"Upload-Length": "0"}, 400, "request_invalid"),
        ({"Upload-Metadata": ""}, 400, "request_invalid"),
        ({"Upload-Metadata": f"id {b64(b'x')}"}, 400, "request_invalid"),
        ({"Upload-Checksum": "md5 AAAA"}, 400, "request_invalid"),
        ({"Content-Type": "text/plain"}, 415, "media_type_unsupported"),
    ],
)
def test_unclear_announcements_are_refused(
    client: httpx.Client, change: dict[str, str], status: int, expected: str
) -> None:
    packet = sample()
    answer = create(client, packet, packet.data, **change)
    assert (answer.status_code, code(answer)) == (status, expected)
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert head(client, packet).status_code == 404


def test_desks_are_told_with_an_etag(client: httpx.Client) -> None:
    answer = client.get("/api/desks")
    told = answer.json()
    assert told["limits"] == {"packet": 300000, "chunk": CHUNK}
    assert [desk["id"] for desk in told["desks"]] == ["demo"]
    assert answer.headers["Cache-Control"] == "no-cache"
    again = client.get("/api/desks", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
