"""Parts of a PDF that draw: content operator by operator, old packings, gradients, annotations."""

from __future__ import annotations

import base64
import re
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from webapp.cleaning import clean_file, verify_file
from webapp.cleaning.pdf.content import clean_content
from webapp.cleaning.pdf.filters import MAX_UNPACKED, Budget, unpack
from webapp.cleaning.pdf.lzw import unpack_lzw
from webapp.errors import FileNoCleanWay, FileTooLarge, HinghoiError

HOME = Pdf.new()
SQUARE = b"0 0 9 9 re\nf\n"


def saved(pdf: Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def page_of(content: bytes, **resources: Any) -> bytes:
    pdf = Pdf.new()
    page = pdf.add_blank_page(page_size=(50, 50)).obj
    page.Contents = pdf.make_stream(content)
    page.Resources = Dictionary(**resources)
    return saved(pdf)


@pytest.mark.parametrize(
    ("drawn", "kept"),
    [
        (b"0 0 9 9 re f % Somchai\n", SQUARE),
        (b"/Span <</ActualText (Somchai)>> BDC 0 0 9 9 re f EMC", SQUARE),
        (b"/Tag MP BX (Somchai) 0 0 9 9 re EX 0 0 9 9 re f", SQUARE),
        (b"(Somchai) pop 0 0 9 9 re f", SQUARE),
        (b"[(a\\)(b)) -20 < 4 1>] TJ", b"[ (a\\)(b)) -20 <41> ] TJ\n"),
        (b"(never closed", b""),
        (b"BI /W 1 /H 1 /CS /G /Author (S) ID E EI f", b"BI /W 1 /H 1 /CS /G ID E\nEI\nf\n"),
    ],
)  # fmt: skip
def test_only_what_draws_stays_of_a_content(drawn: bytes, kept: bytes) -> None:
    assert clean_content(drawn) == kept
    assert clean_content(kept) == kept


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text("()<>[]{}/% EIBD1\\\n", max_size=80).map(str.encode))
def test_no_content_breaks_the_rewriting(data: bytes) -> None:
    try:
        made = clean_content(data)
    except HinghoiError:
        return
    assert b"%" not in re.sub(rb"\(.*\)|BI .* ID .*\nEI\n|/\S*", b"", made, flags=re.DOTALL)


def test_a_picture_inside_the_content_with_metadata_of_its_own_refuses() -> None:
    with pytest.raises(FileNoCleanWay):
        clean_content(b"BI /W 1 /H 1 /F /DCT ID \xff\xd8\xff EI")


def packed(data: bytes, *names: Name, **more: Any) -> Stream:
    return HOME.make_stream(data, Filter=Array(names), **more)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_old_packings_are_taken_off(data: bytes) -> None:
    budget = Budget()
    a85 = base64.a85encode(zlib.compress(data)) + b"~>"
    assert unpack(packed(a85, Name.ASCII85Decode, Name.FlateDecode), budget).data == data
    assert unpack(packed(data.hex().encode() + b">", Name.ASCIIHexDecode), budget).data == data
    runs = b"".join(bytes([0, byte]) for byte in data) + b"\x80"
    assert unpack(packed(runs, Name.RunLengthDecode), budget).data == data


def test_lzw_is_unpacked_as_in_the_example_of_the_standard() -> None:
    made = unpack_lzw(bytes.fromhex("800B6050220C0C8501"), 1, 100)
    assert made == bytes([45, 45, 45, 45, 45, 65, 45, 45, 45, 66])


def test_a_bomb_in_a_stream_is_refused() -> None:
    bomb = zlib.compress(zlib.compress(bytes(MAX_UNPACKED + 1), 9), 9)
    with pytest.raises(FileTooLarge):
        unpack(packed(bomb, Name.FlateDecode, Name.FlateDecode), Budget())


def test_a_gradient_inside_a_pattern_stays() -> None:
    shading = Dictionary(
        ShadingType=2,
        ColorSpace=Name.DeviceGray,
        Coords=Array([0, 0, 50, 0]),
        Function=Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1),
        Author=String("Somchai"),
    )
    pattern = Dictionary(PatternType=2, Shading=shading)
    drawn = b"/Pattern cs /P scn 0 0 9 9 re f"
    made = clean_file(page_of(drawn, Pattern=Dictionary(P=pattern))).data
    assert b"/ShadingType 2" in made
    assert b"Author" not in made


def test_names_that_nobody_drew_go_with_their_keys() -> None:
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        CIDSystemInfo=Dictionary(
            Registry=String("Som chai"), Ordering=String("Thai"), Supplement=0
        ),
        Author=String("Somchai"),
        Encoding=String("Somchai"),
    )
    data = page_of(b"BT /F 9 Tf (x) Tj ET", Font=Dictionary(F=font))
    made = clean_file(data).data
    with pikepdf.open(BytesIO(made)) as pdf:
        kept = pdf.pages[0].obj.Resources.Font.F
        assert set(kept.keys()) == {"/Type", "/Subtype", "/BaseFont", "/CIDSystemInfo"}
        assert bytes(kept.CIDSystemInfo.Registry) == b"Adobe"
        assert bytes(kept.CIDSystemInfo.Ordering) == b"Thai"
    assert verify_file(made) == []
