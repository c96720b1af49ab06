"""Both openers say the same of packets that somebody forged: the same word, or the same files.

Two readers that disagree are how something gets past the one and harms the other.
"""

from __future__ import annotations

import base64
import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.vectors.plaintexts import DRAWING, PHOTO, archive, changed, encode, full, report
from webapp.crypto import packet
from webapp.crypto.ustar import BLOCK
from webapp.errors import HinghoiError

ROOT = Path(__file__).parents[3]
MANY = 600
# What forgers of archives and of JSON write over what was there.
PIECES = (
    *(b"\0", b"\xff", b"../", b"/", b"\\", b"\0\0\0\0\0\0\0\0", b" ", b"x" * 100, b"7777777"),
    *(b"ustar  \0", b"2", b"x", b"L", b'"', b"{", b"}", b",", b"null", b"1e999", b"-0", b"\\ud800"),
    *("\u202e".encode(), b"[]", b"1.0", b"true", b'"kind":"cover",', b"\xc0\xaf", b"99999999999"),
)


def forged(dice: random.Random) -> Iterator[bytes]:
    """Sound archives with pieces written over, put in, left out or doubled."""
    sound = (archive(full(), PHOTO, DRAWING), archive(report()), archive(report(text="ก" * 3000)))
    for _ in range(MANY):
        data = bytearray(dice.choice(sound))
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(min(len(data), dice.choice((600, 4000, len(data)))))
            piece = dice.choice(PIECES)
            way = dice.randrange(4)
            if way == 0:
                data[at : at + len(piece)] = piece
            elif way == 1:
                data[at:at] = piece
            elif way == 2:
                block = at // BLOCK * BLOCK
                data[block:block] = data[block : block + BLOCK]
            else:
                del data[at : at + dice.choice((1, BLOCK, 5 * BLOCK))]
        yield bytes(data)
        # With a checksum that fits: the same, further inside.
        yield changed(bytes(data[:BLOCK]), 0, b"") + bytes(data[BLOCK:])


def reports(dice: random.Random) -> Iterator[bytes]:
    """Canonical archives of reports that were changed as text."""
    text = encode(full())
    for _ in range(MANY):
        at = dice.randrange(len(text))
        value = text[:at] + dice.choice(PIECES) + text[at + dice.randint(0, 9) :]
        yield archive(value, PHOTO, DRAWING)


def judged(plaintext: bytes) -> str:
    try:
        opened = packet.read_plaintext(plaintext)
    except HinghoiError as error:
        return error.code
    units = len(opened.report.text.encode("utf-16-le")) // 2
    return f"ok {units} {','.join(str(len(file)) for file in opened.files)}"


def test_both_languages_say_the_same(tmp_path: Path) -> None:
    script = tmp_path / "openers.mjs"
    options = ["--bundle", "--platform=node", "--format=esm", "--log-level=error"]
    entry = ["tests/support/openers.ts", "--external:age-encryption", f"--outfile={script}"]
    subprocess.run(["node_modules/.bin/esbuild", *entry, *options], cwd=ROOT, check=True)
    dice = random.Random(20261122)  # noqa: S311
    plaintexts = [*forged(dice), *reports(dice)]
    asked = json.dumps([base64.b64encode(data).decode() for data in plaintexts])
    # Beside node_modules, where the age package is found.
    command = ["node", "--input-type=module", "-e", script.read_text()]
    told = subprocess.run(
        command, cwd=ROOT, input=asked, capture_output=True, check=True, text=True
    )
    theirs = json.loads(told.stdout)
    ours = [judged(data) for data in plaintexts]
    assert [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]] == []
    # And they were not all refused for one reason.
    assert len({code.split()[0] for code in ours}) >= 5
