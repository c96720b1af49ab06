"""A PDF rebuilt from its pages: a new catalogue, new numbers, one revision, and no identifier."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from webapp.cleaning.pdf.copying import Copier
from webapp.cleaning.pdf.numbers import plain
from webapp.errors import FileEncrypted, FileNoCleanWay, FileUnreadable

# A log may hold nothing of a reporter's file: neither of the library nor of any part of it.
logging.getLogger("pikepdf._core").disabled = True
logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)

_MOST_PAGES = 5000
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")
_OWN = ("/UserUnit", "/Group")
_HIDDEN = 2


def open_pdf(data: bytes) -> Pdf:
    """Raises FileEncrypted and FileUnreadable."""
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        raise FileEncrypted from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise FileUnreadable from error
    if pdf.is_encrypted:
        pdf.close()
        raise FileEncrypted
    return pdf


def clean_pdf(data: bytes) -> bytes:
    """The pages alone. Raises FileEncrypted, FileUnreadable and FileNoCleanWay."""
    with open_pdf(data) as pdf:
        try:
            return _written(_rebuild(pdf))
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise FileUnreadable from error
        except (AttributeError, IndexError, OverflowError) as error:
            raise FileUnreadable from error


def _rebuild(pdf: Pdf) -> list[bytes]:
    copier = Copier()
    catalog, pages = copier.reserve(), copier.reserve()
    _refuse_hidden(pdf.Root)
    kids = []
    for number, page in enumerate(pdf.pages):
        if number >= _MOST_PAGES:
            raise FileUnreadable
        kids.append(_page(page.obj, pages, copier))
    if not kids:
        raise FileUnreadable
    copier.drain()
    copier.put(catalog, b"<</Type /Catalog /Pages %d 0 R>>" % pages)
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    copier.put(pages, b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(kids), listed))
    return copier.made


def _page(page: Object, parent: int, copier: Copier) -> int:
    number = copier.reserve()
    rows = [b"/Type /Page", b"/Parent %d 0 R" % parent]
    for key in _INHERITED:
        value = _inherited(page, key)
        if value is not None:
            rows.append(plain(Name(key)) + b" " + copier.reference(value))
    for key in _OWN:
        if key in page:
            rows.append(plain(Name(key)) + b" " + copier.reference(page.get(key)))
    if "/Contents" in page:
        rows.append(b"/Contents " + copier.contents(page.get("/Contents")))
    drawn = [copier.reserve_with(each) for each in _annotations(page, copier)]
    if drawn:
        rows.append(b"/Annots [" + b" ".join(b"%d 0 R" % each for each in drawn) + b"]")
    copier.put(number, b"<<" + b" ".join(rows) + b">>")
    return number


def _inherited(page: Object, key: str) -> object:
    """A page's own value, or that of the nearest node above it (§7.7.3.4)."""
    for _ in range(64):
        if key in page:
            return page.get(key)
        above = page.get("/Parent")
        if not isinstance(above, Dictionary):
            return None
        page = above
    return None


def _annotations(page: Object, copier: Copier) -> Iterator[bytes]:
    """What is drawn over the page, by its appearance alone; links go, with their addresses."""
    listed = page.get("/Annots")
    for each in listed if isinstance(listed, Array) else []:
        if not isinstance(each, Dictionary) or "/Rect" not in each:
            continue
        look, stated = _look(each), each.get("/F")
        flags = stated & 0x3FF if isinstance(stated, int) else 0
        if look is None or flags & _HIDDEN or each.get("/Subtype") in (Name.Popup, Name.Link):
            continue
        rows = [b"/Type /Annot", b"/Subtype /Stamp", b"/F %d" % flags]
        rows.append(b"/Rect " + copier.reference(each.get("/Rect")))
        rows.append(b"/AP <</N " + copier.reference(look, draws=True) + b">>")
        yield b"<<" + b" ".join(rows) + b">>"


def _look(each: Object) -> Stream | None:
    """The one appearance that is shown; buttons have several, by state."""
    shown = each.get("/AP")
    look = shown.get("/N") if isinstance(shown, Dictionary) else None
    if isinstance(look, Dictionary) and not isinstance(look, Stream):
        state = each.get("/AS")
        look = look.get(str(state)) if state is not None else None
    return look if isinstance(look, Stream) else None


def _refuse_hidden(root: Object) -> None:
    """Layers go, so that all is shown; where some are hidden, only pictures of the pages help."""
    said = root.get("/OCProperties")
    usual = said.get("/D") if isinstance(said, Dictionary) else None
    if not isinstance(usual, Dictionary):
        return
    off = usual.get("/OFF")
    if (isinstance(off, Array) and len(off)) or usual.get("/BaseState") == Name.OFF:
        raise FileNoCleanWay


def _written(made: list[bytes]) -> bytes:
    """One body, one table, one end (§7.5)."""
    out, places = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"], []
    at = len(out[0])
    for number, body in enumerate(made, 1):
        row = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        places.append(at)
        out.append(row)
        at += len(row)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(made) + 1)
    trailer = b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(made) + 1, at)
    return b"".join(out) + head + table + trailer
