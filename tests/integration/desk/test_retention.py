"""Deleting for good: only what is surely over, and then so that the disk has nothing left."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select, update

from tests.support.desk_cases import card, changed, changes, key, new_case, opened, told
from tests.support.desk_people import Person, keep, member, new_desk
from tests.support.packets import sample
from webapp.cli import main
from webapp.crypto.base64 import decode_url
from webapp.desk.casework import retention
from webapp.desk.log import audit
from webapp.models import Case, Packet, PacketDesk, Upload, db, storage_use, today
from webapp.web.context import blobs
from webapp.web.transaction import transaction

DAYS = 90
PACKET = sample(desks="nan").data


@pytest.fixture
def somsri(app: Flask) -> Person:
    person = member(app, new_desk("nan"), "somsri")
    with transaction():
        retention.set_rule(slug="nan", state="not_eligible", days=DAYS)
    return person


def hinghoi(app: Flask, *arguments: str) -> str:
    db.session.remove()
    data = app.extensions["hinghoi.settings"].data_dir
    ended = CliRunner().invoke(main, [*arguments], env={"DATA_DIR": str(data)})
    assert ended.exit_code == 0, ended.output
    return ended.output


def age(days: int = DAYS + 1) -> None:
    """Let everything that is here have happened so many days ago."""
    then = today() - timedelta(days=days)
    with transaction():
        for table in (Packet, PacketDesk):
            db.session.execute(update(table).values(day=then))
        db.session.execute(update(Case).values(changed=then))


def dismissed(person: Person, *packets: str) -> dict[str, Any]:
    return changed(person, opened(person, *packets), state="not_eligible")


def gone(person: Person) -> list[bool]:
    return [row["gone"] for row in changes(person)["cases"]]


def test_what_is_over_goes_with_its_packets(app: Flask, somsri: Person) -> None:
    row = dismissed(somsri, keep(["nan"]), keep(["nan"]))
    other = opened(somsri, keep(["nan"]))
    age()
    assert "1 cases were deleted." in hinghoi(app, "db", "expire")
    rows = {one["id"]: one for one in changes(somsri)["cases"]}
    assert (rows[row["id"]]["gone"], rows[other["id"]]["gone"]) == (True, False)
    assert rows[row["id"]]["version"] == 3
    assert len(db.session.scalars(select(Packet)).all()) == 1
    assert told(somsri.post_json(f"cases/{row['id']}", {})) == (404, "case_unknown")
    assert told(somsri.post_json("cases", new_case(id=row["id"]))) == (409, "case_conflict")
    assert [block["number"] for block in changes(somsri)["blocks"]] == [other["seq"]]
    assert audit.verify() > 0


@pytest.fixture
def blob(app: Flask) -> Iterator[int]:
    """An open file, as somebody has who undeletes it: names may go, the bytes are what counts."""
    name = hashlib.sha256(PACKET).hexdigest()
    path: Path = app.extensions["hinghoi.settings"].data_dir / "blobs" / "packets" / name
    keep(["nan"], data=PACKET)
    handle = os.open(path, os.O_RDONLY)
    yield handle
    os.close(handle)


def test_the_disk_has_nothing_left(app: Flask, somsri: Person, blob: int) -> None:
    packet = db.session.scalars(select(Packet.id)).one()
    sealed = new_case(packet)
    assert somsri.post_json("cases", sealed).status_code == 201
    row: dict[str, Any] = changes(somsri)["cases"][0]
    later = card()
    step = {"version": row["version"], "state": "not_eligible", "key": key(), "card": later}
    assert somsri.post_json(f"cases/{row['id']}", step).status_code == 200
    age()
    pieces = [PACKET[-200:], decode_url(sealed["card"])[-200:], decode_url(later)[-200:]]
    assert all(on_disk(app, piece) for piece in pieces)
    hinghoi(app, "db", "expire")
    assert not any(on_disk(app, piece) for piece in pieces)
    assert os.pread(blob, len(PACKET) + 1, 0) == bytes(len(PACKET))


def on_disk(app: Flask, piece: bytes) -> bool:
    """Whether the bytes are in any file: the database and its journal, blobs, parts."""
    data: Path = app.extensions["hinghoi.settings"].data_dir
    return any(piece in file.read_bytes() for file in data.rglob("*") if file.is_file())


@pytest.mark.parametrize(
    "doubt", ["held", "reopened", "fresh packet", "waiting", "coming again", "too early"]
)
def test_in_doubt_nothing_goes(app: Flask, somsri: Person, doubt: str) -> None:
    packet = keep(["nan"], data=PACKET)
    row = dismissed(somsri, packet)
    if doubt == "held":
        somsri.post_json(f"cases/{row['id']}/hold", {"hold": True})
    if doubt == "reopened":
        changed(somsri, row, state="reopened")
    age(DAYS if doubt == "too early" else DAYS + 1)
    if doubt == "fresh packet":
        with transaction():
            db.session.execute(update(PacketDesk).values(day=today()))
    if doubt == "waiting":
        keep(["nan"], today() - timedelta(days=1))
    if doubt == "coming again":
        sha256 = db.session.scalars(select(Packet.sha256)).one()
        facts = {"id": "f" * 32, "sha256": sha256, "length": len(PACKET), "offset": 0}
        with transaction():
            db.session.add(Upload(**facts, desks="nan", expires=today() + timedelta(days=7)))
    hinghoi(app, "db", "expire")
    assert gone(somsri) == [False]
    assert somsri.get(f"packets/{packet}").data == PACKET


def test_a_packet_that_came_today_does_not_stop_it(app: Flask, somsri: Person) -> None:
    dismissed(somsri, keep(["nan"]))
    age()
    keep(["nan"], today())
    hinghoi(app, "db", "expire")
    assert gone(somsri) == [True]


def test_another_desk_keeps_its_packet(app: Flask, somsri: Person) -> None:
    somchai = member(app, new_desk("phrae"), "somchai")
    packet = keep(["nan", "phrae"], data=PACKET)
    with transaction():
        storage_use.charge(db.session(), [(["nan", "phrae"], len(PACKET))])
    dismissed(somsri, packet)
    age()
    hinghoi(app, "db", "expire")
    assert told(somsri.get(f"packets/{packet}")) == (404, "packet_unknown")
    assert somchai.get(f"packets/{packet}").data == PACKET
    used = storage_use.used(db.session())
    assert (used["nan"], used["phrae"], used[storage_use.ALL]) == (0, len(PACKET), len(PACKET))


def test_cards_of_what_is_gone_are_sealed_out(somsri: Person) -> None:
    dismissed(somsri, keep(["nan"]))
    opened(somsri, keep(["nan"]))
    body = {"replaces": [1, 2, 3], "key": key(), "count": 2, "file": card(2)}
    assert somsri.post_json("blocks", body).status_code == 200
    age()
    with transaction():
        (one,) = retention.due()
        assert retention.purge(blobs=blobs(), desk_id=one[0], case_id=one[1])
    alone = {"replaces": [3], "key": key(), "count": 1, "file": card()}
    assert somsri.post_json("blocks", alone).status_code == 200
    assert told(somsri.post_json("blocks", {**alone, "count": 0})) == (409, "blocks_changed")


def test_rules_are_set_on_the_command_line(app: Flask, somsri: Person) -> None:
    assert hinghoi(app, "desk", "retention", "nan", "closed", "365") == (
        "closed\t365\nnot_eligible\t90\n"
    )
    assert hinghoi(app, "desk", "retention", "nan", "not_eligible", "0") == "closed\t365\n"
    data = app.extensions["hinghoi.settings"].data_dir
    for wrong in (["closed", "7"], ["screening", "90"], ["closed"], ["closed", "-90"]):
        arguments = ["desk", "retention", "nan", *wrong]
        ended = CliRunner().invoke(main, arguments, env={"DATA_DIR": str(data)})
        assert ended.exit_code == 2
