"""What draws a page, rewritten operator by operator (ISO 32000-2 §7.8.2, Annex A).

Only operators that draw stay. Comments, marks with their properties and strings that nothing shows
go: whatever is not drawn can be somebody's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from webapp.errors import FileNoCleanWay

_DRAWS = frozenset(
    b"w J j M d ri i gs q Q cm m l c v y h re S s f F f* B B* b b* n W W* BT ET Tc Tw Tz TL Tf Tr"
    b" Ts Td TD Tm T* Tj TJ ' \" d0 d1 CS cs SC SCN sc scn G g RG rg K k sh Do".split()
)
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_REGULAR = rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_PIECE = re.compile(
    rb"(?P<blank>[\0\t\n\f\r ]+|%[^\r\n]*|[{})])|(?P<hex><(?!<)[^<>]*>)|(?P<dict><<|>>)"
    rb"|(?P<array>[\[\]])|(?P<name>/" + _REGULAR + rb"*)|(?P<word>" + _REGULAR + rb"+)"
    rb"|(?P<text>\()|(?P<stray>[<>])"
)
_NUMBER = re.compile(rb"[-+.\d]+")
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_IMAGE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r /]|\Z)")
# What comes after an inline picture is text again.
_TEXT = re.compile(rb"[\t\n\f\r -~]*")
_IMAGE_KEYS = {
    b"/W": b"/W", b"/Width": b"/W", b"/H": b"/H", b"/Height": b"/H",
    b"/BPC": b"/BPC", b"/BitsPerComponent": b"/BPC", b"/CS": b"/CS", b"/ColorSpace": b"/CS",
    b"/D": b"/D", b"/Decode": b"/D", b"/DP": b"/DP", b"/DecodeParms": b"/DP",
    b"/F": b"/F", b"/Filter": b"/F", b"/I": b"/I", b"/Interpolate": b"/I",
    b"/IM": b"/IM", b"/ImageMask": b"/IM",
}  # fmt: skip
_PARTS = {b"/G": 1, b"/DeviceGray": 1, b"/RGB": 3, b"/DeviceRGB": 3, b"/CMYK": 4, b"/DeviceCMYK": 4}


def clean_content(data: bytes) -> bytes:
    """The drawing alone. Raises FileNoCleanWay for pictures inside that hold metadata."""
    return _Rewriting(data).run()


@dataclass
class _Rewriting:
    data: bytes
    at: int = 0
    out: list[bytes] = field(default_factory=list)
    operands: list[bytes] = field(default_factory=list)

    def run(self) -> bytes:
        while (piece := self._next()) is not None:
            kind, text = piece
            if kind == "word" and not _NUMBER.fullmatch(text):
                self._operator(text)
            else:
                self.operands.append(text)
        return b"".join(self.out)

    def _next(self) -> tuple[str, bytes] | None:
        """The next piece that means something; strings whole."""
        while (match := _PIECE.match(self.data, self.at)) is not None:
            kind = match.lastgroup or ""
            self.at = match.end()
            if kind == "text":
                return kind, self._string()
            if kind == "hex":
                return kind, b"<" + re.sub(rb"[^0-9a-fA-F]", b"", match[0]) + b">"
            if kind not in ("blank", "stray"):
                return kind, match[0]
        return None

    def _string(self) -> bytes:
        """From its bracket to the one that closes it; one that nothing closes is left out."""
        start, depth = self.at, 1
        while depth:
            match = _BRACKET.search(self.data, self.at)
            if match is None:
                self.at = len(self.data)
                return b"()"
            depth += {b"(": 1, b")": -1}.get(match[0], 0)
            self.at = match.end()
        return b"(" + self.data[start : self.at]

    def _operator(self, name: bytes) -> None:
        said, self.operands = self.operands, []
        if name == b"BI":
            self._image()
            return
        told = any(one[:1] in b"(<" for one in said)
        if name in _DRAWS and not (told and name not in _SHOWS) and b"<<" not in said:
            self.out.append(b" ".join([*said, name]) + b"\n")

    def _image(self) -> None:
        """A picture in the midst of the content (§8.9.7)."""
        said: dict[bytes, list[bytes]] = {}
        key: bytes | None = None
        depth = 0
        while (piece := self._next()) is not None and piece != ("word", b"ID"):
            text = piece[1]
            depth += {b"[": 1, b"<<": 1, b"]": -1, b">>": -1}.get(text, 0)
            if key is None or (not depth and piece[0] == "name" and said.get(key)):
                key = _IMAGE_KEYS.get(text, b"")
                said[key] = []
            else:
                said[key].append(text)
        self.at += 1
        end = self._image_end(said)
        data = self.data[self.at : end]
        self.at = self.data.find(b"EI", end) + 2 if end < len(self.data) else end
        if b"\nEI\n" in data or any(b"DCT" in one for one in said.get(b"/F", [])):
            raise FileNoCleanWay
        rows = b" ".join(k + b" " + b" ".join(v) for k, v in said.items() if k and v)
        self.out.append(b"BI " + rows + b" ID " + data + b"\nEI\n")

    def _image_end(self, said: dict[bytes, list[bytes]]) -> int:
        """Plain pixels say how long they are; of others the end is looked for."""
        mask = said.get(b"/IM") == [b"true"]
        parts = 1 if mask else _PARTS.get(b"".join(said.get(b"/CS", [])), 0)
        if b"/F" not in said and parts:
            width, height = (_whole(said.get(k)) for k in (b"/W", b"/H"))
            bits = 1 if mask else _whole(said.get(b"/BPC")) or 8
            end = self.at + (width * bits * parts + 7) // 8 * height
            if re.compile(rb"[\0\t\n\f\r ]*EI").match(self.data, end):
                return end
        for match in _IMAGE_END.finditer(self.data, self.at):
            follows = self.data[match.end() : match.end() + 15]
            if _TEXT.fullmatch(follows):
                return match.start()
        return len(self.data)


def _whole(said: list[bytes] | None) -> int:
    return int(said[0]) if said and said[0].isdigit() and len(said[0]) < 8 else 0
