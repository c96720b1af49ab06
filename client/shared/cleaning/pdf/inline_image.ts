/**
 * Pictures inside a content stream (ISO 32000-1 §8.9.7): the dictionary by an allow-list, the data
 * up to where they end.
 */
import { cleanPicture } from "./picture_codings.ts";
import { Keyword, isSpace, type Lexer } from "./lexer.ts";
import { parseValue } from "./parse.ts";
import { Sink, written } from "./sink.ts";
import { type Dict, Name, named, type Value } from "./values.ts";

const KEYS: Record<string, string> = {
  W: "Width", H: "Height", BPC: "BitsPerComponent", CS: "ColorSpace", D: "Decode", DP: "DecodeParms", F: "Filter", I: "Interpolate", IM: "ImageMask",
};
const COMPONENTS: Record<string, number> = { G: 1, DeviceGray: 1, RGB: 3, DeviceRGB: 3, CMYK: 4, DeviceCMYK: 4 };
const PARMS = /^(K|EndOfLine|EncodedByteAlign|Columns|Rows|EndOfBlock|BlackIs1|Predictor|Colors|BitsPerComponent|EarlyChange|ColorTransform)$/;

/** Stands behind BI, leaves behind EI. Nothing when the picture has no end. */
export function imageText(lexer: Lexer, names: Set<string>): Uint8Array | null {
  const dict = header(lexer);
  if (!dict) return null;
  const from = isSpace(lexer.peek()) ? lexer.at + 1 : lexer.at;
  const end = knownEnd(lexer.bytes, from, dict) ?? searchEnd(lexer.bytes, from);
  if (end === null) {
    lexer.at = lexer.bytes.length;
    return null;
  }
  lexer.at = lexer.bytes.indexOf(0x49, end) + 1;
  return picture(dict, lexer.bytes.subarray(from, end), names);
}

/** Under the full names, whatever the file used. */
function header(lexer: Lexer): Dict | null {
  const dict: Dict = new Map();
  for (let key = lexer.next(); key !== undefined; key = lexer.next()) {
    if (key instanceof Keyword && key.text === "ID") return dict;
    if (!(key instanceof Name)) continue;
    dict.set(KEYS[key.text] ?? key.text, parseValue(lexer));
  }
  return null;
}

/** Plain pixels in a device's colours say how long they are. */
function knownEnd(bytes: Uint8Array, from: number, dict: Dict): number | null {
  const parts = dict.get("ImageMask") === true ? 1 : COMPONENTS[named(dict.get("ColorSpace"))];
  if (dict.has("Filter") || !parts) return null;
  const bits = dict.get("ImageMask") === true ? 1 : Number(dict.get("BitsPerComponent") ?? 8);
  const end = from + Math.ceil((Number(dict.get("Width")) * bits * parts) / 8) * Number(dict.get("Height"));
  let at = end;
  while (isSpace(bytes[at] ?? -1)) at++;
  return isEnd(bytes, at) ? end : null;
}

/** "EI" between spaces, with nothing behind it that no content stream holds. */
function searchEnd(bytes: Uint8Array, from: number): number | null {
  for (let at = bytes.indexOf(0x45, from); at >= 0; at = bytes.indexOf(0x45, at + 1)) {
    if (!isSpace(bytes[at - 1] ?? -1) || !isEnd(bytes, at)) continue;
    if (bytes.subarray(at + 2, at + 17).every((code) => isSpace(code) || (code > 31 && code < 127))) return at - 1;
  }
  return null;
}

const isEnd = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x45 && bytes[at + 1] === 0x49 && (at + 2 >= bytes.length || isSpace(bytes[at + 2]!));

function picture(dict: Dict, data: Uint8Array, names: Set<string>): Uint8Array {
  const kept: Dict = new Map();
  for (const key of Object.values(KEYS)) {
    const value = plain(dict.get(key));
    if (value !== undefined) kept.set(key, value);
  }
  names.add(named(kept.get("ColorSpace")));
  const sink = new Sink();
  sink.text(`BI ${[...kept].map(([key, value]) => `${written(new Name(key))} ${written(value)}`).join(" ")} ID `);
  sink.put(cleanPicture(kept.get("Filter") ?? null, data));
  sink.text("\nEI\n");
  return sink.bytes();
}

/** Only what an inline picture needs: no strings but an indexed space's table. */
function plain(value: Value | undefined, depth = 0): Value | undefined {
  if (value === undefined || depth > 3) return undefined;
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1) ?? null);
  if (!(value instanceof Map)) return value;
  return new Map([...value].filter(([key]) => PARMS.test(key)));
}
