"""Packets that a desk handed over: opened with stock tools and ours, and their vectors."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from tests.vectors import make_handovers as made
from tests.vectors.plaintexts import DRAWING, PHOTO, archive, full
from webapp.cli.packet import packet as command
from webapp.crypto import age, packet
from webapp.crypto.recipients import HybridIdentity

STATEMENT = made.chain(made.step(made.statement()))
PLAINTEXT = archive(full(), ("handover.json", STATEMENT), PHOTO, DRAWING)


def test_the_vectors_are_what_is_made() -> None:
    kept = json.loads(made.FILE.read_text("utf-8"))
    assert kept["judged"] == made.judged()
    assert kept["malformed"] == made.malformed()
    assert kept["ids"] == made.ids()


def test_who_handed_it_over_is_written_beside_the_report(tmp_path: Path) -> None:
    desk = HybridIdentity.generate()
    sealed, key, out = tmp_path / "packet.age", tmp_path / "desk.key", tmp_path / "opened"
    sealed.write_bytes(age.encrypt(PLAINTEXT, [desk.recipient()]))
    key.write_text(desk.export())
    result = CliRunner().invoke(command, ["open", "-i", str(key), "-o", str(out), str(sealed)])
    assert result.exit_code == 0, result.output
    assert (out / "handover.json").read_bytes() == STATEMENT
    assert (out / "attachments" / "01.jpg").read_bytes() == PHOTO[1]


def test_a_report_is_the_same_with_and_without() -> None:
    opened = packet.read_plaintext(PLAINTEXT)
    alone = packet.read_plaintext(archive(full(), PHOTO, DRAWING))
    assert opened.handover == STATEMENT
    assert alone.handover is None
    assert (opened.report, opened.files) == (alone.report, alone.files)
