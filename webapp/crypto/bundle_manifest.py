"""What an export says of itself, read field by field: `manifest.json` and each `case.json`.

Spec: docs/formats/export.md §3.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from webapp.crypto.base64 import decode_url
from webapp.crypto.bundle_archive import MOST_FILES
from webapp.crypto.fields import Fields
from webapp.crypto.states import STATES
from webapp.errors import ExportManifest, HinghoiError

_ID = r"[0-9a-f]{32}"
_NAME = r"[ -~]{1,100}"
_WHY = ("residue", "unknown", "unreadable")
_CHOSEN = ("notes", "unsafe_files")
_LARGEST = 2**53 - 1
_KEY_BYTES = 32
Value = TypeVar("Value")


@dataclass(frozen=True)
class FileEntry:
    """A file of the archive as it is listed."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class ReportEntry:
    """A packet's report. `name`: `cases/001/reports/001.json`."""

    packet: str
    name: str

    def file(self, attachment: str) -> str:
        """Where an attachment of this report is, or would be."""
        folder, _, report = self.name.partition("/reports/")
        return f"{folder}/files/{report[:3]}-{attachment}"


@dataclass(frozen=True)
class CaseEntry:
    """A case and where it is; `folder` is `cases/001`."""

    case: str
    folder: str
    reports: tuple[ReportEntry, ...]


@dataclass(frozen=True)
class Manifest:
    """`manifest.json`, version 1. Keys are 32 bytes; `left_out`: packet and name of a file."""

    desk: str
    desk_name: str
    day: str
    signing: bytes
    receipt_key: bytes
    chosen: tuple[str, ...]
    cases: tuple[CaseEntry, ...]
    files: tuple[FileEntry, ...]
    left_out: dict[tuple[str, str], str]

    @property
    def unread(self) -> set[str]:
        """Packets of which nothing is here, because the desk could not open them."""
        return {packet for packet, name in self.left_out if not name}


@dataclass(frozen=True)
class Summary:
    """What of `case.json` is compared with the log. `states`: of its history, the first first."""

    case: str
    states: tuple[str, ...]


def parse_manifest(data: bytes) -> Manifest:
    """Raises ExportManifest with the field."""
    return _told(lambda: _read(Fields.parse(data, "manifest.json")))


def parse_summary(data: bytes, name: str) -> Summary:
    """Raises ExportManifest with the field."""
    return _told(lambda: _summary(Fields.parse(data, name)))


def _told(read: Callable[[], Value]) -> Value:
    try:
        return read()
    except HinghoiError as error:
        raise ExportManifest(**error.members) from error


def _read(top: Fields) -> Manifest:
    if top.integer("version") != 1:
        raise ExportManifest(field="version")
    desk = top.inner("desk")
    return Manifest(
        desk=desk.matching("id", r"[a-z0-9][a-z0-9-]{0,39}"),
        desk_name=desk.inner("name").string("th"),
        day=top.day("day"),
        signing=_key(desk, "signing"),
        receipt_key=_key(top, "receipt_key"),
        chosen=top.words("chosen", _CHOSEN),
        cases=tuple(_case(one) for one in top.items("cases", 100)),
        files=tuple(_file(one) for one in top.items("files", MOST_FILES)),
        left_out=dict(_left_out(one) for one in top.items("left_out", MOST_FILES)),
    )


def _case(fields: Fields) -> CaseEntry:
    folder = fields.matching("folder", r"cases/[0-9]{3}")
    reports = fields.items("reports", 999)
    return CaseEntry(
        case=fields.matching("case", _ID),
        folder=folder,
        reports=tuple(
            ReportEntry(
                packet=one.matching("packet", _ID),
                name=one.matching("name", rf"{folder}/reports/[0-9]{{3}}\.json"),
            )
            for one in reports
        ),
    )


def _file(fields: Fields) -> FileEntry:
    return FileEntry(
        name=fields.matching("name", _NAME),
        bytes=fields.integer("bytes", _LARGEST),
        sha256=fields.matching("sha256", r"[0-9a-f]{64}"),
    )


def _left_out(fields: Fields) -> tuple[tuple[str, str], str]:
    packet = fields.matching("packet", _ID)
    name = fields.nullable("name", lambda key: fields.matching(key, _NAME)) or ""
    return (packet, name), fields.choice("why", _WHY)


def _key(fields: Fields, name: str) -> bytes:
    try:
        key = decode_url(fields.string(name))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise ExportManifest(field=name)
    return key


def _summary(top: Fields) -> Summary:
    states = [one.choice("state", STATES) for one in top.items("history", 1_000)]
    return Summary(case=top.matching("case", _ID), states=tuple(states))
