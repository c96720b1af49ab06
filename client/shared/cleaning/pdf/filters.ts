/**
 * Takes a stream's filters off (ISO 32000-1 §7.4) down to plain bytes or to a picture's own coding.
 */
import { CleaningError } from "../types.ts";
import { inflateZlib } from "./inflate.ts";
import { type Budget, MAX_STREAM } from "./limits.ts";
import { decode85, decodeHex, decodeLzw, decodeRuns } from "./old_filters.ts";
import { type Rows, rowsOf, undoPredictor } from "./predictor.ts";
import { type Dict, dictOf, named, type Stream, type Value } from "./values.ts";

const SHORT: Record<string, string> = {
  AHx: "ASCIIHexDecode", A85: "ASCII85Decode", LZW: "LZWDecode", Fl: "FlateDecode", RL: "RunLengthDecode", CCF: "CCITTFaxDecode", DCT: "DCTDecode",
};
/** These end in pixels, which we never decode. */
const PICTURES = new Set(["DCTDecode", "JPXDecode", "CCITTFaxDecode", "JBIG2Decode"]);

export interface Decoded {
  bytes: Uint8Array;
  /** The picture's coding that is left, or "". */
  coding: string;
  parms: Dict;
  /** The predictor that was left on, where asked. */
  rows: Rows | null;
}

type Resolve = (value: Value | undefined) => Value;

/** `keepRows` leaves the last predictor on: pictures are smaller with it. */
export function decode(stream: Stream, resolve: Resolve, budget: Budget, keepRows = false): Decoded {
  const filters = listed(resolve(stream.dict.get("Filter") ?? stream.dict.get("F")), resolve);
  const parms = listed(resolve(stream.dict.get("DecodeParms") ?? stream.dict.get("DP")), resolve);
  if (filters.length > 8) throw new CleaningError("no_clean_way");
  const now: Decoded = { bytes: stream.raw, coding: "", parms: new Map(), rows: null };
  for (const [i, filter] of filters.entries()) {
    const name = SHORT[named(filter)] ?? named(filter);
    now.parms = dictOf(parms[i]);
    if (PICTURES.has(name)) return i === filters.length - 1 ? { ...now, coding: name } : refuse();
    step(now, name, (key) => resolve(now.parms.get(key)), budget, keepRows && i === filters.length - 1);
  }
  return now;
}

function listed(value: Value, resolve: Resolve): Value[] {
  return (Array.isArray(value) ? value : value === null ? [] : [value]).map((item) => resolve(item));
}

function refuse(): never {
  throw new CleaningError("no_clean_way");
}

function step(now: Decoded, name: string, get: (key: string) => Value, budget: Budget, keepRows: boolean): void {
  if (name === "FlateDecode") now.bytes = inflateZlib(now.bytes, budget);
  else if (name === "LZWDecode") now.bytes = spent(decodeLzw(now.bytes, get("EarlyChange") !== 0), budget);
  else if (name === "ASCIIHexDecode") now.bytes = decodeHex(now.bytes);
  else if (name === "ASCII85Decode") now.bytes = decode85(now.bytes);
  else if (name === "RunLengthDecode") now.bytes = spent(decodeRuns(now.bytes), budget);
  else refuse();
  if (!/^(Flate|LZW)/.test(name)) return;
  const rows = rowsOf(get);
  if (keepRows && rows.predictor > 1) now.rows = rows;
  else now.bytes = undoPredictor(now.bytes, rows);
}

function spent(bytes: Uint8Array, budget: Budget): Uint8Array {
  budget.spend(bytes.length);
  return bytes.length > MAX_STREAM ? refuse() : bytes;
}
