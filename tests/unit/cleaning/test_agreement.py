"""What one side cleans, the other finds clean: the desk judges files that the server cleaned for
`/plain`, and the server judges what phones cleaned.

Node cleans and judges all files in one process. `HINGHOI_SAMPLES` may name a folder of more files.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import hidden_documents as documents
from tests.support import hidden_pictures as pictures
from tests.support import hidden_sound as sound
from tests.support.server import ROOT
from webapp.cleaning import clean_file, verify_file
from webapp.errors import FileNotClean, HinghoiError

PLAIN: dict[str, Callable[[], bytes]] = {
    "gif": pictures.canary_gif,
    "heic": pictures.canary_heic,
    "avif": pictures.canary_avif,
    "tiff": pictures.canary_tiff,
    "bmp": pictures.canary_bmp,
    "jpeg": pictures.photo,
    "apng": lambda: pictures.animated("PNG"),
    "webp": lambda: pictures.animated("WEBP"),
    "pdf": documents.canary_pdf,
    "revised pdf": documents.revised_pdf,
    "layered pdf": lambda: documents.layered_pdf(hidden=False),
    "docx": documents.canary_docx,
    "odt": documents.canary_odt,
    "xlsx": documents.canary_xlsx,
    "odt of many vocabularies": lambda: documents.canary_odt(documents.STRANGE),
    "docx of many vocabularies": lambda: documents.canary_docx(documents.STRANGE),
    "png with colours": pictures.coloured_png,
    "amr": sound.amr,
    "text": lambda: "\ufeffงบ\u200b 12  \r\nบา\u0e4d\u0e32ท\u202e\u00a0๑ e\u0301".encode(),
    "emoji": lambda: "👩\u200d🌾 ❤\ufe0f\u200d🔥 a\u200db\U000f0001\n".encode(),
    "table": lambda: "ชื่อ\t\nถนน\t12\n".encode("cp874"),
}
RECORDED = {
    **{kind: (kind, ()) for kind in sound.KINDS},
    "h264": ("mp4", sound.H264),
    "fragmented": ("m4a", sound.FRAGMENTED),
    "fragmented film": ("mp4", sound.FRAGMENTED_FILM),
    "vorbis in matroska": ("mkv", (*sound.TONE, "-c:a", "libvorbis")),
    "flac in matroska": ("mkv", (*sound.TONE, "-c:a", "flac")),
    "speex": ("ogg", (*sound.TONE, "-ar", "16000", "-c:a", "libspeex")),
    "theora": ("ogv", (*sound.FILM, "-c:v", "libtheora", "-c:a", "libvorbis")),
    "flac in ogg": ("oga", (*sound.TONE, "-c:a", "flac", "-f", "ogg")),
}


def generated(name: str) -> bytes:
    if name in PLAIN:
        return PLAIN[name]()
    kind, how = RECORDED[name]
    return sound.recording(kind, *how)


def more() -> list[Path]:
    folder = os.environ.get("HINGHOI_SAMPLES")
    found = sorted(Path(folder).rglob("*")) if folder else []
    return [path for path in found if path.is_file()]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = {}
    for name in [*PLAIN, *RECORDED]:
        try:
            made[name] = generated(name)
        except pytest.skip.Exception:
            continue
    return made | {str(path): path.read_bytes() for path in more()}


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[dict[str, str]]], list[str]]:
    """The client's cleaners and its verdict: one process for a list of tasks."""
    script = tmp_path_factory.mktemp("agreement") / "agreement.mjs"
    options = ["--bundle", "--platform=node", "--format=esm", "--log-level=error"]
    entry = "tests/support/agreement.ts"
    build = ["node_modules/.bin/esbuild", entry, *options, f"--outfile={script}"]
    subprocess.run(build, cwd=ROOT, check=True)

    def run(tasks: list[dict[str, str]]) -> list[str]:
        asked = json.dumps(tasks)
        told = subprocess.run(
            ["node", str(script)], input=asked, capture_output=True, check=True, text=True
        )
        answers: list[str] = json.loads(told.stdout)
        return answers

    return run


Node = Callable[[list[dict[str, str]]], list[str]]


def test_the_desk_finds_clean_what_the_server_cleaned(
    files: dict[str, bytes], node: Node, tmp_path: Path
) -> None:
    tasks: list[dict[str, str]] = []
    names = []
    for name, data in files.items():
        try:
            cleaned = clean_file(data)
        except FileNotClean:
            raise
        except HinghoiError:
            assert name not in PLAIN, name
            continue
        path = tmp_path / str(len(tasks))
        path.write_bytes(cleaned.data)
        names.append(name)
        tasks.append({"path": str(path), "type": cleaned.type})
    verdicts = dict(zip(names, node(tasks), strict=True))
    assert {name: said for name, said in verdicts.items() if said != "clean"} == {}
    assert set(PLAIN) <= set(verdicts)


def test_the_server_finds_clean_what_a_phone_cleaned(
    files: dict[str, bytes], node: Node, tmp_path: Path
) -> None:
    tasks = []
    for number, data in enumerate(files.values()):
        path = tmp_path / str(number)
        path.write_bytes(data)
        tasks.append({"path": str(path), "cleaned": f"{path}.cleaned"})
    answers = dict(zip(files, node(tasks), strict=True))
    found = {
        name: verify_file(Path(task["cleaned"]).read_bytes())
        for (name, said), task in zip(answers.items(), tasks, strict=True)
        if said == "cleaned"
    }
    assert {name: told for name, told in found.items() if told} == {}
    # Drawn anew on a canvas, which only browsers have.
    assert set(PLAIN) - set(found) <= {"tiff", "bmp"}
