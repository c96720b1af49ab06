"""Copies what draws a page out of a hostile PDF, object by object, into numbered plain bytes.

Nothing is copied by default: a key stays only where `keys` names it. Objects that nothing kept
leads to (earlier revisions, attachments, scripts) never enter the new file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pikepdf import Array, Dictionary, Name, Object, Stream, String

from webapp.cleaning.lossless import strip_jpeg2000, strip_picture
from webapp.cleaning.pdf.keys import GRAPHICS, MAPS
from webapp.cleaning.pdf.numbers import plain
from webapp.cleaning.structure import MAX_BYTES
from webapp.errors import FileNoCleanWay, FileTooLarge, FileUnreadable, HinghoiError

MOST_OBJECTS = 400_000
MOST_BYTES = 2 * MAX_BYTES
_DEEPEST = 64
_DEVICE = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}
_PICTURES: dict[str, Callable[[bytes], bytes | None]] = {
    "/DCTDecode": lambda data: strip_picture(data, "image/jpeg"),
    "/JPXDecode": strip_jpeg2000,
}


class Copier:
    """New objects by number; the old ones that they come from are each copied once."""

    def __init__(self) -> None:
        self.made: list[bytes] = []
        self._size = 0
        self._numbers: dict[tuple[int, int], int] = {}
        self._todo: list[tuple[int, Object, bool]] = []

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

    def reference(self, value: object, *, names: bool = False) -> bytes:
        """A value for a dictionary: itself, or `n 0 R` with the object copied by `drain`."""
        if not isinstance(value, Object):
            return plain(value)
        if not value.is_indirect:
            return self._copy(value, names, 0)
        if value.objgen not in self._numbers:
            self._numbers[value.objgen] = self.reserve()
            self._todo.append((self._numbers[value.objgen], value, names))
        return b"%d 0 R" % self._numbers[value.objgen]

    def drain(self) -> None:
        """Copies everything that references have led to, however deep."""
        while self._todo:
            number, value, names = self._todo.pop()
            self.put(number, self._copy(value, names, 0))

    def stream(self, value: Stream, rows: Iterable[bytes]) -> bytes:
        """A stream as it is packed; pictures that keep their own metadata are cleaned."""
        data = value.read_raw_bytes()
        self._size += len(data)
        if self._size > MOST_BYTES:
            raise FileTooLarge(limit=MOST_BYTES)
        kind = _last_filter(value)
        if kind in _PICTURES:
            data = _clean(data, _PICTURES[kind])
        body = b"".join(rows) + b"/Length %d" % len(data)
        return b"<<" + body + b">>\nstream\n" + data + b"\nendstream"

    def _copy(self, value: object, names: bool, depth: int) -> bytes:
        if depth > _DEEPEST:
            raise FileUnreadable
        if isinstance(value, Stream):
            return self.stream(value, self._rows(value.stream_dict, False, depth))
        if isinstance(value, Dictionary):
            return b"<<" + b"".join(self._rows(value, names, depth)) + b">>"
        if isinstance(value, Array):
            return self._array(value, depth)
        return plain(value)

    def _array(self, value: Array, depth: int) -> bytes:
        """Arrays; a colour space by a profile becomes the plain one of as many colours."""
        items = list(value.as_list()) if hasattr(value, "as_list") else list(value)
        if len(items) == 2 and items[0] == Name.ICCBased and isinstance(items[1], Stream):
            return _DEVICE.get(int(items[1].get("/N", 3)), b"/DeviceRGB")
        return b"[" + b" ".join(self._value(item, False, depth) for item in items) + b"]"

    def _value(self, value: object, names: bool, depth: int) -> bytes:
        if isinstance(value, Object) and value.is_indirect and not isinstance(value, String):
            return self.reference(value, names=names)
        return self._copy(value, names, depth + 1)

    def _rows(self, value: Object, names: bool, depth: int) -> Iterable[bytes]:
        for key in list(value.keys()):
            if key == "/Length" or not (names or key in GRAPHICS):
                continue
            item = value.get(key)
            is_map = key in MAPS and isinstance(item, Dictionary) and not names
            yield plain(Name(key)) + b" " + self._value(item, is_map, depth)


def _last_filter(value: Stream) -> str:
    kind = value.get("/Filter")
    if isinstance(kind, Array):
        return (
            str(kind[0])
            if len(kind) == 1
            else "many"
            if any(str(each) in _PICTURES for each in kind)
            else ""
        )
    return str(kind or "")


def _clean(data: bytes, clean: Callable[[bytes], bytes | None]) -> bytes:
    try:
        made = clean(data)
    except HinghoiError as error:
        raise FileNoCleanWay from error
    if made is None:
        raise FileNoCleanWay
    return made
