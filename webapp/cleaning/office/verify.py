"""Whether an office document tells only what it shows: the archive, then every part."""

from __future__ import annotations

from webapp.cleaning.findings import Finding
from webapp.cleaning.office.archive import Archive, sniff_archive, write_archive
from webapp.cleaning.office.odf import rebuild_odf
from webapp.cleaning.office.ooxml import Rebuilt, rebuild_ooxml
from webapp.errors import FileNoCleanWay


def clean_office(data: bytes) -> bytes:
    """The document in a new archive. Raises as `verify_office`, and FileNoCleanWay."""
    return write_archive(_rebuild(data, judging=False).parts)


def verify_office(data: bytes) -> list[Finding]:
    """Raises FileUnreadable, FileEncrypted and FileTooLarge."""
    found = Archive(data).findings()
    try:
        return [*found, *_rebuild(data, judging=True).findings]
    except FileNoCleanWay:
        return [*found, Finding("other", "a picture that cannot be judged")]


def _rebuild(data: bytes, *, judging: bool) -> Rebuilt:
    kind = sniff_archive(data)
    rebuild = rebuild_odf if "opendocument" in kind else rebuild_ooxml
    return rebuild(Archive(data), judging=judging)
