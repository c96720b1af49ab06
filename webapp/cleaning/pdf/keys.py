"""Which keys of PDF's dictionaries draw a page (ISO 32000-2); every other key is left out.

One list for all dictionaries that a page's resources lead to, and short ones for the rest. Where a
dictionary's keys are names that the author chose (fonts, images …), it is one of `MAPS`.
"""

from __future__ import annotations

from pikepdf import Dictionary, Stream

CATALOG = frozenset({"/Type", "/Pages"})
PAGES = frozenset({"/Type", "/Kids", "/Count", "/Parent"})
PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents"}
    | {"/BleedBox", "/TrimBox", "/ArtBox", "/UserUnit", "/Group", "/Annots"}
)
# What an annotation draws, and where a link inside the document goes. A text box alone has words.
ANNOTATION = frozenset(
    {"/Type", "/Subtype", "/Rect", "/Border", "/AP", "/F", "/C", "/CA", "/BS", "/BE", "/QuadPoints"}
    | {"/L", "/Vertices", "/InkList", "/IC", "/LE", "/RD", "/CL", "/LL", "/LLE", "/Name", "/H"}
    | {"/Dest", "/Q", "/DA"}
)
TEXT_BOX = ANNOTATION | {"/Contents"}
# Where names are said instead of meant: only these.
TYPES = frozenset(
    {"/Catalog", "/Pages", "/Page", "/XObject", "/Font", "/FontDescriptor", "/Encoding", "/CMap"}
    | {"/Annot"}
)
SUBTYPES = frozenset(
    {"/Image", "/Form", "/Type0", "/Type1", "/MMType1", "/TrueType", "/Type3", "/CIDFontType0"}
    | {"/CIDFontType2", "/Type1C", "/CIDFontType0C", "/OpenType"}
)

MAPS = frozenset(
    {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font"}
    | {
        "/CharProcs",
    }
)
# Where one of these stands, such a dictionary is no map: a pattern holds its one shading directly.
TELLING = frozenset({"/Type", "/PatternType", "/ShadingType"})
# Appearances have states, whose names the author chose, under these keys.
STATES = frozenset({"/N", "/R", "/D"})

_STREAM = frozenset({"/Filter", "/DecodeParms", "/Length"})
_FILTER = frozenset(
    {"/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/K", "/EndOfLine"}
    | {"/EncodedByteAlign", "/Rows", "/EndOfBlock", "/BlackIs1", "/DamagedRowsBeforeError"}
    | {"/JBIG2Globals", "/ColorTransform"}
)
_PICTURE = frozenset(
    {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent"}
    | {"/ImageMask", "/Mask", "/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte"}
)
_FORM = frozenset(
    {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/S", "/CS", "/I", "/K"}
)
_FONT = frozenset(
    {"/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontDescriptor", "/Encoding", "/Name"}
    | {"/ToUnicode", "/DescendantFonts", "/CIDSystemInfo", "/Registry", "/Ordering", "/Supplement"}
    | {"/DW", "/W", "/DW2", "/W2", "/CIDToGIDMap", "/FontBBox", "/FontMatrix", "/CharProcs"}
    | {"/BaseEncoding", "/Differences", "/FontName", "/FontStretch", "/FontWeight"}
    | {"/Flags", "/ItalicAngle", "/Ascent", "/Descent", "/Leading", "/CapHeight", "/XHeight"}
    | {"/StemV", "/StemH", "/AvgWidth", "/MaxWidth", "/MissingWidth", "/FontFile", "/FontFile2"}
    | {"/FontFile3", "/Length1", "/Length2"}
    | {"/Length3", "/CMapName", "/WMode", "/UseCMap"}
)
_PAINT = frozenset(
    {"/FunctionType", "/Domain", "/Range", "/Size", "/BitsPerSample", "/Order", "/Encode", "/C0"}
    | {"/C1", "/N", "/Functions", "/Bounds", "/PatternType", "/PaintType", "/TilingType", "/XStep"}
    | {"/YStep", "/Shading", "/ExtGState", "/ShadingType", "/Background", "/AntiAlias", "/Coords"}
    | {"/Function", "/Extend", "/BitsPerCoordinate", "/BitsPerFlag", "/VerticesPerRow"}
    | {
        "/WhitePoint",
        "/BlackPoint",
        "/Gamma",
    }
)
_STATE = frozenset(
    {
        "/LW",
        "/LC",
        "/LJ",
        "/ML",
        "/D",
        "/RI",
        "/OP",
        "/op",
        "/OPM",
        "/Font",
    }
    | {"/TR", "/TR2", "/FL", "/SM", "/SA", "/BM", "/CA", "/ca", "/AIS", "/TK", "/G"}
    | {
        "/BC",
    }
)
GRAPHICS = _STREAM | _FILTER | _PICTURE | _FORM | _FONT | _PAINT | _STATE | MAPS


def is_map(key: str, value: object) -> bool:
    """Whether the keys of a dictionary under this key are names that the author chose."""
    if key not in MAPS or not isinstance(value, Dictionary) or isinstance(value, Stream):
        return False
    return not TELLING.intersection(value.keys())
