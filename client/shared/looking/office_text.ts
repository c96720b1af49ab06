/**
 * What is written in an office document, without anything else of it: paragraphs, and cells with
 * tabs between them. Macros, pictures, links and formulas are never looked at.
 */
import { PREFIXES as ODF } from "../cleaning/office/odf/names.ts";
import { PREFIXES as OOXML } from "../cleaning/office/ooxml/names.ts";
import { decodeXml } from "../cleaning/office/xml/decode.ts";
import { elements } from "../cleaning/office/xml/elements.ts";
import { type Package, readPackage } from "../cleaning/office/zip/read.ts";
import { CleaningError } from "../cleaning/types.ts";
import { Pieces, type Text } from "./pieces.ts";
import { sheet, sharedStrings } from "./sheet_text.ts";

/** Parts that people read, in the order in which they are shown. */
const WORD = [/^word\/document\.xml$/, /^word\/(foot|end)notes\.xml$/, /^word\/comments\.xml$/, /^word\/(header|footer)\d*\.xml$/];
const SLIDES = [/^ppt\/slides\/slide\d+\.xml$/, /^ppt\/notesSlides\/notesSlide\d+\.xml$/];
const SHEETS = [/^xl\/worksheets\/sheet\d+\.xml$/];

/** Text is in these, and nowhere else. */
const SAID = /^(w:t|w:delText|a:t)$/;
const LINE = /^(w:p|a:p|text:p|text:h|table:table-row)$/;
const BREAK = /^(w:br|a:br|text:line-break)$/;
const GAP = /^(w:tab|text:tab|table:table-cell|w:tc|a:tc)$/;
const PARAGRAPH = /^text:(p|h)$/;

/** Throws CleaningError: `encrypted`, `too_large` for bombs, `broken`, or `type_unsupported`. */
export function seeOffice(bytes: Uint8Array): Text {
  const zip = readPackage(bytes);
  const pieces = new Pieces();
  const parts = partsOf(zip, [...WORD, ...SLIDES]);
  const sheets = partsOf(zip, SHEETS);
  if (parts.length) for (const part of parts) words(xmlOf(zip, part), OOXML, pieces);
  else if (sheets.length) table(zip, sheets, pieces);
  else if (zip.has("content.xml")) words(xmlOf(zip, "content.xml"), ODF, pieces);
  else throw new CleaningError("type_unsupported");
  return pieces.text();
}

const xmlOf = (zip: Package, name: string): string => decodeXml(zip.read(name));

/** By pattern, then by their number. */
function partsOf({ names }: Package, patterns: readonly RegExp[]): string[] {
  const number = (name: string): number => Number(/\d+(?=\.xml$)/.exec(name)?.[0] ?? 0);
  return patterns.flatMap((pattern) => names.filter((name) => pattern.test(name)).sort((a, b) => number(a) - number(b)));
}

function words(xml: string, prefixes: ReadonlyMap<string, string>, pieces: Pieces): void {
  const open: string[] = [];
  let paragraphs = 0;
  for (const piece of elements(xml, prefixes)) {
    if (pieces.full) return;
    if ("start" in piece) {
      const { name } = piece.start;
      open.push(name);
      if (PARAGRAPH.test(name)) paragraphs++;
      if (BREAK.test(name)) pieces.add("\n");
      if (name === "text:s") pieces.add(" ");
    } else if ("end" in piece) {
      const name = open.pop() ?? "";
      if (PARAGRAPH.test(name)) paragraphs--;
      if (LINE.test(name)) pieces.add("\n");
      else if (GAP.test(name)) pieces.add("\t");
    } else if (paragraphs > 0 || SAID.test(open[open.length - 1] ?? "")) pieces.add(piece.text);
  }
  pieces.add("\n");
}

function table(zip: Package, sheets: readonly string[], pieces: Pieces): void {
  const shared = zip.has("xl/sharedStrings.xml") ? sharedStrings(xmlOf(zip, "xl/sharedStrings.xml")) : [];
  for (const name of sheets) if (!pieces.full) sheet(xmlOf(zip, name), shared, pieces);
}
