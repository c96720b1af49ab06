"""Copies what draws a page out of a hostile PDF, object by object, into numbered plain bytes.

Nothing is copied by default: a key stays only where `keys` names it. Objects that nothing kept
leads to (earlier revisions, attachments, scripts) never enter the new file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from webapp.cleaning.jpeg import jpeg_bare
from webapp.cleaning.lossless import strip_jpeg2000
from webapp.cleaning.pdf.content import clean_content
from webapp.cleaning.pdf.filters import Budget, is_name, unpack
from webapp.cleaning.pdf.keys import GRAPHICS, SUBTYPES, TYPES, is_map
from webapp.cleaning.pdf.numbers import name, plain
from webapp.errors import FileNoCleanWay, FileUnreadable, HinghoiError

MOST_OBJECTS = 400_000
_DEEPEST = 64
_DEVICE = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}
_PICTURES: dict[str, Callable[[bytes], bytes]] = {
    "/DCTDecode": jpeg_bare,
    "/JPXDecode": strip_jpeg2000,
}
# What a stream says by itself, written anew.
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})
# Strings that name a collection of characters, and the usual one for each.
_COLLECTIONS = {"/Registry": b"Adobe", "/Ordering": b"Identity"}
_WORD = re.compile(rb"[\w.+-]{1,64}")


class Copier:
    """New objects by number; the old ones that they come from are each copied once.

    `under` is the key whose map of names a dictionary is, else "".
    """

    def __init__(self) -> None:
        self.made: list[bytes] = []
        self._budget = Budget()
        self._numbers: dict[tuple[int, int, bool], int] = {}
        self._todo: list[tuple[int, Object, str, bool]] = []

    def reserve(self) -> int:
        """The number of a new object, whose bytes `put` gives later."""
        if len(self.made) >= MOST_OBJECTS:
            raise FileUnreadable
        self.made.append(b"null")
        return len(self.made)

    def put(self, number: int, data: bytes) -> None:
        self.made[number - 1] = data

    def reserve_with(self, data: bytes) -> int:
        """The number of a new object with these bytes."""
        number = self.reserve()
        self.put(number, data)
        return number

    def reference(self, value: object, *, under: str = "", draws: bool = False) -> bytes:
        """A value for a dictionary: itself, or `n 0 R` with the object copied by `drain`."""
        if not isinstance(value, Object):
            return plain(value)
        if not value.is_indirect:
            return self._copy(value, under, 0, draws=draws)
        key = (*value.objgen, draws)
        if key not in self._numbers:
            self._numbers[key] = self.reserve()
            self._todo.append((self._numbers[key], value, under, draws))
        return b"%d 0 R" % self._numbers[key]

    def drain(self) -> None:
        """Copies everything that references have led to, however deep."""
        while self._todo:
            number, value, under, draws = self._todo.pop()
            self.put(number, self._copy(value, under, 0, draws=draws))

    def contents(self, value: object) -> bytes:
        """A page's content, of one stream or several, as one new object."""
        parts = list(value) if isinstance(value, Array) else [value]
        said = [unpack(part, self._budget) for part in parts if isinstance(part, Stream)]
        if any(part.picture or part.predicted for part in said):
            raise FileNoCleanWay
        drawn = clean_content(b"\n".join(part.data for part in said))
        return b"%d 0 R" % self.reserve_with(_stream([], b"/FlateDecode", zlib.compress(drawn)))

    def _packed(self, value: Stream, depth: int, *, draws: bool) -> bytes:
        """A stream in the one packing that is written; pictures keep their own."""
        rows = list(self._rows(value.stream_dict, "", depth, besides=_PACKING))
        said = unpack(value, self._budget)
        if said.parameters is not None and (said.picture or said.predicted):
            rows.append(b"/DecodeParms " + self._value(said.parameters, "", depth))
        if said.picture:
            return _stream(rows, name(said.picture), _clean(said.data, said.picture))
        dictionary = value.stream_dict
        draws = draws or is_name(dictionary.get("/Subtype"), "/Form")
        draws = draws or dictionary.get("/PatternType") == 1
        if draws and said.predicted:
            raise FileNoCleanWay
        data = clean_content(said.data) if draws else said.data
        return _stream(rows, b"/FlateDecode", zlib.compress(data))

    def _copy(self, value: object, under: str, depth: int, *, draws: bool = False) -> bytes:
        if depth > _DEEPEST:
            raise FileUnreadable
        if isinstance(value, Stream):
            return self._packed(value, depth, draws=draws)
        if isinstance(value, Dictionary):
            return b"<<" + b" ".join(self._rows(value, under, depth)) + b">>"
        if isinstance(value, Array):
            return self._array(value, depth)
        return b"null" if isinstance(value, String) else plain(value)

    def _array(self, value: Array, depth: int) -> bytes:
        """Arrays; a colour space by a profile becomes the plain one of as many colours."""
        items = list(value.as_list()) if hasattr(value, "as_list") else list(value)
        if len(items) == 2 and items[0] == Name.ICCBased and isinstance(items[1], Stream):
            return _DEVICE.get(int(items[1].get("/N", 3)), b"/DeviceRGB")
        indexed = bool(items) and is_name(items[0], "/Indexed")
        return b"[" + b" ".join(self._item(item, depth, indexed=indexed) for item in items) + b"]"

    def _item(self, value: object, depth: int, *, indexed: bool) -> bytes:
        """One item; a table of colours may be a string."""
        if isinstance(value, String):
            return plain(value) if indexed else b"null"
        return self._value(value, "", depth)

    def _value(self, value: object, under: str, depth: int, *, draws: bool = False) -> bytes:
        if isinstance(value, Object) and value.is_indirect and not isinstance(value, String):
            return self.reference(value, under=under, draws=draws)
        return self._copy(value, under, depth + 1, draws=draws)

    def _rows(
        self, value: Object, under: str, depth: int, besides: frozenset[str] = frozenset()
    ) -> Iterator[bytes]:
        for key in list(value.keys()):
            if key in besides or (not under and key not in GRAPHICS):
                continue
            item = value.get(key)
            if isinstance(item, String):
                if key in _COLLECTIONS and not under:
                    yield name(key) + b" " + _collection(key, item)
            elif under or _is_meant(key, item):
                below = key if not under and is_map(key, item) else ""
                draws = under == "/CharProcs"
                yield name(key) + b" " + self._value(item, below, depth, draws=draws)


def _is_meant(key: str, item: object) -> bool:
    """Kinds of objects are told by names that are known."""
    known = {"/Type": TYPES, "/Subtype": SUBTYPES}.get(key)
    return known is None or is_name(item, *known)


def _collection(key: str, item: String) -> bytes:
    said = bytes(item)
    return plain(String(said if _WORD.fullmatch(said) else _COLLECTIONS[key]))


def _stream(rows: Iterable[bytes], packing: bytes, data: bytes) -> bytes:
    rows = [*rows, b"/Filter " + packing, b"/Length %d" % len(data)]
    return b"<<" + b" ".join(rows) + b">>\nstream\n" + data + b"\nendstream"


def _clean(data: bytes, kind: str) -> bytes:
    try:
        return _PICTURES[kind](data) if kind in _PICTURES else data
    except HinghoiError as error:
        raise FileNoCleanWay from error
