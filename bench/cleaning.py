"""Megabytes of JPEG a second without touching a pixel, beside exiftool and mat2 in the same run.

Ours is the shipped code on files in memory, in Node, each output verified; the others are one
process for all files, start included, on copies in a fresh folder. Without a folder on the command
line the files are generated: photos of 12 megapixels full of metadata, and smaller ones. Then one
photo as it is cleaned by default, in a real Chromium at full speed and at a quarter of it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench._slow_photo import slow_photo
from tests.support.camera import camera_jpeg
from tests.support.server import ROOT

ROUNDS = 5
OUR_ROUNDS = 20
SIZES = ((4000, 3000), (4000, 3000), (2000, 1500), (800, 600))
COPIES = 6
RESULT = ROOT / "bench" / "results" / "cleaning.json"
GOAL, FAIL = 10, 4
PHOTO_S = 1.5
OTHERS = {
    "exiftool": ["exiftool", "-q", "-q", "-m", "-all=", "-overwrite_original"],
    "mat2": ["mat2", "--inplace"],
}


def photos(folder: Path) -> list[Path]:
    """Generated files: each a few times, since making noise takes longer than cleaning it."""
    for number, size in enumerate(SIZES):
        data = camera_jpeg(*size)
        for copy in range(COPIES):
            (folder / f"{number}-{copy}.jpg").write_bytes(data)
    return sorted(folder.iterdir())


def given(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))


def bundled(folder: Path) -> list[str]:
    """The command that cleans files with the shipped code, so many times each."""
    script = folder / "clean.mjs"
    entry = "bench/_clean_jpegs.ts"
    options = ["--bundle", "--minify", "--platform=node", "--format=esm", "--log-level=error"]
    build = ["node_modules/.bin/esbuild", entry, *options, f"--outfile={script}"]
    subprocess.run(build, cwd=ROOT, check=True)
    return ["node", str(script), str(OUR_ROUNDS)]


def ours(command: list[str], files: list[Path]) -> float:
    """Seconds for all files, the best of some rounds in one process."""
    run = [*command, *map(str, files)]
    answer = json.loads(subprocess.run(run, check=True, capture_output=True).stdout)
    return float(answer["milliseconds"]) / 1000


def other(command: list[str], files: list[Path], folder: Path) -> float:
    """Seconds of one process for all files."""
    folder.mkdir()
    copies = [shutil.copyfile(file, folder / f"{i}.jpg") for i, file in enumerate(files)]
    started = time.perf_counter()
    subprocess.run([*command, *map(str, copies)], check=False, capture_output=True)
    seconds = time.perf_counter() - started
    shutil.rmtree(folder)
    return seconds


def measure(source: Path | None) -> dict[str, float | None]:
    """MB/s of each tool; None where it is missing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generated = folder / "photos"
        generated.mkdir()
        files = given(source) if source else photos(generated)
        megabytes = sum(file.stat().st_size for file in files) / 1e6
        print(f"{len(files)} files, {megabytes:.1f} MB")
        best = fastest(files, folder)
    return {tool: megabytes / best[tool] if tool in best else None for tool in ("ours", *OTHERS)}


def fastest(files: list[Path], folder: Path) -> dict[str, float]:
    """Seconds of each tool in the best of some rounds, by turns: what slows one slows all."""
    command = bundled(folder)
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        taken = {"ours": ours(command, files)}
        for tool, run in OTHERS.items():
            if shutil.which(tool):
                taken[tool] = other(run, files, folder / tool)
        best = {tool: min(seconds, best.get(tool, seconds)) for tool, seconds in taken.items()}
    return best


def main() -> int:
    speeds = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    for tool, speed in speeds.items():
        print(f"{tool:>9} {speed:8.0f} MB/s" if speed else f"{tool:>9} is not installed: left out")
    mine, theirs = speeds["ours"], speeds["exiftool"]
    ratio = mine / theirs if mine and theirs else None
    print(
        f"{'ratio':>9} {ratio:8.1f} × exiftool (goal {GOAL}, fails below {FAIL})" if ratio else ""
    )
    quick, slow = slow_photo()
    print(f"12 megapixels, light: {quick:.2f} s; at a quarter of the speed {slow:.2f} s", end=" ")
    print(f"(budget {PHOTO_S})")
    RESULT.parent.mkdir(exist_ok=True)
    result = {"megabytes_a_second": speeds, "times_exiftool": ratio}
    RESULT.write_text(json.dumps({**result, "photo_s": quick, "photo_slowed_s": slow}, indent=1))
    return 0 if ratio is None or ratio >= FAIL else 1


if __name__ == "__main__":
    sys.exit(main())
