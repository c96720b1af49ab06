"""Documents keep what they say and show; changes are accepted, and nobody is named."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pikepdf
import pytest

from tests.support import hidden_documents as documents
from webapp.cleaning import clean_file, verify_file
from webapp.cleaning.jpeg import inspect_jpeg
from webapp.cleaning.office.archive import write_archive
from webapp.errors import (
    FileArchive,
    FileEncrypted,
    FileNoCleanWay,
    FileTooLarge,
    FileTypeUnsupported,
    FileUnreadable,
)


def words(xml: bytes) -> str:
    return re.sub(r"<[^>]*>", "", xml.decode())


def test_tracked_changes_are_accepted() -> None:
    parts = documents.unzipped(clean_file(documents.canary_docx()).data)
    assert words(parts["word/document.xml"]).strip() == "The road was added and moved link"
    assert b"w:ins" not in parts["word/document.xml"]
    assert b"rsid" not in parts["word/document.xml"] + parts["word/settings.xml"]
    assert b"w:zoom" in parts["word/settings.xml"]


def test_a_document_keeps_its_picture_and_no_comments() -> None:
    parts = documents.unzipped(clean_file(documents.canary_docx()).data)
    assert inspect_jpeg(parts["word/media/image1.jpeg"]).findings == []
    assert not any("comments" in name or "docProps" in name for name in parts)
    assert b"External" not in b"".join(parts.values())


def test_an_open_document_keeps_its_words() -> None:
    data = clean_file(documents.canary_odt()).data
    parts = documents.unzipped(data)
    assert next(iter(parts)) == "mimetype"
    assert words(parts["content.xml"]).strip() == "The road"
    assert data[30:38] == b"mimetype"


def test_each_hiding_place_of_a_document_is_told() -> None:
    told = {finding.kind for finding in verify_file(documents.canary_docx())}
    assert {"author", "time", "text", "gps", "device", "thumbnail", "other"} <= told
    told = {finding.kind for finding in verify_file(documents.canary_pdf())}
    assert {"author", "time", "text", "gps", "device", "thumbnail", "other"} <= told


def test_pages_look_as_before() -> None:
    data = clean_file(documents.canary_pdf()).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        page = pdf.pages[0].obj
        assert page.Contents.read_bytes() == b"q\n100 0 0 75 20 20 cm\n/P Do\nQ\n"
        assert inspect_jpeg(page.Resources.XObject.P.read_raw_bytes()).findings == []
        assert [str(note.Subtype) for note in page.Annots] == ["/Stamp"]
        assert set(pdf.trailer.keys()) == {"/Size", "/Root"}
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}


def test_earlier_revisions_and_bytes_after_the_end_are_told() -> None:
    clean = clean_file(documents.plain_pdf()).data
    assert verify_file(clean) == []
    assert [f.where for f in verify_file(documents.revised_pdf())].count("earlier revisions") == 1
    assert "bytes after the end" in [f.where for f in verify_file(clean + b"more")]
    hidden = clean.replace(b"/Type /Catalog", b"/Lang (th) /Type /Catalog")
    assert "catalog /Lang" in [f.where for f in verify_file(hidden)]


def test_a_hidden_layer_refuses_its_document_and_shown_ones_become_the_page() -> None:
    hidden, shown = documents.layered_pdf(hidden=True), documents.layered_pdf(hidden=False)
    assert "catalog /OCProperties" in [finding.where for finding in verify_file(shown)]
    assert b"OCG" not in clean_file(shown).data
    with pytest.raises(FileNoCleanWay):
        clean_file(hidden)


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels", "[Content_Types].xml"])
def test_a_document_type_is_refused(part: str) -> None:
    parts = documents.unzipped(documents.canary_docx())
    parts[part] = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    with pytest.raises(FileUnreadable):
        verify_file(documents.zipped(parts))


def test_a_bomb_in_an_archive_is_refused() -> None:
    parts = documents.unzipped(documents.canary_docx())
    parts["word/document.xml"] = bytes(300 * 1024 * 1024)
    bomb = write_archive(parts)
    assert len(bomb) < 1024 * 1024
    with pytest.raises(FileTooLarge):
        verify_file(bomb)


def test_xml_that_is_nested_too_deeply_is_refused() -> None:
    parts = documents.unzipped(documents.canary_docx())
    parts["word/document.xml"] = b"<a>" * 5000 + b"</a>" * 5000
    with pytest.raises(FileUnreadable):
        verify_file(documents.zipped(parts))


def test_a_picture_that_cannot_be_cleaned_refuses_its_document() -> None:
    parts = documents.unzipped(documents.canary_docx())
    parts["word/media/image1.jpeg"] = b"\xff\xd8\xff\xe0 no end"
    assert verify_file(documents.zipped(parts))
    with pytest.raises(FileNoCleanWay):
        clean_file(documents.zipped(parts))


def test_what_is_locked_or_an_archive_is_refused_with_its_reason() -> None:
    with pytest.raises(FileEncrypted):
        clean_file(documents.locked_pdf())
    with pytest.raises(FileArchive):
        clean_file(documents.zipped({"a.txt": "b"}))
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(FileTypeUnsupported):
        clean_file(old)
    with pytest.raises(FileEncrypted):
        clean_file(old + "EncryptedPackage".encode("utf-16-le"))


def test_bytes_between_entries_are_told() -> None:
    clean = clean_file(documents.canary_docx()).data
    assert verify_file(clean) == []
    assert verify_file(clean + b"tail")
    out = BytesIO(clean)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo("word/extra.xml"), "<a/>")
    assert "part word/extra.xml" in [f.where for f in verify_file(out.getvalue())]
