/**
 * Finds objects by looking for "12 0 obj" in the whole file, for when its table is broken or lies.
 */
import { Lexer } from "./lexer.ts";
import { MAX_OBJECTS } from "./limits.ts";
import { findBytes, parseIndirect, parseValue } from "./parse.ts";
import { type Dict, dictOf, isDict, named, Ref } from "./values.ts";
import type { Xref } from "./xref.ts";

export interface Scan extends Xref {
  /** Their numbers, in the order in which they lie. */
  objectStreams: number[];
}

const codes = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const OBJ = codes("obj");
const TRAILER = codes("trailer");
const isDigit = (code: number | undefined): boolean => code !== undefined && code >= 48 && code <= 57;

/** The last object of each number wins, as if all had been saved in the order in which they lie. */
export function scanFile(bytes: Uint8Array): Scan {
  const xref: Scan = { entries: new Map(), trailer: new Map(), sections: 1, objectStreams: [] };
  for (let at = findBytes(bytes, OBJ, 0); at >= 0; at = findBytes(bytes, OBJ, at + 3)) {
    const start = headBefore(bytes, at);
    if (start < 0 || xref.entries.size > MAX_OBJECTS) continue;
    const id = new Lexer(bytes, start).next();
    if (typeof id === "number") xref.entries.set(id, { offset: start, inside: 0 });
  }
  for (const trailer of trailers(bytes)) {
    if (trailer.has("Root") || trailer.has("Encrypt")) xref.trailer = trailer;
  }
  readStreams(bytes, xref);
  return xref;
}

/** Where "12 0 " before "obj" begins, or -1. */
function headBefore(bytes: Uint8Array, obj: number): number {
  let at = spacesBefore(bytes, obj);
  for (const last of [false, true]) {
    const end = at;
    while (isDigit(bytes[at - 1]) && end - at < 10) at--;
    if (at === end) return -1;
    if (!last) at = spacesBefore(bytes, at);
  }
  return at;
}

function spacesBefore(bytes: Uint8Array, at: number): number {
  while (at > 0 && (bytes[at - 1] === 32 || bytes[at - 1] === 10 || bytes[at - 1] === 13 || bytes[at - 1] === 9)) at--;
  return at;
}

function* trailers(bytes: Uint8Array): Generator<Dict> {
  for (let at = findBytes(bytes, TRAILER, 0); at >= 0; at = findBytes(bytes, TRAILER, at + 7)) {
    const value = parseValue(new Lexer(bytes, at + 7));
    if (isDict(value)) yield value;
  }
}

/** Object streams' contents are not seen by a scan; cross-reference streams are also trailers. */
function readStreams(bytes: Uint8Array, scan: Scan): void {
  const byOffset = [...scan.entries].sort(([, a], [, b]) => a.offset - b.offset);
  for (const [id, { offset }] of byOffset) {
    const dict = dictOf(parseIndirect(bytes, offset, (value) => value)?.value);
    const type = named(dict.get("Type"));
    if (type === "ObjStm") scan.objectStreams.push(id);
    if (type === "XRef" && dict.has("Root")) scan.trailer = dict;
    if (type === "Catalog" && !scan.trailer.has("Root")) scan.trailer.set("Root", new Ref(id));
  }
}
