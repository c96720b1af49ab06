"""Which keys of PDF's dictionaries draw a page (ISO 32000-2); every other key is left out.

One list for all dictionaries that a page's resources lead to, and short ones for the rest. Where a
dictionary's keys are names that the author chose (fonts, images …), it is one of `MAPS`.
"""

from __future__ import annotations

CATALOG = frozenset({"/Type", "/Pages"})
PAGES = frozenset({"/Type", "/Kids", "/Count", "/Parent"})
PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents"}
    | {"/UserUnit", "/Group", "/Annots"}
)
ANNOTATION = frozenset({"/Type", "/Subtype", "/Rect", "/Border", "/AP", "/AS", "/F", "/A"})
LINK = frozenset({"/S", "/URI"})

MAPS = frozenset(
    {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font"}
    | {"/CharProcs", "/Colorants"}
)
# Appearances have states, whose names the author chose, under these keys.
STATES = frozenset({"/N", "/R", "/D"})

_STREAM = frozenset({"/Filter", "/DecodeParms", "/Length"})
_FILTER = frozenset(
    {"/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/EarlyChange", "/K", "/EndOfLine"}
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
    | {"/BaseEncoding", "/Differences", "/FontName", "/FontFamily", "/FontStretch", "/FontWeight"}
    | {"/Flags", "/ItalicAngle", "/Ascent", "/Descent", "/Leading", "/CapHeight", "/XHeight"}
    | {"/StemV", "/StemH", "/AvgWidth", "/MaxWidth", "/MissingWidth", "/FontFile", "/FontFile2"}
    | {"/FontFile3", "/CharSet", "/CIDSet", "/Style", "/Lang", "/FD", "/Length1", "/Length2"}
    | {"/Length3", "/CMapName", "/WMode", "/UseCMap"}
)
_PAINT = frozenset(
    {"/FunctionType", "/Domain", "/Range", "/Size", "/BitsPerSample", "/Order", "/Encode", "/C0"}
    | {"/C1", "/N", "/Functions", "/Bounds", "/PatternType", "/PaintType", "/TilingType", "/XStep"}
    | {"/YStep", "/Shading", "/ExtGState", "/ShadingType", "/Background", "/AntiAlias", "/Coords"}
    | {"/Function", "/Extend", "/BitsPerCoordinate", "/BitsPerFlag", "/VerticesPerRow"}
    | {"/WhitePoint", "/BlackPoint", "/Gamma", "/Colorants", "/Process", "/Components"}
    | {"/MixingHints", "/Solidities", "/Alternate"}
)
_STATE = frozenset(
    {"/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/Font", "/BG", "/BG2", "/UCR"}
    | {"/UCR2", "/TR", "/TR2", "/FL", "/SM", "/SA", "/BM", "/CA", "/ca", "/AIS", "/TK", "/G"}
    | {"/BC", "/UseBlackPtComp"}
)
GRAPHICS = _STREAM | _FILTER | _PICTURE | _FORM | _FONT | _PAINT | _STATE | MAPS | {"/ProcSet"}
