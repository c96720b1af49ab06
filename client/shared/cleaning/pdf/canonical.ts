/**
 * Reads the one form of PDF that our writer makes, and nothing else: a reader of its own, so that a
 * mistake of the writer cannot hide behind the reader that led to it. No byte is left unread.
 */
import { CleaningError } from "../types.ts";

/** Names keep their slash, strings their brackets (as "<…"), references are `{ to }`. */
export type Plain = null | boolean | number | string | { to: number } | Plain[] | PlainDict;
export type PlainDict = Map<string, Plain>;

export interface PlainObject {
  value: Plain;
  /** A stream's data. */
  data: Uint8Array | null;
}

const TOKEN = /<<|>>|[[\] ]|<[0-9a-f]*>|\/(?:[!"$&'*-.0-;=?-Z\\^-z|~]|#[0-9a-f]{2})*|\d+ 0 R\b|-?\d+(?:\.\d+)?|true|false|null/y;
const END = /^startxref\n(\d+)\n%%EOF\n$/;
const HEADER = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

export function fail(): never {
  throw new CleaningError("not_clean");
}

/** Latin-1, whole. */
export function latinOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** All objects, the first has number 1. Throws CleaningError `not_clean`. */
export function readCanonical(file: Uint8Array): PlainObject[] {
  const tail = latinOf(file.subarray(Math.max(0, file.length - 60)));
  const table = Number(END.exec(tail.slice(Math.max(0, tail.lastIndexOf("startxref"))))?.[1] ?? fail());
  const offsets = readTable(latinOf(file.subarray(table)), table);
  let at = HEADER.length;
  if (latinOf(file.subarray(0, at)) !== HEADER) fail();
  const objects: PlainObject[] = [];
  for (const [i, offset] of offsets.entries()) {
    if (offset !== at) fail();
    at = readObject(file, at, i + 1, objects);
  }
  return at === table ? objects : fail();
}

/** The table and all behind it must be just what the offsets say. */
function readTable(text: string, start: number): number[] {
  const size = Number(/^xref\n0 (\d+)\n0000000000 65535 f \n/.exec(text)?.[1] ?? fail());
  // Twenty bytes a row: no list is longer than what could be written.
  if (size * 20 > text.length) fail();
  const from = text.indexOf("f \n") + 3;
  const offsets = Array.from({ length: size - 1 }, (_, i) => Number(text.slice(from + i * 20, from + i * 20 + 10)));
  const lines = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const rest = `trailer\n<</Size ${size} /Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return text.slice(from) === lines + rest ? offsets : fail();
}

function readObject(file: Uint8Array, start: number, id: number, objects: PlainObject[]): number {
  let at = expect(file, start, `${id} 0 obj\n`);
  const line = file.indexOf(10, at);
  if (line < 0) fail();
  const value = parsed(latinOf(file.subarray(at, line)));
  at = line;
  let data: Uint8Array | null = null;
  if (file[at + 1] === 0x73) {
    const length = value instanceof Map ? Number(value.get("Length")) : fail();
    at = expect(file, at, "\nstream\n");
    data = file.subarray(at, at + length);
    at = expect(file, at + length, "\nendstream");
  }
  objects.push({ value, data });
  return expect(file, at, "\nendobj\n");
}

function expect(file: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) if (file[at + i] !== text.charCodeAt(i)) fail();
  return at + text.length;
}

function parsed(text: string): Plain {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) tokens.push(TOKEN.exec(text)?.[0] ?? fail());
  const reader = { tokens, at: 0 };
  const value = item(reader);
  return reader.at === tokens.length ? value : fail();
}

interface Reader {
  tokens: string[];
  at: number;
}

function item(reader: Reader): Plain {
  const token = reader.tokens[reader.at++] ?? fail();
  if (token === "<<") return new Map(listed(reader, ">>", pair));
  if (token === "[") return listed(reader, "]", item);
  if (token === "true" || token === "false") return token === "true";
  if (token === "null") return null;
  if (token.endsWith(" 0 R")) return { to: parseInt(token, 10) };
  if (/^[-\d]/.test(token)) return Number(token);
  return /^(\/|<[^<]*>$)/.test(token) ? token : fail();
}

/** Exactly one space stands between two parts. */
function listed<T>(reader: Reader, end: string, part: (reader: Reader) => T): T[] {
  const parts: T[] = [];
  while (reader.tokens[reader.at] !== end) {
    if (parts.length && reader.tokens[reader.at++] !== " ") fail();
    parts.push(part(reader));
  }
  reader.at++;
  return parts;
}

function pair(reader: Reader): [string, Plain] {
  const key = item(reader);
  if (typeof key !== "string" || !key.startsWith("/") || reader.tokens[reader.at++] !== " ") fail();
  return [(key as string).slice(1), item(reader)];
}
