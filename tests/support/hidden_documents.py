"""PDF, office documents and archives with canaries in every hiding place that people know."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.support.camera import CANARIES, camera_jpeg

NAME, SERIAL, _ = CANARIES
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WHO = f'w:author="{NAME}" w:date="2024-03-14T09:26:53Z" w:initials="CS"'


def canary_pdf() -> bytes:
    """One page with a photo, a comment and a link; properties, XMP, an attachment, a script."""
    pdf = Pdf.new()
    photo = pdf.make_stream(camera_jpeg(64, 48))
    for key, value in _picture().items():
        photo.stream_dict[key] = value
    page = pdf.add_blank_page(page_size=(200, 200))
    page.obj["/Resources"] = Dictionary(XObject=Dictionary(P=photo))
    page.obj["/Contents"] = pdf.make_stream(b"q 100 0 0 75 20 20 cm /P Do Q")
    page.obj["/PieceInfo"] = Dictionary(App=Dictionary(Private=String(NAME)))
    page.obj["/Annots"] = Array([pdf.make_indirect(_note(pdf)), pdf.make_indirect(_link())])
    pdf.docinfo["/Author"] = NAME
    pdf.Root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{NAME}')"))
    pdf.Root["/Metadata"] = pdf.make_stream(f"<x:xmpmeta>{NAME}</x:xmpmeta>".encode())
    pdf.attachments["list.txt"] = _attached(pdf)
    return _saved(pdf)


def revised_pdf() -> bytes:
    """A revision appended: what the first one said is still in the file."""
    first = canary_pdf()
    at = len(first)
    row = b"\n900 0 obj\n(%s)\nendobj\n" % SERIAL.encode()
    with pikepdf.open(BytesIO(first)) as pdf:
        root = pdf.Root.objgen[0]
    before = int(first.rpartition(b"startxref")[2].split()[0])
    table = b"xref\n900 1\n%010d 00000 n \n" % (at + 1)
    trailer = b"trailer\n<</Size 901/Root %d 0 R/Prev %d>>\n" % (root, before)
    return first + row + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (at + len(row))


def locked_pdf() -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page()
    out = BytesIO()
    pdf.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


def layered_pdf(*, hidden: bool) -> bytes:
    """A layer with somebody's name, shown or hidden."""
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(NAME)))
    page.obj["/Resources"] = Dictionary(Properties=Dictionary(L=layer))
    page.obj["/Contents"] = pdf.make_stream(b"/OC /L BDC 0 0 9 9 re f EMC")
    usual = Dictionary(OFF=Array([layer] if hidden else []))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=usual)
    return _saved(pdf)


def plain_pdf() -> bytes:
    pdf = Pdf.new()
    pdf.add_blank_page(page_size=(200, 200))
    return _saved(pdf)


# Prefixes declared late, twice and for addresses of nobody; a choice for readers that know them.
STRANGE = (
    '<q:note xmlns:q="http://example.org/secret" q:by="Somchai">who wrote it</q:note>'
    '<w14:ok xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:val="1"/>'
    '<w14:other xmlns:w14="http://schemas.openxmlformats.org/drawingml/2006/main" w14:val="2"/>'
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice xmlns:z="http://example.org/z" Requires="z"><z:x/></mc:Choice>'
    "<mc:Fallback/></mc:AlternateContent>"
)


def canary_docx(more: str = "") -> bytes:
    """Tracked and moved text, a comment, a photo, properties, an external link, ids of sessions."""
    body = (
        f'<w:p w:rsidR="00A1B2C3"><w:r><w:t>The road</w:t></w:r>'
        f"<w:ins {_WHO}><w:r><w:t> was added</w:t></w:r></w:ins>"
        f"<w:del {_WHO}><w:r><w:delText>secret {SERIAL}</w:delText></w:r></w:del>"
        f"<w:moveTo {_WHO}><w:r><w:t> and moved</w:t></w:r></w:moveTo>"
        f"<w:moveFrom {_WHO}><w:r><w:t>old place {SERIAL}</w:t></w:r></w:moveFrom>"
        f'<w:commentRangeStart w:id="0"/><w:hyperlink r:id="rId3"><w:r><w:t> link</w:t></w:r>'
        f'</w:hyperlink><w:commentRangeEnd w:id="0"/></w:p>'
        f"<w:tbl><w:tr><w:trPr><w:del {_WHO}/></w:trPr><w:tc><w:p><w:r><w:t>gone row</w:t></w:r>"
        f"</w:p></w:tc></w:tr><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    )
    relations = [
        ("rId1", "image", "media/image1.jpeg", ""),
        ("rId2", "comments", "comments.xml", ""),
        ("rId3", "hyperlink", f"https://example.org/{NAME}", ' TargetMode="External"'),
        ("rId4", "settings", "settings.xml", ""),
    ]
    comment = f'<w:comments {_W}><w:comment w:id="0" {_WHO}><w:p/></w:comment></w:comments>'
    rsids = '<w:rsids><w:rsidRoot w:val="00A1B2C3"/></w:rsids><w:zoom w:percent="100"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                ("rId1", "officeDocument", "word/document.xml", ""),
                ("rId2", "core-properties", "docProps/core.xml", ""),
            ]
        ),
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}{more}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(relations),
        "word/comments.xml": comment,
        "word/settings.xml": f"<w:settings {_W}>{rsids}</w:settings>",
        "word/media/image1.jpeg": camera_jpeg(64, 48),
        "docProps/core.xml": f"<c:p xmlns:c='x'><creator>{NAME}</creator></c:p>",
    }
    return zipped(parts)


def canary_xlsx() -> bytes:
    """A sheet under a name of its own, with words of its author in odd attributes."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = "Somchai's list.xml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml", "")]),
        "xl/workbook.xml": f'<workbook {space} {_R}><workbookPr codeName="{NAME}"/>'
        f'<fileSharing userName="{NAME}"/><sheets><sheet name="1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            [("rId1", "worksheet", f"worksheets/{sheet}", "")]
        ),
        f"xl/worksheets/{sheet}": f"<worksheet {space}><sheetData><row><c><v>12</v></c></row>"
        f"</sheetData></worksheet>",
        "docProps/app.xml": f"<x>{NAME}</x>",
    }
    return zipped(parts)


def canary_odt(more: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("text", "text"), ("meta", "meta"))
    )
    dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    changed = f"<office:change-info><dc:creator>{NAME}</dc:creator></office:change-info>"
    content = (
        f"<office:document-content {spaces} {dc}><office:body><office:text>"
        f"<text:tracked-changes><text:changed-region><text:deletion>{changed}"
        f"<text:p>{SERIAL}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:p>The road<office:annotation><dc:creator>{NAME}</dc:creator></office:annotation>"
        f"</text:p>{more}</office:text></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "meta.xml": f"<office:document-meta {spaces}><x>{NAME}</x></office:document-meta>",
        "Pictures/1.jpg": camera_jpeg(64, 48),
        "META-INF/manifest.xml": "<manifest/>",
    }
    return zipped(parts)


def zipped(parts: dict[str, str] | dict[str, bytes] | dict[str, str | bytes]) -> bytes:
    """An archive as common programs write it: with the day, and a comment."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = NAME.encode()
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 3, 14, 9, 26, 52)), data)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _content_types() -> str:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    rows = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{word}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("settings", "settings"))
    )
    return f'<Types xmlns="{_PACKAGE}/content-types">{rows}</Types>'


def _relations(rows: list[tuple[str, str, str, str]]) -> str:
    said = "".join(
        f'<Relationship Id="{i}" Type="{_TYPE}/{kind}" Target="{target}"{mode}/>'
        for i, kind, target, mode in rows
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{said}</Relationships>'


def _picture() -> dict[str, pikepdf.Object | int]:
    return {
        "/Type": Name.XObject,
        "/Subtype": Name.Image,
        "/Width": 64,
        "/Height": 48,
        "/ColorSpace": Name.DeviceRGB,
        "/BitsPerComponent": 8,
        "/Filter": Name.DCTDecode,
    }


def _note(pdf: Pdf) -> Dictionary:
    look = pdf.make_stream(b"0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form)
    look.stream_dict["/BBox"] = Array([0, 0, 10, 10])
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array([0, 0, 10, 10]),
        T=String(NAME),
        Contents=String(NAME),
        M=String("D:20240314092653"),
        AP=Dictionary(N=look),
    )


def _attached(pdf: Pdf) -> pikepdf.AttachedFileSpec:
    facts = {"filename": "list.txt", "mime_type": "text/plain"}
    dates = {"creation_date": "D:20240314092653", "mod_date": "D:20240314092653"}
    return pikepdf.AttachedFileSpec(pdf, SERIAL.encode(), **facts, **dates)


def _link() -> Dictionary:
    action = Dictionary(S=Name.URI, URI=String("https://example.org/"))
    rectangle = Array([0, 0, 10, 10])
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rectangle, A=action)


def _saved(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
