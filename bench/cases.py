"""What a desk of 100,000 cases costs its server: the first list, asking in vain, and one change.

In process over a real database with the test client, so that the numbers are those of the server's
own work. `--postgres` measures over a PostgreSQL of its own instead of SQLite.
"""

from __future__ import annotations

import json
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, insert, select

from tests.support.desk_cases import card, key, new_case
from tests.support.desk_people import Person, keep, member, new_desk
from tests.support.postgres import running_postgres
from tests.support.server import ROOT
from webapp import create_app
from webapp.config import Settings
from webapp.models import (
    CardBlock,
    CardFile,
    Case,
    CaseCursor,
    CasePacket,
    Packet,
    PacketDesk,
    db,
    schema,
    today,
)

CASES = 100_000
IN_A_BLOCK = 500
BLOCK = 100 * 1024 + 28
OLD = date(2026, 1, 1)
RESULT = ROOT / "bench" / "results" / "cases.json"


@contextmanager
def desk(url: str | None) -> Iterator[Person]:
    """A moderator at a desk with so many cases, each over one packet."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"DATA_DIR": folder, **({"DATABASE_URL": url} if url else {})}
        app = create_app(Settings.from_env(env))
        with app.app_context():
            schema.upgrade(db.engine)
            person = member(app, new_desk("nan"), "somsri")
            mark = key()
            db.session.remove()
            with db.engine.begin() as connection:
                _fill(connection, mark)
            yield person
            db.session.remove()
            db.engine.dispose()


def _fill(connection: Connection, mark: str) -> None:
    for first in range(1, CASES + 1, 10_000):
        ids = [(seq, secrets.token_hex(16)) for seq in range(first, first + 10_000)]
        packets = sorted((secrets.token_hex(16), case) for _, case in ids)
        connection.execute(insert(Case), [_case(seq, case) for seq, case in ids])
        connection.execute(insert(Packet), [_packet(packet) for packet, _ in packets])
        sent = [{"packet_id": packet, "desk_id": "nan", "day": OLD} for packet, _ in packets]
        connection.execute(insert(PacketDesk), sent)
        cased = [
            {"packet_id": packet, "desk_id": "nan", "case_id": case} for packet, case in packets
        ]
        connection.execute(insert(CasePacket), cased)
    for number in range(IN_A_BLOCK, CASES + 1, IN_A_BLOCK):
        facts = {"first": number - IN_A_BLOCK + 1, "count": IN_A_BLOCK, "length": BLOCK}
        place = {"desk_id": "nan", "number": number}
        connection.execute(insert(CardBlock), {**place, **facts, "key_fingerprint": mark})
        connection.execute(insert(CardFile), {**place, "file": secrets.token_bytes(BLOCK)})
    connection.execute(insert(CaseCursor), {"desk_id": "nan", "seq": CASES})


def _case(seq: int, case: str) -> dict[str, Any]:
    facts = {"state": "screening", "assignee": None, "opened": OLD, "changed": OLD, "version": 3}
    return {
        "desk_id": "nan",
        "id": case,
        "seq": seq,
        "card": seq,
        "hold": False,
        "gone": False,
        **facts,
    }


def _packet(packet: str) -> dict[str, Any]:
    return {"id": packet, "sha256": secrets.token_hex(32), "length": 9859, "day": OLD}


@dataclass(frozen=True)
class Cost:
    """Medians in milliseconds: by the clock, and of the processor alone."""

    clock: float
    processor: float


def timed(action: Callable[[], object], times: int = 15) -> Cost:
    """What it costs, after one to warm up. On a busy machine look at the processor."""
    action()
    clock, processor = [], []
    for _ in range(times):
        began, used = time.perf_counter(), time.process_time()
        action()
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return Cost(round(statistics.median(clock), 2), round(statistics.median(processor), 2))


def whole_list(person: Person) -> tuple[int, int]:
    """Every row and block from the beginning; how many bytes, in how many answers."""
    after, more, size, answers = 0, True, 0, 0
    while more:
        answer = person.get(f"changes?after={after}")
        told: dict[str, Any] = answer.json or {}
        after, more = told["next"], told["more"]
        size, answers = size + len(answer.data), answers + 1
    return size, answers


def measure(person: Person) -> dict[str, Cost]:
    """The cost of each thing that browsers ask."""
    tag = person.get(f"changes?after={CASES}").headers["ETag"]
    asked = f"/desk/api/changes?after={CASES}"
    found = {
        "first page of 10,000 rows": timed(lambda: person.get("changes?after=0"), 5),
        "the whole list, all pages": timed(lambda: whole_list(person), 3),
        "nothing new, 304": timed(lambda: person.ask("GET", asked, headers={"If-None-Match": tag})),
        "nothing new, without a tag": timed(lambda: person.get(f"changes?after={CASES}")),
        "a block of 100 KiB": timed(lambda: person.get(f"blocks/{CASES}")),
        "packets without a case: none": timed(lambda: person.get("packets?uncarded=1")),
        "a case opened": timed(lambda: person.post_json("cases", new_case())),
    }
    waiting = keep(["nan"], today())
    found["packets without a case: one, new"] = timed(lambda: person.get("packets?uncarded=1"))
    keep(["nan"], OLD)
    found["the same: one of them very old"] = timed(lambda: person.get("packets?uncarded=1"), 5)
    assert waiting
    found["500 cases changed in one request"] = timed(lambda: bulk(person), 3)
    return found


def newest() -> list[dict[str, Any]]:
    """The rows of the 500 cases that changed last."""
    chosen = select(Case.id, Case.version).order_by(Case.seq.desc()).limit(500)
    rows = [{"id": id_, "version": version} for id_, version in db.session.execute(chosen)]
    db.session.rollback()
    return rows


def bulk(person: Person) -> None:
    """The largest bulk: the 500 that changed last, each with a card."""
    rows = newest()
    sealed = {"key": key(), "card": card()}
    body = [{"id": row["id"], "version": row["version"], **sealed} for row in rows]
    answer = person.post_json("cases/bulk", {"changes": body})
    assert not any("code" in result for result in (answer.json or {})["results"])


def main() -> None:
    """Print the table and write bench/results/cases.json."""
    with ExitStack() as running:
        url = running.enter_context(running_postgres()) if "--postgres" in sys.argv else None
        person = running.enter_context(desk(url))
        engine = db.engine.dialect.name
        size, answers = whole_list(person)
        print(f"{engine}: {CASES:,} cases; the whole list is {size:,} bytes in {answers} answers")
        found = measure(person)
    print(f"{'milliseconds':40} {'clock':>9} {'processor':>10}")
    for name, cost in found.items():
        print(f"{name:40} {cost.clock:9.2f} {cost.processor:10.2f}")
    RESULT.parent.mkdir(exist_ok=True)
    told = {"engine": engine, "costs": {name: asdict(cost) for name, cost in found.items()}}
    RESULT.write_text(json.dumps(told, indent=1) + "\n")


if __name__ == "__main__":
    main()
