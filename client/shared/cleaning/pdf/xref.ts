/**
 * Follows cross-reference tables and streams from the newest to the oldest (ISO 32000-1 §7.5.4,
 * §7.5.8), so that of each object only the newest version is known.
 */
import { Lexer } from "./lexer.ts";
import { type Budget, MAX_OBJECTS } from "./limits.ts";
import { decode } from "./filters.ts";
import { isKeyword, parseIndirect, parseValue } from "./parse.ts";
import { type Dict, isDict, named, Stream, type Value } from "./values.ts";

/** At `offset` of the file, or number `index` inside object stream `inside`; both nothing: free. */
export interface Entry {
  offset: number;
  inside: number;
}

export interface Xref {
  entries: Map<number, Entry>;
  trailer: Dict;
  /** How many sections there were: one for each time that the file was saved on top of itself. */
  sections: number;
}

/** Nothing when any of it is broken: the file then has to be scanned. */
export function readXref(bytes: Uint8Array, budget: Budget): Xref | null {
  const xref: Xref = { entries: new Map(), trailer: new Map(), sections: 0 };
  const seen = new Set<number>();
  const waiting = [startOf(bytes)];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const trailer = section(bytes, at, xref.entries, budget);
    if (!trailer || xref.entries.size > MAX_OBJECTS) return null;
    xref.sections++;
    if (!xref.trailer.size) xref.trailer = trailer;
    // A hybrid file's stream goes before what is older: last pushed, first taken.
    for (const key of ["Prev", "XRefStm"]) {
      const next = trailer.get(key);
      if (typeof next === "number") waiting.push(next);
    }
  }
  return xref;
}

/** The number after the last "startxref", -1 when there is none. */
function startOf(bytes: Uint8Array): number {
  const tail = Math.max(0, bytes.length - 4096);
  const text = String.fromCharCode(...bytes.subarray(tail));
  const lexer = new Lexer(bytes, tail + text.lastIndexOf("startxref") + 9);
  const at = text.includes("startxref") ? lexer.next() : -1;
  return typeof at === "number" && at > 0 ? at : -1;
}

function section(bytes: Uint8Array, at: number, entries: Map<number, Entry>, budget: Budget): Dict | null {
  if (!(at >= 0 && at < bytes.length)) return null;
  const lexer = new Lexer(bytes, at);
  if (isKeyword(lexer.next(), "xref")) return table(lexer, entries);
  const found = parseIndirect(bytes, at, (value) => value);
  if (!(found?.value instanceof Stream) || named(found.value.dict.get("Type")) !== "XRef") return null;
  return xrefStream(found.value, entries, budget);
}

function table(lexer: Lexer, entries: Map<number, Entry>): Dict | null {
  let first = lexer.next();
  for (; typeof first === "number"; first = lexer.next()) {
    const count = lexer.next();
    if (typeof count !== "number" || count > MAX_OBJECTS) return null;
    for (let i = 0; i < count; i++) {
      const [offset, , kind] = [lexer.next(), lexer.next(), lexer.next()];
      if (typeof offset !== "number") return null;
      add(entries, first + i, isKeyword(kind, "n") ? { offset, inside: 0 } : { offset: 0, inside: 0 });
    }
  }
  const trailer = isKeyword(first, "trailer") ? parseValue(lexer) : null;
  return isDict(trailer) ? trailer : null;
}

function add(entries: Map<number, Entry>, id: number, entry: Entry): void {
  if (!entries.has(id)) entries.set(id, entry);
}

/** Entries of three fields, each as many bytes as /W says. */
function xrefStream(stream: Stream, entries: Map<number, Entry>, budget: Budget): Dict | null {
  const { bytes } = decode(stream, (value) => value ?? null, budget);
  const widths = numbers(stream.dict.get("W"));
  const index = stream.dict.has("Index") ? numbers(stream.dict.get("Index")) : [0, Number(stream.dict.get("Size"))];
  const width = widths.reduce((sum, one) => sum + one, 0);
  if (widths.length !== 3 || widths.some((one) => one < 0 || one > 8) || !width) return null;
  let at = 0;
  for (let pair = 0; pair + 1 < index.length; pair += 2) {
    for (let i = 0; i < index[pair + 1]! && at + width <= bytes.length; i++, at += width) {
      add(entries, index[pair]! + i, fields(bytes, at, widths));
    }
  }
  return stream.dict;
}

function fields(bytes: Uint8Array, at: number, [a = 0, b = 0, c = 0]: number[]): Entry {
  const kind = a ? field(bytes, at, a) : 1;
  const second = field(bytes, at + a, b);
  if (kind === 2) return { offset: field(bytes, at + a + b, c), inside: second };
  return { offset: kind === 1 ? second : 0, inside: 0 };
}

const field = (bytes: Uint8Array, at: number, width: number): number =>
  bytes.subarray(at, at + width).reduce((sum, code) => sum * 256 + code, 0);

const numbers = (value: Value | undefined): number[] =>
  (Array.isArray(value) ? value : []).filter((item): item is number => typeof item === "number");
