/**
 * Fonts (ISO 32000-1 §9): what shapes and spaces glyphs, and what turns them back into letters.
 */
import { cleanCff } from "./cff.ts";
import { cleanMap } from "./code_text.ts";
import { type Copier, deflated, type Rule, type Table } from "./copier.ts";
import { contentOf, resourcesOf } from "./drawn.ts";
import { dict, either, late, list, name, number, numbers, oneOf, stream, wordOr } from "./rules.ts";
import { cleanSfnt } from "./sfnt.ts";
import { cleanType1 } from "./type1.ts";
import { type Dict, dictOf, isDict, Name, named, Stream, type Value } from "./values.ts";

const SYSTEM = dict({ Registry: wordOr("Adobe"), Ordering: wordOr("Identity"), Supplement: number });
const MAP: Table = {
  Type: oneOf("CMap"), CMapName: name, CIDSystemInfo: SYSTEM, WMode: number, UseCMap: late(() => map),
};
const map: Rule = either(name, stream(MAP, cleanMap));

const type1: Rule = (value, copier) => {
  if (!(value instanceof Stream)) return undefined;
  const cleared = Number(copier.get(value.dict, "Length1")) || 0;
  const { bytes, lengths } = cleanType1(copier.plain(value), cleared, Number(copier.get(value.dict, "Length2")) || 0);
  return deflated(new Map(lengths.map((length, i): [string, Value] => [`Length${i + 1}`, length])), bytes);
};

const trueType: Rule = (value, copier) => {
  if (!(value instanceof Stream)) return undefined;
  const bytes = cleanSfnt(copier.plain(value));
  return deflated(new Map([["Length1", bytes.length]]), bytes);
};

const compact: Rule = (value, copier) => {
  if (!(value instanceof Stream)) return undefined;
  const bytes = copier.plain(value);
  const kind = named(copier.get(value.dict, "Subtype"));
  return deflated(new Map([["Subtype", new Name(kind)]]), kind === "OpenType" ? cleanSfnt(bytes) : cleanCff(bytes));
};

const DESCRIPTOR = dict({
  Type: oneOf("FontDescriptor"), FontName: name, FontStretch: name, FontWeight: number, Flags: number, FontBBox: numbers,
  ItalicAngle: number, Ascent: number, Descent: number, Leading: number, CapHeight: number, XHeight: number,
  StemV: number, StemH: number, AvgWidth: number, MaxWidth: number, MissingWidth: number,
  FontFile: type1, FontFile2: trueType, FontFile3: compact,
});

const ENCODING = dict({ Type: oneOf("Encoding"), BaseEncoding: name, Differences: list(either(number, name)) });
const WIDTHS = list(either(number, numbers));

const DESCENDANT = dict({
  Type: oneOf("Font"), Subtype: oneOf("CIDFontType0", "CIDFontType2"), BaseFont: name, CIDSystemInfo: SYSTEM,
  FontDescriptor: DESCRIPTOR, DW: number, W: WIDTHS, DW2: numbers, W2: WIDTHS, CIDToGIDMap: either(name, stream({})),
});

const SIMPLE: Table = {
  Type: oneOf("Font"), Subtype: oneOf("Type0", "Type1", "MMType1", "TrueType"), BaseFont: name, FirstChar: number, LastChar: number,
  Widths: numbers, FontDescriptor: DESCRIPTOR, Encoding: either(ENCODING, map), ToUnicode: map, DescendantFonts: list(DESCENDANT),
};

const DRAWN: Table = {
  Type: oneOf("Font"), Subtype: oneOf("Type3"), FontBBox: numbers, FontMatrix: numbers, FirstChar: number, LastChar: number,
  Widths: numbers, Encoding: either(ENCODING, map), ToUnicode: map, FontDescriptor: DESCRIPTOR,
};

export const font: Rule = (value, copier) => {
  if (!isDict(value)) return undefined;
  return named(copier.get(value, "Subtype")) === "Type3" ? type3(value, copier) : copier.pick(value, SIMPLE);
};

/** Glyphs that are little pages: all of them share the font's resources. */
function type3(value: Dict, copier: Copier): Dict {
  const resources = dictOf(copier.get(value, "Resources"));
  const names = new Set<string>();
  const glyph: Rule = (glyph) => {
    if (!(glyph instanceof Stream)) return undefined;
    const content = contentOf(copier.plain(glyph), resources, copier);
    for (const used of content.names) names.add(used);
    return deflated(new Map(), content.bytes);
  };
  const glyphs = eachNow(dictOf(copier.get(value, "CharProcs")), glyph, copier);
  const dict = new Map([...value].filter(([key]) => key !== "CharProcs" && key !== "Resources"));
  return copier.pick(dict, DRAWN).set("CharProcs", glyphs).set("Resources", resourcesOf(resources, names, copier));
}

/** At once, not when their turn comes: the names in use are needed now. */
function eachNow(glyphs: Dict, rule: Rule, copier: Copier): Dict {
  const kept: Dict = new Map();
  for (const [key, value] of glyphs) {
    const clean = rule(copier.source.get(value), copier);
    if (clean !== undefined) kept.set(key, copier.add(clean));
  }
  return kept;
}
