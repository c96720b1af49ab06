/**
 * A picture's stream: in its own coding cleaned, otherwise deflated anew and exactly as long as its
 * size says, so that nothing rides behind the last row.
 */
import { type Copier, deflated, type Table } from "./copier.ts";
import type { Decoded } from "./filters.ts";
import { spaceOf } from "./jpx.ts";
import { cleanCoded } from "./picture_codings.ts";
import { type Rows, rowBytes } from "./predictor.ts";
import { partsOf } from "./rules_colour.ts";
import { flag, number } from "./rules.ts";
import { type Dict, Name, Stream, type Value } from "./values.ts";

const FAX: Table = {
  K: number, EndOfLine: flag, EncodedByteAlign: flag, Columns: number, Rows: number, EndOfBlock: flag, BlackIs1: flag, DamagedRowsBeforeError: number,
};
export function cleanPixels(stream: Stream, table: Table, copier: Copier): Stream {
  const decoded = copier.decode(stream, true);
  const dict = copier.pick(stream.dict, table);
  if (decoded.coding) return coded(dict, decoded, copier);
  if (decoded.rows) dict.set("DecodeParms", parms(decoded.rows));
  return deflated(dict, exact(dict, decoded, partsOf(stream.dict.get("ColorSpace"), copier)));
}

function coded(dict: Dict, { coding, bytes, parms: given }: Decoded, copier: Copier): Stream {
  const plain: Dict = new Map([...given].map(([key, value]) => [key, copier.source.get(value)]));
  const told = coding === "JPXDecode" && !dict.has("ColorSpace") ? spaceOf(bytes) : "";
  if (told) dict.set("ColorSpace", new Name(told));
  const clean = cleanCoded(coding, bytes, plain, dict.has("ColorSpace") && !dict.get("SMaskInData"));
  if (clean.length !== bytes.length) copier.found.say("other");
  const kept = codingParms(coding, given, plain, copier);
  return new Stream(new Map([...dict, ["Filter", new Name(coding)], ...kept]), clean);
}

function codingParms(coding: string, given: Dict, plain: Dict, copier: Copier): [string, Value][] {
  const kept = coding === "CCITTFaxDecode" ? copier.pick(given, FAX) : new Map<string, Value>();
  const transform = plain.get("ColorTransform");
  if (coding === "DCTDecode" && typeof transform === "number") kept.set("ColorTransform", transform);
  const globals = plain.get("JBIG2Globals");
  if (coding === "JBIG2Decode" && globals instanceof Stream) kept.set("JBIG2Globals", shared(globals, copier));
  return kept.size ? [["DecodeParms", kept]] : [];
}

/** Segments that several JBIG2 pictures share. */
function shared(globals: Stream, copier: Copier): Value {
  return copier.add(deflated(new Map(), cleanCoded("JBIG2Decode", copier.plain(globals), new Map())));
}

function parms({ predictor, colors, bits, columns }: Rows): Dict {
  return new Map([["Predictor", predictor], ["Colors", colors], ["BitsPerComponent", bits], ["Columns", columns]]);
}

/** Cut after the last row where it is known how long rows are. */
function exact(dict: Dict, { bytes, rows }: Decoded, parts: number): Uint8Array {
  const [width, height] = [Number(dict.get("Width")), Number(dict.get("Height"))];
  const row = rows ? rowBytes(rows) + (rows.predictor >= 10 ? 1 : 0) : plainRow(dict, width, parts);
  return row && height > 0 ? bytes.subarray(0, row * height) : bytes;
}

function plainRow(dict: Dict, width: number, parts: number): number {
  if (dict.get("ImageMask") === true) return Math.ceil(width / 8);
  return Math.ceil((width * parts * Number(dict.get("BitsPerComponent") ?? 0)) / 8) || 0;
}
