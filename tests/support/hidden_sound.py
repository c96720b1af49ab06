"""Sound and films made by ffmpeg with canaries in their tags; without ffmpeg their tests skip."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

from tests.support.camera import CANARIES

TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=1")
FILM = (*TONE, "-f", "lavfi", "-i", "testsrc=duration=1:size=64x48:rate=5", "-shortest")
_TAGS = {
    "title": f"House of {CANARIES[0]}",
    "artist": CANARIES[0],
    "comment": CANARIES[1],
    "creation_time": "2024-03-14T09:26:53Z",
    "location": "+18.7794+100.7784/",
}
# Extension: what ffmpeg is asked for.
KINDS: dict[str, tuple[str, ...]] = {
    "mp4": (*FILM, "-c:v", "mpeg4", "-c:a", "aac"),
    "mov": (*FILM, "-f", "mov", "-c:v", "mpeg4", "-c:a", "pcm_s16le"),
    "3gp": (*FILM, "-c:v", "mpeg4", "-c:a", "aac", "-ac", "1"),
    "m4a": (*TONE, "-c:a", "aac"),
    "webm": (*FILM, "-c:v", "libvpx", "-c:a", "libopus"),
    "mkv": (*FILM, "-c:v", "mpeg4", "-c:a", "aac"),
    "mp3": (*TONE, "-c:a", "libmp3lame", "-write_id3v1", "1", "-write_apetag", "1"),
    "ogg": (*TONE, "-c:a", "libvorbis"),
    "opus": (*TONE, "-c:a", "libopus"),
    "wav": (*TONE,),
    "flac": (*TONE,),
    "aac": (*TONE, "-c:a", "aac", "-write_id3v2", "1"),
}
H264 = (*FILM, "-c:v", "libx264", "-c:a", "aac")
FRAGMENTED = (*TONE, "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov+default_base_moof")
FRAGMENTED_FILM = (*FILM, "-c:v", "libx264", "-bf", "2", "-g", "2", "-c:a", "aac", *FRAGMENTED[-2:])


@cache
def recording(kind: str, *extra: str) -> bytes:
    """One second of this kind, tagged all over; the test is skipped where that cannot be made."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    tags = [word for key, value in _TAGS.items() for word in ("-metadata", f"{key}={value}")]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"x.{kind}"
        wanted = ["ffmpeg", "-v", "error", *(extra or KINDS[kind]), *tags, str(out)]
        made = subprocess.run(wanted, capture_output=True, check=False)
        if made.returncode:
            pytest.skip(f"this ffmpeg cannot make {kind}: {made.stderr.decode()[:100]}")
        return out.read_bytes()


def amr() -> bytes:
    """AMR frames of silence: a codec that few builds of ffmpeg can write."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * 20


def streams(data: bytes) -> bytes:
    """The hash of every stream's packets, as they are stored."""
    return _hashed(data, "-c", "copy")


def pixels(data: bytes) -> bytes:
    """The hash of every stream, decoded."""
    return _hashed(data)


def times(data: bytes) -> list[str]:
    """When each packet of each stream is shown, and how many bytes it has."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        wanted = ["ffprobe", "-v", "error", "-show_entries", "packet=stream_index,pts_time,size"]
        wanted += ["-of", "csv=p=0", str(path)]
        answer = subprocess.run(wanted, capture_output=True, check=True, text=True).stdout
        return sorted(answer.split())


def _hashed(data: bytes, *how: str) -> bytes:
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(data)
        wanted = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v?", "-map", "0:a?"]
        wanted += [*how, "-f", "streamhash", "-hash", "md5", "-"]
        return subprocess.run(wanted, capture_output=True, check=True).stdout
