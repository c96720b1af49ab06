/**
 * The last word on a cleaned PDF: one revision in canonical form, every object reached from the
 * catalog, no key, kind or string that only metadata would need, every stream whole and plain.
 */
import { verifyJpeg } from "../verify_jpeg.ts";
import { fail, type Plain, type PlainDict, type PlainObject, readCanonical } from "./canonical.ts";
import { verifyContent } from "./verify_content.ts";
import { inflateExact } from "./verify_stream.ts";

const KEYS = new Set(
  `Type Pages Kids Count Parent MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Group Contents Resources Annots
  ExtGState ColorSpace Pattern Shading XObject Font Subtype FormType BBox Matrix Width Height BitsPerComponent Intent ImageMask
  Mask Decode Interpolate SMask SMaskInData Matte Filter DecodeParms Length K EndOfLine EncodedByteAlign Columns Rows EndOfBlock
  BlackIs1 DamagedRowsBeforeError ColorTransform JBIG2Globals Predictor Colors S CS I LW LC LJ ML D RI OP op OPM TR TR2 FL SM SA
  BM CA ca AIS TK G BC FunctionType Domain Range C0 C1 N Functions Bounds Encode Size BitsPerSample Order WhitePoint BlackPoint
  Gamma PatternType PaintType TilingType XStep YStep ShadingType Background AntiAlias Function Coords Extend BitsPerCoordinate
  BitsPerFlag VerticesPerRow BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts CIDSystemInfo
  Registry Ordering Supplement CMapName WMode UseCMap FontName FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent
  Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 Length1 Length2 Length3
  BaseEncoding Differences DW W DW2 W2 CIDToGIDMap FontMatrix CharProcs Rect F Border C BS BE QuadPoints L Vertices InkList IC LE
  RD CL LL LLE Name H DA Q AP Dest`.split(/\s+/),
);
/** Below these keys names are free. */
const FREE = new Set(["ExtGState", "ColorSpace", "Pattern", "Shading", "XObject", "Font", "CharProcs"]);
const TYPES = /^\/(Catalog|Pages|Page|XObject|Font|FontDescriptor|Encoding|CMap|Annot)$/;
const SUBTYPES =
  /^\/(Image|Form|Type0|Type1|MMType1|TrueType|Type3|CIDFontType[02]|Type1C|CIDFontType0C|OpenType|Link|FreeText|Line|Square|Circle|Polygon|PolyLine|Highlight|Underline|Squiggly|StrikeOut|Stamp|Caret|Ink)$/;
const WORDS = /^<([0-9a-f]{2}){0,64}>$/;

/** Throws CleaningError `not_clean`. */
export function verifyPdf(file: Uint8Array): void {
  const objects = readCanonical(file);
  const reached = new Set([1]);
  const drawings = new Set<number>();
  for (const id of reached) {
    const { value } = objects[id - 1] ?? fail();
    walk(value, "", 0, (to) => reached.add(to), (to) => drawings.add(to));
  }
  if (reached.size !== objects.length) fail();
  for (const [i, object] of objects.entries()) if (object.data) stream(object, drawings.has(i + 1));
}

type Tell = (id: number) => void;

/** `key` is the one that the value stands under. */
function walk(value: Plain, key: string, depth: number, reach: Tell, draws: Tell): void {
  if (depth > 80) fail();
  if (typeof value === "string" && value.startsWith("<")) return string(value, key);
  if (Array.isArray(value)) for (const part of value) walk(part, value[0] === "/Indexed" ? "Indexed" : "", depth + 1, reach, draws);
  else if (value instanceof Map) dictionary(value, key, depth, reach, draws);
  else if (value !== null && typeof value === "object") {
    reach(value.to);
    if (key === "Contents" || key === "CharProcs/") draws(value.to);
  }
}

function dictionary(dict: PlainDict, key: string, depth: number, reach: Tell, draws: Tell): void {
  const free = FREE.has(key) && !dict.has("Type") && !dict.has("PatternType") && !dict.has("ShadingType");
  const type = dict.get("Type");
  const kind = dict.get("Subtype");
  if (!free && ((type !== undefined && !TYPES.test(String(type))) || (kind !== undefined && !SUBTYPES.test(String(kind))))) fail();
  if (dict.has("DA") && kind !== "/FreeText") fail();
  for (const [name, value] of dict) {
    if (!free && !KEYS.has(name)) fail();
    if (name === "Contents" && type === "/Annot") textOnly(value, kind);
    else walk(value, free ? `${key}/` : name, depth + 1, reach, draws);
  }
}

/** Words that a text box shows. */
function textOnly(value: Plain, kind: Plain | undefined): void {
  if (kind !== "/FreeText" || typeof value !== "string" || !value.startsWith("<")) fail();
}

function string(value: string, key: string): void {
  if (key === "Indexed" || key === "DA") return;
  if ((key !== "Registry" && key !== "Ordering") || !WORDS.test(value)) fail();
}

function stream({ value, data }: PlainObject, drawing: boolean): void {
  const dict = value as PlainDict;
  const filter = dict.get("Filter");
  if (filter === "/DCTDecode") return jpeg(data!);
  if (filter === "/JPXDecode" || filter === "/JBIG2Decode" || filter === "/CCITTFaxDecode") return;
  if (filter !== "/FlateDecode") fail();
  const bytes = inflateExact(data!);
  if (drawing || dict.get("Subtype") === "/Form" || dict.get("PatternType") === 1) verifyContent(bytes);
}

/** No turning and no profile: the first segments are at most JFIF and Adobe's. */
function jpeg(data: Uint8Array): void {
  verifyJpeg(data);
  if ([2, 20, 18, 36].some((at) => data[at] === 0xff && (data[at + 1] === 0xe1 || data[at + 1] === 0xe2))) fail();
}
