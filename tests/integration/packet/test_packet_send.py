"""`hinghoi packet send` against a real server on the loopback."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from tests.support.server import Server, free_port, running_server
from tests.vectors import plaintexts
from webapp.cli import main
from webapp.cli.packet_desks import read_desks
from webapp.crypto import base64, courier, packet
from webapp.crypto.packet import Attachment
from webapp.crypto.receipts import parse_public_key, verify_receipt
from webapp.crypto.recipients import HybridIdentity
from webapp.crypto.report import parse_report
from webapp.crypto.work import make_work
from webapp.delivery import Delivery, Parcel, Unreachable, connect

command = importlib.import_module("webapp.cli.packet").packet

NAN, PUA = (HybridIdentity.from_seed(plaintexts.seed(name)) for name in ("nan", "pua"))
REPORT = parse_report(plaintexts.encode(plaintexts.report()))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with two desks whose keys were made elsewhere."""
    data = tmp_path_factory.mktemp("server") / "data"
    environ = {**os.environ, "DATA_DIR": str(data)}
    for name, identity in (("nan", NAN), ("pua", PUA)):
        recipient = str(identity.recipient())
        args = ["desk", "create", name, "--id", name, "--recipient", recipient]
        CliRunner(env=environ).invoke(main, ["db", "upgrade"], catch_exceptions=False)
        made = CliRunner(env=environ).invoke(main, args, catch_exceptions=False)
        assert made.exit_code == 0, made.output
    with running_server(data) as running:
        yield running


def sealed(folder: Path, *desks: HybridIdentity, size: int = 0) -> Path:
    path = folder / "packet.age"
    files = [Attachment("application/octet-stream", "bin", os.urandom(size))] if size else []
    path.write_bytes(packet.seal(REPORT, files, [desk.recipient() for desk in desks]))
    return path


def send(server: str, path: Path, *args: str) -> Result:
    return CliRunner().invoke(command, ["send", "--to", server, str(path), *args])


def verified(server: Server, path: Path, receipt: str) -> None:
    with connect(server.url) as client:
        key = parse_public_key(read_desks(client).receipt_key)
    data = path.read_bytes()
    parcel = Parcel.of(packet.packet_id(data), (), data)
    verify_receipt(receipt.strip(), key, parcel.id, parcel.sha256)


def test_a_packet_to_all_desks_needs_no_desk_named(server: Server, tmp_path: Path) -> None:
    path = sealed(tmp_path, NAN, PUA)
    result = send(server.url, path)
    assert result.exit_code == 0, result.output
    verified(server, path, result.stdout)
    assert send(server.url, path).stdout == result.stdout


def test_a_packet_to_one_of_two_desks_must_name_it(server: Server, tmp_path: Path) -> None:
    path = sealed(tmp_path, PUA)
    result = send(server.url, path)
    assert result.exit_code == 2
    assert "nan, pua" in result.stderr
    assert send(server.url, path, "--desk", "elsewhere").exit_code == 2
    assert send(server.url, path, "--desk", "nan", "--desk", "pua").exit_code == 2
    assert send(server.url, path, "--desk", "pua").exit_code == 0


def test_a_large_packet_goes_in_pieces(server: Server, tmp_path: Path) -> None:
    path = sealed(tmp_path, NAN, size=3_000_000)
    result = send(server.url, path, "--desk", "nan")
    assert result.exit_code == 0, result.output
    verified(server, path, result.stdout)


def test_a_file_that_a_phone_handed_over_names_its_desks(server: Server, tmp_path: Path) -> None:
    path = sealed(tmp_path, PUA)
    handed = tmp_path / "hinghoi-1a2b3c4d.hhp"
    handed.write_bytes(courier.wrap(path.read_bytes(), ["pua"]))
    result = send(server.url, handed)
    assert result.exit_code == 0, result.output
    verified(server, path, result.stdout)
    opened = CliRunner().invoke(command, ["open", "-i", str(identity(tmp_path, PUA)), str(handed)])
    assert opened.exit_code == 0, opened.output
    handed.write_bytes(handed.read_bytes()[:-1])
    cut = send(server.url, handed)
    assert (cut.exit_code, "[courier_damaged]" in cut.stderr) == (1, True)


def identity(folder: Path, key: HybridIdentity) -> Path:
    path = folder / "desk.key"
    path.write_text(f"{key.export()}\n", "ascii")
    return path


class CutClient(httpx.BaseTransport):
    """The real wire, which breaks on chosen requests: before they are sent, or after."""

    def __init__(self, cut: Callable[[int], str]) -> None:
        self._wire = httpx.HTTPTransport()
        self._cut = cut
        self.sent: list[str] = []

    def close(self) -> None:
        self._wire.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        how = self._cut(len(self.sent))
        self.sent.append(request.method)
        if how == "before":
            raise httpx.ConnectError("no signal")
        answer = self._wire.handle_request(request)
        if how == "after":
            answer.read()
            answer.close()
            raise httpx.ReadError("the signal went with the answer")
        return answer


@pytest.mark.parametrize("how", ["before", "after"])
def test_a_delivery_goes_on_after_cuts(server: Server, tmp_path: Path, how: str) -> None:
    path = sealed(tmp_path, NAN, size=2_500_000)
    wire = CutClient(lambda number: how if number % 3 == 1 else "")
    pauses: list[float] = []
    with httpx.Client(
        transport=wire, base_url=server.url, headers={"Tus-Resumable": "1.0.0"}
    ) as client:
        parcel = Parcel.of(packet.packet_id(path.read_bytes()), ["nan"], path.read_bytes())
        receipt = Delivery(client, parcel, 1_048_576, pauses.append, work=make_work).run()
    verified(server, path, receipt or "")
    assert pauses
    # What has arrived is not sent again: three pieces, and one more for each that was lost.
    assert wire.sent.count("PATCH") <= 6


def test_a_second_run_goes_on_where_the_first_stopped(server: Server, tmp_path: Path) -> None:
    path = sealed(tmp_path, NAN, size=2_500_000)
    dying = CutClient(lambda number: "before" if number > 1 else "")
    headers = {"Tus-Resumable": "1.0.0"}
    parcel = Parcel.of(packet.packet_id(path.read_bytes()), ["nan"], path.read_bytes())
    with (
        httpx.Client(transport=dying, base_url=server.url, headers=headers) as client,
        pytest.raises(Unreachable),
    ):
        Delivery(client, parcel, 1_048_576, pause=lambda _: None, work=make_work).run()
    assert dying.sent[:2] == ["POST", "PATCH"]
    with connect(server.url) as client:
        status = client.head(f"/api/packets/{parcel.id}")
        assert status.headers["Upload-Offset"] == "1048576"
    result = send(server.url, path, "--desk", "nan")
    assert result.exit_code == 0, result.output
    verified(server, path, result.stdout)


def test_another_receipt_key_is_noticed(server: Server, tmp_path: Path) -> None:
    path = sealed(tmp_path, NAN, PUA)
    result = send(server.url, path, "--receipt-key", base64.encode_url(bytes(range(32))))
    assert result.exit_code == 4
    assert "keep the packet" in result.stderr
    assert send(server.url, path, "--receipt-key", "short").exit_code == 2


def test_the_servers_refusal_is_told(server: Server, tmp_path: Path) -> None:
    path = sealed(tmp_path, NAN, PUA)
    same = ("--id", "ab" * 16)
    assert send(server.url, path, *same).exit_code == 0
    other = sealed(tmp_path, NAN, PUA)
    result = send(server.url, other, *same)
    assert result.exit_code == 3
    assert "[packet_conflict]" in result.stderr


def test_no_server_and_no_packet(server: Server, tmp_path: Path) -> None:
    path = sealed(tmp_path, NAN)
    assert send(f"http://127.0.0.1:{free_port()}", path).exit_code == 3
    assert send("not an address", path).exit_code in (2, 3)
    assert send(f"{server.url}/elsewhere", path).exit_code == 3
    path.write_bytes(b"hello")
    result = send(server.url, path)
    assert result.exit_code == 1
    assert "[packet_malformed]" in result.stderr
