"""Checks a desk's export: the agency that got it need not believe whoever carried it.

Spec: docs/formats/export.md; its vectors are in tests/vectors/exports.json. The archive is read in
one pass, because it may be larger than memory; whatever is wrong is gathered, not only the first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from webapp.crypto import bundle_archive as archive
from webapp.crypto.bundle_archive import Member, read_members
from webapp.crypto.bundle_manifest import CaseEntry, Manifest, parse_manifest, parse_summary
from webapp.crypto.custody import Custody, check_custody, parse_custody
from webapp.crypto.report import parse_report
from webapp.crypto.signed_line import statement_of
from webapp.errors import (
    ExportChain,
    ExportCustody,
    ExportDamaged,
    ExportFiles,
    ExportKey,
    ExportReport,
    ExportSignature,
    HinghoiError,
)


@dataclass(frozen=True)
class Known:
    """Keys that the reader knows from elsewhere, 32 bytes each; None where the export is believed.

    `desk`: that with which the desk signs; `server`: the server's receipt key.
    """

    desk: bytes | None = None
    server: bytes | None = None


@dataclass
class Checked:
    """What is in an export, as far as it could be read, and what is wrong with it."""

    manifest: Manifest | None = None
    custody: Custody | None = None
    faults: list[HinghoiError] = field(default_factory=list)


@dataclass
class _Contents:
    """Of each file in order its size and digest, of those that are read the bytes as well."""

    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)


def check_bundle(chunks: Iterator[bytes], known: Known) -> Checked:
    """Check the archive inside an export; `chunks`: its bytes. Raises what `chunks` raises."""
    checked = Checked()
    try:
        contents = _read(chunks)
        manifest = parse_manifest(contents.texts.get(archive.MANIFEST, b""))
    except HinghoiError as error:
        checked.faults.append(error)
        return checked
    checked.manifest = manifest
    checked.faults += _check_keys(manifest, known)
    checked.faults += _check_signature(manifest, contents, known.desk or manifest.signing)
    checked.faults += _check_files(manifest, contents)
    checked.faults += _check_reports(manifest, contents)
    try:
        data = contents.texts.get(archive.CUSTODY, b"")
        checked.custody = parse_custody(data)
    except ExportCustody as error:
        checked.faults.append(error)
        return checked
    line = _line(contents, archive.CUSTODY_SIGNATURE)
    server = known.server or manifest.receipt_key
    checked.faults += check_custody(checked.custody, data, line, server)
    checked.faults += _check_cases(manifest, contents, checked.custody)
    return checked


def _read(chunks: Iterator[bytes]) -> _Contents:
    contents = _Contents()
    for member in read_members(chunks):
        text = _digest(contents, member)
        if member.is_read:
            contents.texts[member.name] = text
    if list(contents.files)[-2:] != [archive.MANIFEST, archive.MANIFEST_SIGNATURE]:
        raise ExportDamaged(field=archive.MANIFEST)
    return contents


def _digest(contents: _Contents, member: Member) -> bytes:
    sha256 = hashlib.sha256()
    kept = []
    for piece in member.pieces:
        sha256.update(piece)
        if member.is_read:
            kept.append(piece)
    contents.files[member.name] = (member.size, sha256.hexdigest())
    return b"".join(kept)


def _line(contents: _Contents, name: str) -> str:
    return contents.texts.get(name, b"").decode("ascii", "replace")


def _check_keys(manifest: Manifest, known: Known) -> Iterator[HinghoiError]:
    if known.desk is not None and known.desk != manifest.signing:
        yield ExportKey(field="desk.signing")
    if known.server is not None and known.server != manifest.receipt_key:
        yield ExportKey(field="receipt_key")


def _check_signature(manifest: Manifest, contents: _Contents, key: bytes) -> Iterator[HinghoiError]:
    _, sha256 = contents.files[archive.MANIFEST]
    said = statement_of(_line(contents, archive.MANIFEST_SIGNATURE), key)
    if said != f"hinghoi-export-v1.{manifest.desk}.{manifest.day}.{sha256}":
        yield ExportSignature(field=archive.MANIFEST_SIGNATURE)


def _check_files(manifest: Manifest, contents: _Contents) -> Iterator[HinghoiError]:
    here = dict(list(contents.files.items())[:-2])
    listed = {one.name: (one.bytes, one.sha256) for one in manifest.files}
    for name, facts in listed.items():
        if here.get(name) != facts:
            yield ExportFiles(field=name)
    for name in here.keys() - listed.keys():
        yield ExportFiles(field=name)


def _check_reports(manifest: Manifest, contents: _Contents) -> Iterator[HinghoiError]:
    """Each file must be one that a report declares; each that is declared is here or left out."""
    declared: set[str] = set()
    for case in manifest.cases:
        for one in case.reports:
            try:
                report = parse_report(contents.texts.get(one.name, b""))
            except HinghoiError:
                yield ExportReport(field=one.name)
                continue
            for fact in report.attachments:
                name = one.file(fact.name)
                declared.add(name)
                if (one.packet, fact.name) in manifest.left_out:
                    continue
                if contents.files.get(name) != (fact.bytes, fact.sha256):
                    yield ExportReport(field=name)
    for name in contents.files:
        if "/files/" in name and name not in declared:
            yield ExportReport(field=name)


def _check_cases(
    manifest: Manifest, contents: _Contents, custody: Custody
) -> Iterator[HinghoiError]:
    if (custody.desk, custody.day) != (manifest.desk, manifest.day):
        yield ExportCustody(field="desk")
    if [one.case for one in custody.cases] != [one.case for one in manifest.cases]:
        yield ExportCustody(field="cases")
        return
    for case in manifest.cases:
        yield from _check_case(case, contents, custody, manifest)


def _check_case(
    case: CaseEntry, contents: _Contents, custody: Custody, manifest: Manifest
) -> Iterator[HinghoiError]:
    name = f"{case.folder}/case.json"
    try:
        summary = parse_summary(contents.texts.get(name, b""), name)
    except HinghoiError as error:
        yield error
        return
    if summary.case != case.case:
        yield ExportChain(field=f"{name}: case")
    if list(summary.states) != custody.states_of(case.case):
        yield ExportChain(field=f"{name}: history")
    held = {one.packet for one in custody.packets if one.case == case.case}
    shown = {one.packet for one in case.reports} | manifest.unread
    if not {one.packet for one in case.reports} <= held <= shown:
        yield ExportChain(field=f"{name}: packets")
