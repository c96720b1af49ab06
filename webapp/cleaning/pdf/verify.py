"""Whether a PDF is only its pages: its bytes first, then every object that they lead to."""

from __future__ import annotations

import re

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from webapp.cleaning.findings import Finding, Kind
from webapp.cleaning.jpeg import inspect_jpeg
from webapp.cleaning.pdf import keys
from webapp.cleaning.pdf.clean import open_pdf
from webapp.cleaning.pdf.copying import MOST_OBJECTS
from webapp.errors import FileUnreadable, HinghoiError

_KINDS: dict[str, Kind] = {
    "/Metadata": "text",
    "/Info": "author",
    "/T": "author",
    "/Contents": "text",
    "/M": "time",
    "/CreationDate": "time",
    "/LastModified": "time",
    "/Thumb": "thumbnail",
    "/Names": "other",
    "/AF": "other",
    "/Outlines": "text",
    "/Lang": "text",
}
_INFO: dict[str, Kind] = {
    "/CreationDate": "time",
    "/ModDate": "time",
    "/Producer": "device",
    "/Creator": "device",
    "/Author": "author",
}
_START = re.compile(rb"startxref\s")


def verify_pdf(data: bytes) -> list[Finding]:
    """Raises FileEncrypted and FileUnreadable."""
    found = _bytes(data)
    with open_pdf(data) as pdf:
        try:
            walk = _Walk(pdf)
            return list(dict.fromkeys([*found, *walk.run()]))
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise FileUnreadable from error
        except (AttributeError, IndexError, OverflowError) as error:
            raise FileUnreadable from error


def _bytes(data: bytes) -> list[Finding]:
    found = []
    if not data.startswith(b"%PDF-"):
        found.append(Finding("other", "bytes before the file"))
    if not re.search(rb"%%EOF[\r\n]{0,2}\Z", data):
        found.append(Finding("other", "bytes after the end"))
    if len(_START.findall(data)) > 1 or data.count(b"%%EOF") > 1:
        found.append(Finding("other", "earlier revisions"))
    return found


class _Walk:
    """Every object once, each judged by where it was reached from."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._seen: set[tuple[int, int]] = set()
        self._found: dict[Finding, None] = {}
        self._todo: list[tuple[object, str]] = []

    def run(self) -> list[Finding]:
        self._trailer()
        while self._todo:
            value, role = self._todo.pop()
            self._visit(value, role)
        unused = len(self._pdf.objects) - len(self._seen)
        if unused > 0:
            self._tell("other", "objects that no page uses")
        return list(self._found)

    def _trailer(self) -> None:
        for key in list(self._pdf.trailer.keys()):
            if key == "/Info":
                info = self._pdf.trailer.get("/Info")
                for each in info.keys() if isinstance(info, Dictionary) else ["/Info"]:
                    self._tell(_INFO.get(each, "text"), f"Info {each[:40]}")
            elif key not in (
                "/Size",
                "/Root",
                "/Type",
                "/W",
                "/Index",
                "/Filter",
                "/Length",
                "/DecodeParms",
                "/Prev",
                "/XRefStm",
            ):
                self._tell("other", f"trailer {key[:40]}")
        self._todo.append((self._pdf.Root, "catalog"))

    def _visit(self, value: object, role: str) -> None:
        if isinstance(value, Object) and value.is_indirect:
            if value.objgen in self._seen:
                return
            if len(self._seen) >= MOST_OBJECTS:
                raise FileUnreadable
            self._seen.add(value.objgen)
        if isinstance(value, Stream):
            self._stream(value)
        if isinstance(value, Stream | Dictionary):
            self._dictionary(value, role)
        elif isinstance(value, Array):
            self._todo += [(item, role) for item in value if isinstance(item, Object)]

    def _dictionary(self, value: Object, role: str) -> None:
        role = _role(value, role)
        allowed = _ALLOWED.get(role)
        for key in list(value.keys()):
            if allowed is not None and key not in allowed:
                self._tell(_KINDS.get(key, "other"), f"{role} {key[:40]}")
                continue
            item = value.get(key)
            if isinstance(item, Object):
                self._todo.append((item, _below(role, key, item)))

    def _stream(self, value: Stream) -> None:
        kind = value.get("/Filter")
        kind = kind[0] if isinstance(kind, Array) and len(kind) == 1 else kind
        if isinstance(kind, Array) and any(str(k) in ("/DCTDecode", "/JPXDecode") for k in kind):
            self._tell("other", "a picture that cannot be judged")
        if kind == Name.DCTDecode:
            try:
                for each in inspect_jpeg(value.read_raw_bytes()).findings:
                    self._tell(each.kind, f"picture: {each.where}")
            except HinghoiError:
                self._tell("other", "a picture that cannot be judged")
        if kind == Name.JPXDecode and re.search(rb"uuid|xml ", value.read_raw_bytes()[:65_536]):
            self._tell("other", "picture: JPEG 2000 metadata")

    def _tell(self, kind: Kind, where: str) -> None:
        self._found[Finding(kind, where)] = None


_ALLOWED: dict[str, frozenset[str]] = {
    "catalog": keys.CATALOG,
    "pages": keys.PAGES,
    "page": keys.PAGE,
    "annotation": keys.ANNOTATION,
    "text box": keys.TEXT_BOX,
    "graphics": keys.GRAPHICS,
    "appearance": keys.STATES,
}


def _role(value: Object, role: str) -> str:
    kind = value.get("/Type")
    if role == "pages" and kind == Name.Page:
        return "page"
    if role == "annotation" and value.get("/Subtype") == Name.FreeText:
        return "text box"
    return role


def _below(role: str, key: str, item: Object) -> str:
    """What a value under this key is; `map` has names that the author chose."""
    if role in ("catalog", "pages"):
        return "pages"
    if role == "page":
        return {"/Parent": "pages", "/Annots": "annotation"}.get(key, "graphics")
    if role in ("annotation", "text box"):
        return {"/AP": "appearance", "/Dest": "pages"}.get(key, "graphics")
    if role == "appearance" and isinstance(item, Dictionary) and not isinstance(item, Stream):
        return "map"
    if role == "graphics" and keys.is_map(key, item):
        return "map"
    return "graphics"
