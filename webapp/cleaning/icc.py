"""The only colour profiles that are no finding: those that Hinghoi's own client writes afresh.

A profile can name a camera's maker and a day. Display P3 and Adobe RGB (ICC.1:2022) have one
canonical form here, told by its bytes; sRGB needs no profile at all.
"""

from __future__ import annotations

import struct
from functools import cache

_SRGB_CURVE = (157286, 62119, 3417, 5072, 2651)
_WHITE = (63190, 65536, 54061)
_SPACES: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...] = (
    (
        "Display P3",
        (33759, 15807, -69, 19135, 45367, 2745, 10296, 4363, 51385),
        _SRGB_CURVE,
    ),
    ("Adobe RGB", (39960, 20389, 1276, 13453, 41004, 3989, 9777, 4143, 48796), (144128,)),
)


def is_canonical_profile(profile: bytes) -> bool:
    return profile in canonical_profiles()


@cache
def canonical_profiles() -> frozenset[bytes]:
    return frozenset(_profile(*space) for space in _SPACES)


def _profile(name: str, primaries: tuple[int, ...], curve: tuple[int, ...]) -> bytes:
    words = name.encode("utf-16-be") + bytes(2 * (len(name) & 1))
    curve_tag = _tag("para", 0x30000 if len(curve) > 1 else 0, *curve)
    tags = [
        ("desc", _tag("mluc", 1, 12, 0x656E5553, 2 * len(name), 28) + words),
        ("wtpt", _tag("XYZ ", *_WHITE)),
        *((f"{c}XYZ", _tag("XYZ ", *primaries[3 * i : 3 * i + 3])) for i, c in enumerate("rgb")),
        *((f"{c}TRC", curve_tag) for c in "rgb"),
    ]
    return _assembled(tags)


def _tag(name: str, *values: int) -> bytes:
    return name.encode() + bytes(4) + struct.pack(f">{len(values)}i", *values)


def _assembled(tags: list[tuple[str, bytes]]) -> bytes:
    at, table = 132 + 12 * len(tags), b""
    for name, body in tags:
        table += name.encode() + struct.pack(">II", at, len(body))
        at += len(body)
    head = struct.pack(">III", at, 0, 0x4400000) + b"mntrRGB XYZ " + bytes(12) + b"acsp"
    head += bytes(28) + struct.pack(">III", *_WHITE) + bytes(48)
    return head + struct.pack(">I", len(tags)) + table + b"".join(body for _, body in tags)
