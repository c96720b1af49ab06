"""Streams freed of their packings (ISO 32000-2 §7.4), under one budget for a whole document."""

from __future__ import annotations

import binascii
import re
import zlib
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Stream

from webapp.cleaning.pdf.lzw import unpack_lzw
from webapp.errors import FileNoCleanWay, FileTooLarge, FileUnreadable

MAX_UNPACKED = 256 * 1024 * 1024
# These stay as they are: what they hold is a picture.
PICTURES = frozenset({"/DCTDecode", "/JPXDecode", "/JBIG2Decode", "/CCITTFaxDecode"})
_SHORT = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
}


@dataclass(frozen=True)
class Unpacked:
    """The data; the last filter where it is a picture's; parameters that still hold."""

    data: bytes
    picture: str
    parameters: Object | None
    predicted: bool


class Budget:
    """How many bytes all streams of a document may unpack to."""

    def __init__(self) -> None:
        self.left = MAX_UNPACKED

    def spend(self, data: bytes) -> bytes:
        self.left -= len(data)
        if self.left < 0:
            raise FileTooLarge(limit=MAX_UNPACKED)
        return data


def unpack(value: Stream, budget: Budget) -> Unpacked:
    """Raises FileTooLarge, FileUnreadable and FileNoCleanWay."""
    filters = [_SHORT.get(str(each), str(each)) for each in _listed(value.get("/Filter"))]
    parameters = _listed(value.get("/DecodeParms"))
    data = budget.spend(value.read_raw_bytes())
    for number, kind in enumerate(filters):
        own = parameters[number] if number < len(parameters) else None
        known = own if isinstance(own, Dictionary) else None
        last = number == len(filters) - 1
        predicted = known is not None and _number(known, "/Predictor", 1) > 1
        if kind in PICTURES or (predicted and not last):
            if not last or kind not in PICTURES:
                raise FileNoCleanWay
            return Unpacked(data, kind, known, False)
        data = budget.spend(_decoded(kind, data, known, budget.left))
        if predicted:
            return Unpacked(data, "", known, True)
    return Unpacked(data, "", None, False)


def _listed(value: object) -> list[object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _number(value: Object, key: str, usual: int) -> int:
    said = value.get(key)
    return said if isinstance(said, int) else usual


def _decoded(kind: str, data: bytes, parameters: Object | None, most: int) -> bytes:
    if kind == "/FlateDecode":
        return _inflated(data, most)
    if kind == "/LZWDecode":
        early = 1 if parameters is None else _number(parameters, "/EarlyChange", 1)
        return unpack_lzw(data, early, most)
    if kind == "/RunLengthDecode":
        return _runs(data, most)
    if kind == "/ASCIIHexDecode":
        digits = re.sub(rb"[^0-9a-fA-F]", b"", data.partition(b">")[0])
        return binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    if kind == "/ASCII85Decode":
        return _base85(data)
    raise FileNoCleanWay  # Crypt, and what is not known.


def _inflated(data: bytes, most: int) -> bytes:
    """What can be had of it: many files end too early or have a wrong checksum."""
    stream = zlib.decompressobj()
    pieces: list[bytes] = []
    size = 0
    try:
        while data and not stream.eof and size <= most:
            pieces.append(stream.decompress(data, 1 << 20))
            size += len(pieces[-1])
            data = stream.unconsumed_tail
    except zlib.error as error:
        if not pieces:
            raise FileUnreadable from error
    return b"".join(pieces)


def _runs(data: bytes, most: int) -> bytes:
    made = bytearray()
    at = 0
    while at < len(data) and data[at] != 128 and len(made) <= most:
        length = data[at]
        if length < 128:
            made += data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            made += data[at + 1 : at + 2] * (257 - length)
            at += 2
    return bytes(made)


def _base85(data: bytes) -> bytes:
    """Groups of five digits; `z` is four zeros, and the last group may be shorter."""
    digits = re.sub(rb"[\0\t\n\f\r ]", b"", data.removeprefix(b"<~").partition(b"~")[0])
    made = bytearray()
    at = 0
    while at < len(digits):
        if digits[at : at + 1] == b"z":
            made += bytes(4)
            at += 1
            continue
        group = digits[at : at + 5]
        value = 0
        for digit in group.ljust(5, b"u"):
            value = value * 85 + digit - 33
        if not all(33 <= digit <= 117 for digit in group) or not 0 <= value < 1 << 32:
            raise FileUnreadable
        made += value.to_bytes(4, "big")[: len(group) - 1]
        at += 5
    return bytes(made)


def is_name(value: object, *names: str) -> bool:
    """Whether a value is one of these names."""
    return isinstance(value, Name) and str(value) in names
