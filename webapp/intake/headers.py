"""What a phone says in headers, parsed strictly: anything unclear is refused with its name."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

from werkzeug.datastructures import Headers

from webapp.errors import RequestInvalid

ALGORITHMS = ("sha256", "sha1")
MAX_DESKS = 16
_DIGITS = re.compile(r"[0-9]{1,15}")
_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_KEYS = frozenset({"id", "sha256", "desks"})
_MORE = frozenset({"work"})


@dataclass(frozen=True)
class Announcement:
    """The facts of a packet before its bytes: they may never change afterwards."""

    id: str
    sha256: str
    length: int
    desks: tuple[str, ...]
    # Whoever announces a packet again need not work again.
    work: str = field(default="", compare=False)


@dataclass(frozen=True)
class Checksum:
    """The digest that a piece must have; `algorithm` is one of ALGORITHMS."""

    algorithm: str
    digest: bytes


def is_id(text: str) -> bool:
    """Whether `text` is a packet id: 32 lower-case hex digits."""
    return _ID.fullmatch(text) is not None


def whole_number(headers: Headers, name: str) -> int:
    """The header `name` as a number of bytes; RequestInvalid when missing or odd."""
    value = headers.get(name, "")
    if not _DIGITS.fullmatch(value):
        raise RequestInvalid(field=name)
    return int(value)


def announcement(headers: Headers) -> Announcement:
    """Upload-Length and Upload-Metadata of a creation (tus 1.0 §creation)."""
    length = whole_number(headers, "Upload-Length")
    told = metadata(headers.get("Upload-Metadata", ""))
    desks = tuple(told["desks"].split(","))
    facts = Announcement(told["id"], told["sha256"], length, desks, told.get("work", ""))
    if not length:
        raise RequestInvalid(field="Upload-Length")
    if not (is_id(facts.id) and _SHA256.fullmatch(facts.sha256) and _desks_are_fine(facts.desks)):
        raise RequestInvalid(field="Upload-Metadata")
    return facts


def _desks_are_fine(desks: tuple[str, ...]) -> bool:
    unique = len(set(desks)) == len(desks) <= MAX_DESKS
    return unique and all(_SLUG.fullmatch(desk) for desk in desks)


def metadata(text: str) -> dict[str, str]:
    """Upload-Metadata's pairs: `id`, `sha256`, `desks`, perhaps `work`; each once, in any order."""
    pairs = [pair.split(" ") for pair in text.split(",")]
    keys = [pair[0] for pair in pairs]
    known = _KEYS <= set(keys) <= _KEYS | _MORE and len(set(keys)) == len(keys)
    if not known or any(len(pair) != 2 for pair in pairs):
        raise RequestInvalid(field="Upload-Metadata")
    try:
        return {key: _decode(value).decode("ascii") for key, value in pairs}
    except ValueError:
        raise RequestInvalid(field="Upload-Metadata") from None


def checksum(text: str | None) -> Checksum | None:
    """Upload-Checksum (tus 1.0 §checksum), or None when the header is not there."""
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    try:
        digest = _decode(value)
    except ValueError:
        digest = b""
    if algorithm not in ALGORITHMS or not digest:
        raise RequestInvalid(field="Upload-Checksum")
    return Checksum(algorithm, digest)


def _decode(value: str) -> bytes:
    try:
        return base64.b64decode(value.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64") from error


def require_within(facts: Announcement, data: bytes) -> None:
    """Raises RequestInvalid when the body of a creation is longer than the packet itself."""
    if len(data) > facts.length:
        raise RequestInvalid(field="Upload-Length")
