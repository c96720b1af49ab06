"""A desk with 10,000 and with 100,000 cases: what a moderator waits for, in a real Chromium.

The cases are made by `_desk_cases.ts` with a seed, sealed by the shipped code and put into the
database of a real server. Measured is from the open keys to a list that can be used (first lines on
screen) and to one in which everything is found, with an empty cache and with a warm one; then
searches as they are typed, from the keystroke to the answer, then scrolling, then memory (PSS of
all of Chromium's processes).
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import geothai
from playwright.sync_api import Page, expect

from bench._memory import Peak
from tests.support.browser import Chromium, phone
from tests.support.desk import Desk, Member, join_desk, new_desk
from tests.support.server import ROOT, Server, running_server
from webapp.desk.keyring import keys

RESULT = ROOT / "bench" / "results" / "desk.json"
SIZES = (10_000, 100_000)
SEED = 20261122
PATIENCE = 10 * 60_000  # milliseconds
READY_S, SEARCH_MS = 3.0, 50.0
SEARCHES = (
    "ห้วยหลวง",
    "เสาไฟโซลาร์เซลล์",
    "หักหัวคิวค่าแรง",
    "ถนนหน้าวัด",
    "น้ำ",
    "ลูกเขยของนายก ขุดบ่อ",
    "อบต. แม่ทอง",
    "กลัวว่าจะรู้",
    "เมรุ โฉนด ปลัด",
    "ไม่มีคำนี้ในเรื่องใดเลย",
)
ROUNDS = 5
FRAME_MS = 1000 / 60
MARKS = """() => Object.fromEntries(performance.getEntriesByType("mark")
  .filter(({ name }) => name.startsWith("hinghoi:"))
  .map(({ name, startTime }) => [name, startTime]))"""
QUERIES = """() => performance.getEntriesByName("hinghoi:query").map(({ duration }) => duration)"""
FRAMES = """() => new Promise((resolve) => {
  const times = [];
  const step = (now) => {
    times.push(now);
    if (times.length > 240) return resolve(times);
    scrollBy(0, times.length % 80 === 0 ? 200_000 : 90);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


@dataclass(frozen=True)
class Row:
    """One figure; `budget` None where the design names none."""

    cases: int
    what: str
    measured: float
    unit: str
    budget: float | None = None

    def __str__(self) -> str:
        verdict = ""
        if self.budget is not None:
            verdict = f"{self.budget:>9.1f} {'under' if self.measured <= self.budget else 'OVER'}"
        return f"{self.cases:>8,} {self.what:<52}{self.measured:>10.2f} {self.unit:<4}{verdict}"


@dataclass(frozen=True)
class Made:
    """A desk with a moderator and cases."""

    desk: Desk
    member: Member


def fill(server: Server, desk: Desk, count: int, folder: Path) -> None:
    """Make the cases and put them where the server keeps them."""
    path = server.data_dir / "hinghoi.sqlite"
    with closing(sqlite3.connect(path)) as database:
        (file,) = database.execute(
            "SELECT file FROM wrapped_key JOIN desk_key ON desk_key.id = desk_key_id"
            " WHERE holder = 'recovery' AND desk_id = ?",
            (desk.slug,),
        ).fetchone()
        (fingerprint,) = database.execute(
            "SELECT fingerprint FROM desk_key WHERE desk_id = ?", (desk.slug,)
        ).fetchone()
        people = database.execute("SELECT id FROM moderator WHERE desk_id = ?", (desk.slug,))
        orders = {
            "identity": keys.unwrap_desk_key(bytes(file), desk.recovery, desk.recipient).export(),
            "desk": desk.slug,
            "fingerprint": fingerprint,
            "count": count,
            "seed": SEED,
            "places": list(places()),
            "moderators": [person for (person,) in people],
            "folder": str(folder),
        }
        made = make(orders, folder)
        print(
            f"{count:>8,} cases: {made['characters']:,} characters, {made['bytes']:,} bytes sealed"
        )
        insert(database, desk.slug, folder)
        database.commit()


def places() -> Iterator[tuple[str, str]]:
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            yield province.name_th, district.name_th


def make(orders: dict[str, Any], folder: Path) -> dict[str, int]:
    script = folder / "cases.mjs"
    options = ["--bundle", "--platform=node", "--format=esm", "--log-level=error"]
    build = ["node_modules/.bin/esbuild", "bench/_desk_cases.ts", *options, f"--outfile={script}"]
    subprocess.run(build, cwd=ROOT, check=True)
    run = subprocess.run(
        ["node", str(script)], input=json.dumps(orders), check=True, capture_output=True, text=True
    )
    answer: dict[str, int] = json.loads(run.stdout)
    return answer


def insert(database: sqlite3.Connection, desk: str, folder: Path) -> None:
    told = json.loads((folder / "cases.json").read_text("utf-8"))
    database.executemany(
        'INSERT INTO "case" (desk_id, id, state, assignee, opened, changed, version, seq, card,'
        " hold, gone) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
        ((desk, *row, row[-1]) for row in told["rows"]),
    )
    for block in told["blocks"]:
        database.execute(
            'INSERT INTO card_block (desk_id, number, "first", key_fingerprint, count, length)'
            " VALUES (?, ?, ?, ?, ?, ?)",
            (desk, *block),
        )
        file = (folder / f"{block[0]}.block").read_bytes()
        database.execute("INSERT INTO card_file VALUES (?, ?, ?)", (desk, block[0], file))
    last = told["blocks"][-1][0]
    database.execute(
        "INSERT OR REPLACE INTO case_cursor (desk_id, seq) VALUES (?, ?)", (desk, last)
    )


def unlock(page: Page, passphrase: str) -> None:
    page.fill("[name=passphrase]", passphrase)
    page.click("[type=submit]")


def ready(page: Page, count: int, whole: str) -> tuple[float, float]:
    """Seconds from the open keys to the first lines, and to the mark `whole`."""
    marks = page.wait_for_function(
        f"""() => {{
          const marks = ({MARKS})();
          return marks["hinghoi:whole"] && marks["hinghoi:lines"] ? marks : null;
        }}"""
    ).json_value()
    expect(page.locator(f"[data-tab=cases]:has-text('{count:,}')")).to_be_visible()
    began = marks["hinghoi:unlocked"]
    return (marks["hinghoi:lines"] - began) / 1000, (marks[whole] - began) / 1000


def visit(made: Made, page: Page, count: int) -> list[Row]:
    """A first unlocking with an empty cache, and one with a warm one."""
    page.wait_for_selector("[data-screen=locked]")
    unlock(page, made.member.passphrase)
    cold = ready(page, count, "hinghoi:whole")
    page.wait_for_function(f"() => ({MARKS})()['hinghoi:rested']")
    page.reload()
    page.wait_for_selector("[data-screen=locked]")
    unlock(page, made.member.passphrase)
    warm = ready(page, count, "hinghoi:loaded")
    return [
        Row(count, "cold: first lines", cold[0], "s"),
        Row(count, "cold: everything is found", cold[1], "s"),
        Row(count, "warm: first lines", warm[0], "s", READY_S),
        Row(count, "warm: everything is found", warm[1], "s", READY_S),
    ]


def searching(page: Page, count: int) -> list[Row]:
    """From the keystroke to the answer, whole phrases and letter by letter."""
    page.evaluate("() => performance.clearMeasures()")
    for _ in range(ROUNDS):
        for words in SEARCHES:
            page.fill("[name=search]", words)
            page.wait_for_selector(f"[data-answered='{words}']")
    for letters in range(1, len(SEARCHES[1]) + 1):
        words = SEARCHES[1][:letters]
        page.fill("[name=search]", words)
        page.wait_for_selector(f"[data-answered='{words}']")
    took = sorted(page.evaluate(QUERIES))
    page.fill("[name=search]", "")
    page.wait_for_selector("[data-answered='']")
    return [
        Row(count, f"search, median of {len(took)}", statistics.median(took), "ms"),
        Row(count, "search, 95th percentile", took[int(len(took) * 0.95)], "ms", SEARCH_MS),
    ]


def scrolling(page: Page, count: int) -> list[Row]:
    times = page.evaluate(FRAMES)
    gaps = [after - before for before, after in itertools.pairwise(times)]
    late = sum(gap > 1.5 * FRAME_MS for gap in gaps)
    return [
        Row(count, "scrolling, frames that came late", 100 * late / len(gaps), "%"),
        Row(count, "scrolling, longest frame", max(gaps), "ms"),
    ]


def measure(server: Server, folder: Path, count: int) -> list[Row]:
    desk = new_desk(server, f"desk-{count}")
    with phone(folder / "profile") as chromium:
        page = chromium.page()
        page.set_default_timeout(PATIENCE)
        member = join_desk(page, desk.link)
        page.click("[data-tab=cases]")
        page.close()
        work = folder / "made"
        work.mkdir()
        fill(server, desk, count, work)
        return rows_of(chromium, server, Made(desk, member), count)


def rows_of(chromium: Chromium, server: Server, made: Made, count: int) -> list[Row]:
    page = chromium.page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.url}/desk")
    with Peak([chromium.group]) as memory:
        rows = [*visit(made, page, count), *searching(page, count), *scrolling(page, count)]
    return [*rows, Row(count, "memory of all of Chromium, at its highest", memory.mebibytes, "MiB")]


def main() -> int:
    rows: list[Row] = []
    print(f"{'cases':>8} {'':<52}{'measured':>10}{'budget':>14}")
    for count in [int(size) for size in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            here = Path(folder)
            with running_server(here / "data") as server:
                for row in measure(server, here, count):
                    rows.append(row)
                    print(row, flush=True)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
