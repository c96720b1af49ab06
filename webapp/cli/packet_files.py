"""The files around a packet: what is read to seal one, and what opening one writes.

What is written is for its owner's eyes (mode 0600) and never replaces a file by accident.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from webapp.cleaning import EXTENSIONS, clean_file, sniff, verify_file
from webapp.cli.failures import Refused, WrongKey, told
from webapp.crypto import age, armor, courier
from webapp.crypto.errors import AgeError
from webapp.crypto.header import VERSION_LINE
from webapp.crypto.packet import Attachment, OpenedPacket
from webapp.crypto.recipients import Identity, ScryptIdentity, parse_identities
from webapp.crypto.report import REMOVED, Report, parse_report, to_plain
from webapp.errors import HinghoiError, KeyInvalid

_OTHER = ("application/octet-stream", "bin")
_EMPTY: Mapping[str, Any] = {
    "version": 1,
    "kind": "report",
    "language": "th",
    "category": None,
    "text": "",
    "when": "",
    "agency": "",
    "accused": "",
    "watchpoint": None,
    "mailbox": None,
}
_EMPTY_PLACE = {"province": "", "district": "", "tambon": "", "code": "", "words": ""}


def read_report(path: Path) -> Report:
    """A report whose keys may be left out; `attachments` is dropped, sealing works it out."""
    try:
        given = json.loads(path.read_bytes())
        place = {**_EMPTY_PLACE, **given.pop("place", {})}
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise Refused(f"{path}: this is not a JSON object") from error
    today = datetime.now(UTC).date().isoformat()
    whole = {"day": today, **_EMPTY, **given, "place": place, "attachments": []}
    unknown = sorted(whole.keys() - _EMPTY.keys() - {"day", "place", "attachments"})
    if unknown or place.keys() != _EMPTY_PLACE.keys():
        raise Refused(f"{path}: a key is not one of the format; is it mistyped?")
    with told(str(path)):
        return parse_report(json.dumps(whole).encode())


def read_attachment(path: Path, *, clean: bool, as_it_is: bool) -> Attachment:
    """A file to seal; refused while anything hides in it, unless cleaned or wanted so."""
    data = path.read_bytes()
    if as_it_is:
        return Attachment(*_kind(data), data)
    with told(str(path)):
        if clean:
            made = clean_file(data)
            removed = tuple(word for word in REMOVED if word in made.removed)
            return Attachment(made.type, made.extension, made.data, removed)
        kinds = {finding.kind for finding in verify_file(data)}
        if kinds:
            raise Refused(
                f"{path}: hidden in this file: {', '.join(sorted(kinds))}. "
                "Seal with --clean to take it out, or with --as-it-is to keep it.",
            )
        return Attachment(*_kind(data), data)


def read_packet(path: Path) -> tuple[bytes, tuple[str, ...]]:
    """A sealed packet, and the desks that a courier file names (none for a bare packet).

    Raises CourierMalformed or CourierDamaged.
    """
    data = path.read_bytes()
    if not data.startswith(courier.MAGIC):
        return data, ()
    carried = courier.unwrap(data)
    return carried.packet, carried.desks


def read_identities(path: Path) -> list[Identity]:
    """The keys of an identity file; asks for the passphrase of a protected one."""
    data = path.read_bytes()
    if armor.is_armored(data) or data.startswith(VERSION_LINE):
        data = _unprotect(path, data)
    with told(str(path)):
        identities: list[Identity] = [*parse_identities(data.decode("utf-8", "replace"))]
        if not identities:
            raise KeyInvalid
    return identities


def write_opened(opened: OpenedPacket, folder: Path, *, force: bool) -> None:
    """Writes report.json, attachments, handover.json; checks first that nothing is in the way."""
    files = {folder / "report.json": opened.report_json}
    if opened.handover is not None:
        files[folder / "handover.json"] = opened.handover
    for fact, data in zip(opened.report.attachments, opened.files, strict=True):
        files[folder / "attachments" / fact.name] = data
    require_free(list(files), force=force)
    for path, data in files.items():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, data)


def require_free(paths: list[Path], *, force: bool) -> None:
    """Ends as wrong usage when one of the files exists and `force` is not set."""
    taken = [str(path) for path in paths if os.path.lexists(path)]
    if taken and not force:
        raise click.UsageError(f"{taken[0]} exists already; --force replaces it.")


def write_private(path: Path, data: bytes) -> None:
    """A new file of mode 0600; an old one, or a link in its place, is unlinked, not followed."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)


def printable(report: Report) -> str:
    """The report as JSON in which nothing can steer a terminal or turn lines around."""
    text = json.dumps({"version": 1, **to_plain(report)}, ensure_ascii=False, indent=2)
    return "".join(_visible(character) for character in text)


def _visible(character: str) -> str:
    if character != "\n" and unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp"):
        return (
            json.dumps(character)[1:-1] if not character.isascii() else f"\\u{ord(character):04x}"
        )
    return character


def _kind(data: bytes) -> tuple[str, str]:
    """Media type and extension by content: a name says nothing, and may say too much."""
    try:
        found = sniff(data)
    except HinghoiError:
        return _OTHER
    return found, EXTENSIONS[found]


def _unprotect(path: Path, data: bytes) -> bytes:
    phrase = click.prompt(f"Passphrase for {path}", hide_input=True, err=True)
    try:
        binary = armor.dearmor(data) if armor.is_armored(data) else data
        return age.decrypt(binary, [ScryptIdentity(phrase)])
    except AgeError as error:
        raise WrongKey(f"{path}: the passphrase does not open this file") from error
