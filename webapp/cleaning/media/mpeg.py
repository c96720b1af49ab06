"""MPEG audio (ISO/IEC 11172-3 §2.4.1) and ADTS (13818-7 §6.2): frames, and nothing between them."""

from __future__ import annotations

from collections.abc import Callable

from webapp.cleaning.findings import Finding
from webapp.cleaning.media.id3 import id3_end, tag_findings, tail_start
from webapp.cleaning.structure import MAX_PARTS
from webapp.errors import FileUnreadable

_MOST_FRAMES = 1_000_000
_BLANK = b"LAME" + bytes(5)
_RATES = {
    (3, 1): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (3, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (2, 1): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def clean_mpeg(data: bytes) -> bytes:
    """The frames alone, the encoder's name in the first one blanked. Raises FileUnreadable."""
    frames, _ = _frames(data, mpeg_length)
    first, rest = frames[0], frames[1:]
    return _anonymous(data[first[0] : first[1]]) + b"".join(data[a:b] for a, b in rest)


def clean_adts(data: bytes) -> bytes:
    """The frames alone. Raises FileUnreadable."""
    frames, _ = _frames(data, adts_length)
    return b"".join(data[start:end] for start, end in frames)


def verify_mpeg(data: bytes) -> list[Finding]:
    frames, found = _frames(data, mpeg_length)
    first = data[frames[0][0] : frames[0][1]]
    if _anonymous(first) != first:
        found.append(Finding("device", "LAME tag"))
    return found


def verify_adts(data: bytes) -> list[Finding]:
    return _frames(data, adts_length)[1]


def mpeg_length(head: bytes) -> int:
    """The length in bytes of the frame with this four-byte header; 0 when it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, speed = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer not in (1, 2) or not 0 < rate < 15 or speed == 3:
        return 0
    table = _RATES[(3, layer) if version == 3 else (2, 1)]
    samples = 72 if layer == 1 and version != 3 else 144
    return samples * table[rate - 1] * 1000 // _SAMPLES[version][speed] + (head[2] >> 1 & 1)


def adts_length(head: bytes) -> int:
    """The length in bytes of the ADTS frame with this seven-byte header; 0 when it is none."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0 or head[2] >> 2 & 15 > 12:
        return 0
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    return length if length > 7 else 0


def _frames(
    data: bytes, length: Callable[[bytes], int]
) -> tuple[list[tuple[int, int]], list[Finding]]:
    """Every whole frame, and what stands outside of them."""
    start = id3_end(data)
    end = tail_start(data, start)
    found, frames, at, gaps = tag_findings(data, start, end), [], start, 0
    while at < end:
        size = length(data[at : at + 7])
        if size and at + size <= end:
            frames.append((at, at + size))
            at += size
            if len(frames) < _MOST_FRAMES:
                continue
        gaps += 1
        if gaps > MAX_PARTS or len(frames) == _MOST_FRAMES:
            raise FileUnreadable
        at = data.find(b"\xff", at + 1, end)
        found = found if Finding("other", "gap") in found else [*found, Finding("other", "gap")]
        if at < 0:
            break
    if not frames:
        raise FileUnreadable
    return frames, found


def _anonymous(frame: bytes) -> bytes:
    """The first frame with zeros for the encoder's name and settings of the LAME tag."""
    side = {(True, True): 32, (True, False): 17, (False, True): 17, (False, False): 9}
    at = 4 + side[frame[1] >> 3 & 3 == 3, frame[3] >> 6 != 3]
    if frame[at : at + 4] not in (b"Xing", b"Info") or len(frame) < at + 8:
        return frame
    flags = frame[at + 7]
    name = at + 8 + sum(n for bit, n in ((1, 4), (2, 4), (4, 100), (8, 4)) if flags & bit)
    # Nine bytes of name; players heed the stated silence only after some name, so one stays.
    blank = _BLANK if frame[name : name + 4] in (b"LAME", b"Lavf", b"Lavc") else bytes(9)
    body = (frame[:name] + blank + frame[name + 9 : name + 34])[: len(frame)]
    room = bytes(max(0, len(frame) - name - 36))
    return body + crc16(body) + room if len(body) == name + 34 else body


def crc16(data: bytes) -> bytes:
    """LAME's own checksum: polynomial 0x8005, bits turned around."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "big")
